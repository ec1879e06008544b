//! Logout: the local state first, then the URL that ends the session at the server.

use super::{Context, Effect, Event, Flow, Step, discovery};
use crate::error::Error;
use crate::failure::Failure;
use crate::json::Record;
use crate::protocol::logout;
use crate::protocol::metadata::Metadata;
use crate::session::Session;

/// Ends with `url` if the server has an end_session endpoint, and with nothing if the logout was a local one.
pub struct Logout {
    options: Record,
    id_token: String,
    stage: Stage,
}

#[derive(Clone, Copy)]
enum Stage {
    Begin,
    Reading,
    Removing,
    Discovery,
}

impl Logout {
    /// Begins with the options of `logout`, as JSON text.
    ///
    /// # Errors
    /// [`Error::ConfigError`]
    pub fn new(options: &str) -> Result<Self, Box<Failure>> {
        Ok(Self { options: logout::options(options)?, id_token: String::new(), stage: Stage::Begin })
    }

    fn finish(&self, context: &Context<'_>, metadata: Option<Metadata>) -> Step {
        let url = metadata.and_then(|metadata| logout::url(context.client, &self.options, &metadata, &self.id_token));
        let mut result = Record::default();
        if let Some(url) = url {
            result.set_text("url", &url);
        }
        Step::Finish(result)
    }
}

impl Flow for Logout {
    fn step(&mut self, context: &mut Context<'_>, event: Result<Event, Error>) -> Result<Step, Box<Failure>> {
        let (stage, effect) = match self.stage {
            Stage::Begin => (Stage::Reading, Effect::ReadSession),
            Stage::Reading => {
                // Whatever the store says or does, the next effect clears it.
                if let Ok(Event::Text(Some(text))) = event {
                    let session = Session::parse(&text, context.client);
                    self.id_token = session.map(|session| session.id_token().into()).unwrap_or_default();
                }
                (Stage::Removing, Effect::RemoveEverything)
            }
            Stage::Removing => {
                event?;
                match discovery::metadata(context) {
                    Ok(metadata) => return Ok(self.finish(context, Some(metadata))),
                    Err(request) => (Stage::Discovery, request),
                }
            }
            // The user is signed out here already; a server that cannot be reached does not undo that.
            Stage::Discovery => {
                let metadata = discovery::learn(context, event).ok();
                return Ok(self.finish(context, metadata));
            }
        };
        self.stage = stage;
        Ok(Step::Perform(effect))
    }
}
