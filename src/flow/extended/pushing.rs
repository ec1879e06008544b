//! A sign-in whose authorization request is pushed (RFC 9126), since the app or the server wants it: it ends with another URL, or with an
//! error. There is no way back to the front channel, and nothing is stored before the server has taken it.

use crate::error::Error;
use crate::failure::Failure;
use crate::flow::{Context, Effect, Event, Flow, Step};
use crate::json::Record;
use crate::protocol::metadata::Metadata;
use crate::protocol::pushed;
use core::mem::take;

/// A login, with its request pushed.
pub struct Pushing {
    login: Box<dyn Flow>,
    metadata: Metadata,
    /// What the login would have stored.
    transaction: Option<Effect>,
    /// What it ended with.
    result: Record,
    stage: Stage,
}

#[derive(Clone, Copy)]
enum Stage {
    Inner,
    Refusing,
    Pushing,
    Saving,
}

impl Pushing {
    /// Has the request of a login pushed.
    #[must_use]
    pub fn new(login: Box<dyn Flow>) -> Self {
        let (metadata, result) = (Metadata::default(), Record::default());
        Self { login, metadata, transaction: None, result, stage: Stage::Inner }
    }

    /// Refuses a link where requests are to be pushed: its URL is made without asking anybody.
    #[must_use]
    pub fn of_link(login: Box<dyn Flow>) -> Self {
        Self { stage: Stage::Refusing, ..Self::new(login) }
    }
}

impl Pushing {
    /// The login's own step.
    fn inner(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        context.cache.pushes = true;
        let step = self.login.step(context);
        context.cache.pushes = false;
        step
    }

    /// Whether the request is to be pushed to a server that says this of itself.
    fn pushes(&mut self, context: &Context<'_>) -> Result<bool, Error> {
        let known = context.cache.metadata.as_ref().or(context.client.metadata());
        self.metadata = known.ok_or(Error::NotReady)?.clone();
        Ok(context.client.pushes() || self.metadata.wants_pushed_requests())
    }
}

impl Flow for Pushing {
    fn step(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        match self.stage {
            Stage::Inner => {}
            Stage::Refusing if context.client.pushes() => return Err(Error::ParRequired.into()),
            Stage::Refusing => return self.login.step(context),
            Stage::Pushing => {
                let url = pushed::url(context.client, &self.metadata, &*context.http()?)?;
                self.result.set_text("url", &url);
                self.stage = Stage::Saving;
                return match self.transaction.take() {
                    Some(effect) => Ok(Step::Perform(effect.into())),
                    None => Ok(Step::Finish(take(&mut self.result))),
                };
            }
            Stage::Saving => {
                context.done()?;
                return Ok(Step::Finish(take(&mut self.result)));
            }
        }
        let mut step = self.inner(context)?;
        if let Step::Perform(effect) = &step
            && matches!(**effect, Effect::SaveTransaction(..))
            && self.pushes(context)?
        {
            self.transaction = Some((**effect).clone());
            context.event = Ok(Event::Done);
            step = self.inner(context)?;
        }
        match step {
            Step::Finish(result) if self.pushes(context)? => {
                let request = pushed::request(&self.metadata, result.text("url"))?;
                self.result = result;
                self.stage = Stage::Pushing;
                Ok(Step::Perform(Effect::Http(request).into()))
            }
            other => Ok(other),
        }
    }
}
