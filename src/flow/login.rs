//! Login: metadata, entropy, transaction saved, URL.

use super::{Context, Effect, Event, Flow, Step, discovery};
use crate::error::Error;
use crate::failure::Failure;
use crate::json::Record;
use crate::protocol::authorization;
use crate::protocol::login::{LoginOptions, Way};
use crate::protocol::metadata::Metadata;
use crate::protocol::transaction::Transaction;
use crate::session::Session;

/// Ends with `url`, the authorization URL that the browser is to be sent to, and its `state`. If it is not this page that goes there
/// now, with `transaction`, too, a text that the page keeps: a link's in sessionStorage under its state, another window's in memory.
pub struct Login {
    options: LoginOptions,
    stage: Stage,
    metadata: Metadata,
    /// Empty, unless the user who is signed in is the one who is to sign in.
    session: Session,
    result: Record,
}

#[derive(Clone, Copy)]
enum Stage {
    Begin,
    Discovery,
    Reading,
    Entropy,
    Saving,
}

impl Login {
    /// Begins with the options of a sign-in, as JSON text.
    ///
    /// # Errors
    /// [`Error::ConfigError`]
    pub fn new(options: &str, way: Way) -> Result<Self, Box<Failure>> {
        Ok(Self {
            options: LoginOptions::parse(options, way)?,
            stage: Stage::Begin,
            metadata: Metadata::default(),
            session: Session::default(),
            result: Record::default(),
        })
    }
}

impl Flow for Login {
    fn step(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        match self.stage {
            Stage::Begin => match discovery::metadata(context) {
                Ok(metadata) => self.metadata = metadata,
                Err(request) => {
                    self.stage = Stage::Discovery;
                    return Ok(Step::Perform(request));
                }
            },
            Stage::Discovery => self.metadata = discovery::learn(context)?,
            Stage::Reading => self.session = context.session()?.ok_or(Error::LoginRequired)?,
            Stage::Entropy => {
                let Event::Entropy(bytes) = context.event()? else { return Err(Error::EntropyUnavailable.into()) };
                let client = context.client;
                let mut transaction = Transaction::begin(client, &self.options, &self.metadata, &bytes, context.now)?;
                if self.options.hints() {
                    transaction.expect_sub(self.session.claims()?.text("sub"));
                }
                self.options.complete(client, self.session.id_token());
                let url = authorization::url(client, &self.options, &transaction)?;
                self.result.set_text("url", &url);
                self.result.set_text("state", transaction.state());
                let (state, text) = (transaction.state().into(), transaction.to_json());
                if self.options.way() == Way::Redirect {
                    self.stage = Stage::Saving;
                    return Ok(Step::Perform(Effect::SaveTransaction(state, text).into()));
                }
                self.result.set_text("transaction", &text);
                return Ok(Step::Finish(self.result.clone()));
            }
            Stage::Saving => {
                context.done()?;
                return Ok(Step::Finish(self.result.clone()));
            }
        }
        // Only what is around it can push.
        if !context.cache.pushes && self.metadata.wants_pushed_requests() {
            return Err(Error::ParRequired.into());
        }
        let reads = self.options.hints() && !matches!(self.stage, Stage::Reading);
        self.stage = if reads { Stage::Reading } else { Stage::Entropy };
        Ok(Step::Perform(if reads { Effect::ReadSession.into() } else { Effect::Entropy.into() }))
    }
}
