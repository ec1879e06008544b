//! Discovery: the metadata document, once per page; and what stands in for it.

use super::{Context, Effect, Flow, Step};
use crate::error::Error;
use crate::failure::Failure;
use crate::protocol::metadata::Metadata;

/// The metadata if the page has it, or the request for it, whose answer [`learn`] takes.
pub(super) fn metadata(context: &Context<'_>) -> Result<Metadata, Box<Effect>> {
    let Context { client, cache, .. } = context;
    let configured = if client.discovers() { None } else { client.metadata() };
    let known = cache.metadata.as_ref().or(configured);
    known.cloned().ok_or_else(|| Effect::Http(Metadata::request(client)).into())
}

/// Takes the answer to the request that [`metadata`] gave. Where none came, nothing was found wrong with it: what the app
/// brought along stands in whole, for as long as this page lives.
pub(super) fn learn(context: &mut Context<'_>) -> Result<Metadata, Box<Failure>> {
    let metadata = match (context.http(), context.client.metadata()) {
        (Err(Error::NetworkError | Error::Timeout), Some(configured)) => configured.clone(),
        (answer, _) => Metadata::from_response(&*answer?, context.client)?,
    };
    context.cache.metadata = Some(metadata.clone());
    Ok(metadata)
}

/// Fetches the metadata before anybody waits for it. Ends with the document, as far as it is used.
#[derive(Default)]
pub struct Discovery {
    asked: bool,
}

impl Flow for Discovery {
    fn step(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        if self.asked {
            learn(context)?;
        }
        self.asked = true;
        Ok(match metadata(context) {
            Ok(metadata) => Step::Finish(metadata.record().clone()),
            Err(request) => Step::Perform(request),
        })
    }
}
