//! Callback: transaction taken, response checked, code redeemed, ID Token verified, session saved.

use super::verification::{Subject, Verification, bindings, keys_beside};
use super::{Context, Effect, Flow, Step};
use crate::error::Error;
use crate::failure::Failure;
use crate::json::Record;
use crate::protocol::callback::Callback;
use crate::protocol::id_token::{check_sign_in, skew};
use crate::protocol::jws::Jws;
use crate::protocol::token::{TokenResponse, code_request};
use crate::protocol::transaction::Transaction;
use crate::session::Session;
use crate::text::cut;

/// Ends with the session's view and what the app gets back: `appState`, `returnTo`.
///
/// What it has learnt stays in its place, empty until the stage that fills it: values that travel through the stages
/// would be moved at every step.
pub struct HandleCallback {
    url: String,
    /// The transaction's text, if it is in no storage.
    kept: String,
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
        Self::with("", url)
    }

    /// Begins with what the page kept for another window, and behind a line break the URL that this came back to. There is no line
    /// break in a JSON text that this core wrote.
    #[must_use]
    pub fn of_window(answer: &str) -> Self {
        let (kept, url) = cut(answer, b'\n');
        Self::with(kept, url)
    }

    fn with(kept: &str, url: &str) -> Self {
        Self {
            url: url.into(),
            kept: kept.into(),
            stage: Stage::Begin,
            callback: Callback::default(),
            transaction: Transaction::default(),
            response: TokenResponse::default(),
            verification: Verification::default(),
            session: Session::default(),
            app_state: Record::default(),
        }
    }

    fn advance(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        let client = context.client;
        let effect = match self.stage {
            Stage::Begin => {
                self.callback = Callback::parse(&self.url, client)?;
                if self.kept.is_empty() {
                    self.stage = Stage::Taking;
                    return Ok(Step::Perform(Effect::TakeTransaction(self.callback.state().into()).into()));
                }
                self.redeem(context)?
            }
            Stage::Taking => {
                self.kept = context.text()?.ok_or(self.callback.unknown_state())?;
                self.redeem(context)?
            }
            Stage::Redeeming => {
                self.response = TokenResponse::from_response(&*context.http()?)?;
                let id_token = self.response.id_token();
                if id_token.is_empty() {
                    return Err(Error::IdTokenMissing.into());
                }
                let bindings = bindings(&self.response, self.callback.redeemed_code());
                let begun = self.verification.begin(context, Subject::IdToken, id_token, &bindings)?;
                self.verified(context, begun)?
            }
            Stage::Verifying => {
                let bindings = bindings(&self.response, self.callback.redeemed_code());
                let next = self.verification.step(context, self.response.id_token(), &bindings)?;
                self.verified(context, next)?
            }
            Stage::Saving => {
                context.done()?;
                let mut result = self.session.view()?;
                result.copy(&self.app_state, &["appState", "returnTo"]);
                return Ok(Step::Finish(result));
            }
        };
        Ok(Step::Perform(effect))
    }

    /// The code's request, once the transaction is known to be this callback's.
    fn redeem(&mut self, context: &Context<'_>) -> Result<Box<Effect>, Box<Failure>> {
        let client = context.client;
        self.transaction = Transaction::parse(&self.kept, client, self.callback.state(), context.now)?;
        self.transaction.copy_app_state(&mut self.app_state);
        self.verification.metadata = self.transaction.metadata();
        let metadata = &self.verification.metadata;
        let code = self.callback.code(client.issuer(), metadata)?;
        let mut request = code_request(client, &self.transaction, code)?;
        request.beside = keys_beside(context, metadata);
        self.stage = Stage::Redeeming;
        Ok(Effect::Http(request).into())
    }

    /// Goes on with the verification, and behind it if nothing is left of it.
    fn verified(&mut self, context: &mut Context<'_>, next: Option<Box<Effect>>) -> Result<Box<Effect>, Box<Failure>> {
        if let Some(effect) = next {
            self.stage = Stage::Verifying;
            return Ok(effect);
        }
        let Context { client, now, .. } = *context;
        let claims = Jws::parse(self.response.id_token())?.claims()?;
        check_sign_in(&claims, &self.transaction, client, now).map_err(|error| {
            let mut failure = Failure::new(error);
            if error == Error::ClockSkew {
                failure.details.set_seconds("skew_seconds", skew(&claims, now));
            }
            failure
        })?;
        context.cache.metadata = Some(self.verification.metadata.clone());
        self.session = Session::new(client, &self.response, self.transaction.scope(), context.now);
        self.session.set_session_state(self.callback.session_state());
        self.stage = Stage::Saving;
        Ok(Effect::SaveSession(self.session.to_json()).into())
    }
}

impl Flow for HandleCallback {
    fn step(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        self.advance(context).map_err(|mut failure| {
            failure.details.copy(&self.app_state, &["appState", "returnTo"]);
            failure
        })
    }
}
