//! What a flow is wrapped into where the client asks for more than OpenID Connect's own: bound tokens, pushed requests, signed responses.
//!
//! The inner flow stays as it is, and nothing of this is loaded where no option asks for it.

use super::{Flow, Proving, Pushing, ResourceProof, SignedResponse, begin};
use crate::failure::Failure;
use crate::text::cut;

/// Begins a flow by its name, a line break, and what it begins with.
///
/// # Errors
/// Those of [`begin`].
pub(super) fn extended(flow: &str) -> Result<Box<dyn Flow>, Box<Failure>> {
    let (name, input) = cut(flow, b'\n');
    let inner: Box<dyn Flow> = match name {
        "handleCallback" => Box::new(SignedResponse::new(input)),
        "handleWindow" => Box::new(SignedResponse::of_window(input)),
        _ => begin(name, input)?,
    };
    let proving = Box::new(Proving::new(inner, input));
    Ok(match name {
        "link" => Box::new(Pushing::of_link(proving)),
        "login" | "window" => Box::new(Pushing::new(proving)),
        _ => proving,
    })
}

/// Begins the proof for a request to an API.
///
/// # Errors
/// Those of [`ResourceProof::new`].
pub(super) fn proof(request: &str) -> Result<Box<dyn Flow>, Box<Failure>> {
    Ok(Box::new(ResourceProof::new(request)?))
}
