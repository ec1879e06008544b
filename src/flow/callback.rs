//! Callback: transaction taken, response checked, code redeemed, ID Token verified, session saved.

use super::verification::Verification;
use super::{Context, Effect, Event, Flow, Step};
use crate::error::Error;
use crate::failure::Failure;
use crate::json::Record;
use crate::protocol::callback::Callback;
use crate::protocol::id_token::Grant;
use crate::protocol::token::{TokenResponse, code_request};
use crate::protocol::transaction::Transaction;
use crate::session::Session;

/// Ends with the session's view and what the app gets back: `appState`, `returnTo`.
///
/// What it has learnt stays in its place, empty until the stage that fills it: values that travel through the stages
/// would be moved at every step.
pub struct HandleCallback {
    url: String,
    stage: Stage,
    callback: Callback,
    transaction: Transaction,
    response: TokenResponse,
    verification: Verification,
    session: Session,
    /// `appState` and `returnTo` of the transaction: from the moment it is found, a failure tells them, too.
    app_state: Record,
}

#[derive(Clone, Copy)]
enum Stage {
    Begin,
    Taking,
    Redeeming,
    Verifying,
    Saving,
}

impl HandleCallback {
    /// Begins with the URL that the browser came back to.
    #[must_use]
    pub fn new(url: &str) -> Self {
        Self {
            url: url.into(),
            stage: Stage::Begin,
            callback: Callback::default(),
            transaction: Transaction::default(),
            response: TokenResponse::default(),
            verification: Verification::default(),
            session: Session::default(),
            app_state: Record::default(),
        }
    }

    fn advance(&mut self, context: &mut Context<'_>, event: Result<Event, Error>) -> Result<Step, Box<Failure>> {
        let client = context.client;
        let effect = match self.stage {
            Stage::Begin => {
                self.callback = Callback::parse(&self.url, client.redirect_uri())?;
                self.stage = Stage::Taking;
                Effect::TakeTransaction(self.callback.state().into())
            }
            Stage::Taking => {
                let text = event?.text().ok_or(Error::StateNotFound)?;
                self.transaction = Transaction::parse(&text, client, self.callback.state(), context.now)?;
                self.transaction.copy_app_state(&mut self.app_state);
                let code = self.callback.code(client.issuer(), &self.transaction.metadata())?;
                self.stage = Stage::Redeeming;
                Effect::Http(code_request(client, &self.transaction, code)?)
            }
            Stage::Redeeming => {
                self.response = TokenResponse::from_response(&event?.http()?)?;
                self.stage = Stage::Verifying;
                self.verification.begin(context, self.transaction.metadata(), self.response.id_token())?
            }
            Stage::Verifying => {
                let code = self.callback.code(client.issuer(), &self.transaction.metadata())?;
                let grant = Grant::Code(&self.transaction, code);
                if let Some(effect) = self.verification.step(context, event, &self.response, grant)? {
                    effect
                } else {
                    context.cache.metadata = Some(self.transaction.metadata());
                    self.session = Session::new(client, &self.response, self.transaction.scope(), context.now);
                    self.stage = Stage::Saving;
                    Effect::SaveSession(self.session.to_json())
                }
            }
            Stage::Saving => {
                event?;
                let mut result = self.session.view()?;
                result.copy(&self.app_state, &["appState", "returnTo"]);
                return Ok(Step::Finish(result));
            }
        };
        Ok(Step::Perform(effect))
    }
}

impl Flow for HandleCallback {
    fn step(&mut self, context: &mut Context<'_>, event: Result<Event, Error>) -> Result<Step, Box<Failure>> {
        self.advance(context, event).map_err(|mut failure| {
            failure.details.copy(&self.app_state, &["appState", "returnTo"]);
            failure
        })
    }
}
