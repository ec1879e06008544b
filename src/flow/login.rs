//! Login: metadata, entropy, transaction saved, URL.

use super::{Context, Effect, Event, Flow, Step, discovery};
use crate::error::Error;
use crate::failure::Failure;
use crate::json::Record;
use crate::protocol::authorization;
use crate::protocol::login::LoginOptions;
use crate::protocol::metadata::Metadata;
use crate::protocol::transaction::Transaction;

/// Ends with `url`, the authorization URL that the browser is to be sent to.
pub struct Login {
    options: LoginOptions,
    stage: Stage,
    metadata: Metadata,
    url: String,
}

#[derive(Clone, Copy)]
enum Stage {
    Begin,
    Discovery,
    Entropy,
    Saving,
}

impl Login {
    /// Begins with the options of `loginWithRedirect`, as JSON text.
    ///
    /// # Errors
    /// [`Error::ConfigError`]
    pub fn new(options: &str) -> Result<Self, Box<Failure>> {
        let options = LoginOptions::parse(options)?;
        Ok(Self { options, stage: Stage::Begin, metadata: Metadata::default(), url: String::new() })
    }
}

impl Flow for Login {
    fn step(&mut self, context: &mut Context<'_>, event: Result<Event, Error>) -> Result<Step, Box<Failure>> {
        match self.stage {
            Stage::Begin => match discovery::metadata(context) {
                Ok(metadata) => self.metadata = metadata,
                Err(request) => {
                    self.stage = Stage::Discovery;
                    return Ok(Step::Perform(request));
                }
            },
            Stage::Discovery => self.metadata = discovery::learn(context, event)?,
            Stage::Entropy => {
                let Event::Entropy(bytes) = event? else { return Err(Error::EntropyUnavailable.into()) };
                let client = context.client;
                let transaction = Transaction::begin(client, &self.options, &self.metadata, &bytes, context.now)?;
                self.url = authorization::url(client, &self.options, &transaction)?;
                self.stage = Stage::Saving;
                let save = Effect::SaveTransaction(transaction.state().into(), transaction.to_json());
                return Ok(Step::Perform(save));
            }
            Stage::Saving => {
                event?;
                let mut result = Record::default();
                result.set_text("url", &self.url);
                return Ok(Step::Finish(result));
            }
        }
        self.stage = Stage::Entropy;
        Ok(Step::Perform(Effect::Entropy))
    }
}
