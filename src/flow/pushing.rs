//! A sign-in whose authorization request is pushed (RFC 9126): it ends with another URL, or with an error. There is no way back to the front
//! channel.

use super::{Context, Effect, Flow, Step};
use crate::error::Error;
use crate::failure::Failure;
use crate::json::Record;
use crate::protocol::metadata::Metadata;
use crate::protocol::pushed;

/// A login, with its request pushed.
pub struct Pushing {
    login: Box<dyn Flow>,
    metadata: Metadata,
    /// What the login ended with, while the server is asked.
    result: Option<Record>,
}

impl Pushing {
    /// Has the request of a login pushed.
    #[must_use]
    pub fn new(login: Box<dyn Flow>) -> Self {
        Self { login, metadata: Metadata::default(), result: None }
    }
}

impl Flow for Pushing {
    fn step(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        if let Some(mut result) = self.result.take() {
            let url = pushed::url(context.client, &self.metadata, &*context.http()?)?;
            result.set_text("url", &url);
            return Ok(Step::Finish(result));
        }
        match self.login.step(context)? {
            Step::Finish(result) if context.client.pushes() => {
                let known = context.cache.metadata.as_ref().or(context.client.metadata());
                self.metadata = known.ok_or(Error::NotReady)?.clone();
                let request = pushed::request(&self.metadata, result.text("url"))?;
                self.result = Some(result);
                Ok(Step::Perform(Effect::Http(request).into()))
            }
            other => Ok(other),
        }
    }
}
