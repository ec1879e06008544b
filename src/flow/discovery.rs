//! Discovery: the metadata document, once per page.

use super::{Context, Effect, Event, Flow, Step};
use crate::error::Error;
use crate::failure::Failure;
use crate::json::Record;
use crate::protocol::metadata::Metadata;

/// The metadata if the page has it, or the request for it, whose answer [`learn`] takes.
pub(super) fn metadata(context: &Context<'_>) -> Result<Metadata, Effect> {
    context.cache.metadata.clone().ok_or_else(|| Effect::Http(Metadata::request(context.client).into()))
}

/// Takes the answer to the request that [`metadata`] gave.
pub(super) fn learn(context: &mut Context<'_>, event: Result<Event, Error>) -> Result<Metadata, Box<Failure>> {
    let metadata = Metadata::from_response(&*event?.http()?, context.client)?;
    context.cache.metadata = Some(metadata.clone());
    Ok(metadata)
}

/// Fetches the metadata before anybody waits for it.
#[derive(Default)]
pub struct Prepare {
    asked: bool,
}

impl Flow for Prepare {
    fn step(&mut self, context: &mut Context<'_>, event: Result<Event, Error>) -> Result<Step, Box<Failure>> {
        if self.asked {
            learn(context, event)?;
        }
        self.asked = true;
        Ok(match metadata(context) {
            Ok(_) => Step::Finish(Record::default()),
            Err(request) => Step::Perform(request),
        })
    }
}
