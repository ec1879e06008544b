//! The session that the store holds, as it is: nobody is asked, and nothing is refreshed.

use super::{Context, Effect, Flow, Step};
use crate::failure::Failure;

/// Ends with the session's view, or with nothing if the store holds no session of this client.
#[derive(Default)]
pub struct StoredSession {
    asked: bool,
}

impl Flow for StoredSession {
    fn step(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        if !self.asked {
            self.asked = true;
            return Ok(Step::Perform(Effect::ReadSession.into()));
        }
        let session = context.session()?;
        Ok(Step::Finish(session.map(|session| session.view()).transpose()?.unwrap_or_default()))
    }
}
