//! What a flow is wrapped into where the client asks for more than OpenID Connect's own: tokens for several APIs, bound tokens, pushed requests, signed responses.
//!
//! The inner flow stays as it is, and nothing of this is loaded where no option asks for it.

mod proving;
mod pushing;
mod resource_proof;
mod signed_response;
mod targeting;

pub use proving::Proving;
pub use pushing::Pushing;
pub use resource_proof::ResourceProof;
pub use signed_response::SignedResponse;
pub use targeting::Targeting;

use super::{Flow, begin};
use crate::failure::Failure;
use crate::protocol::target::take_out;
use crate::text::cut;

/// Begins a flow by its name, a line break, and what it begins with. `proof`, the proof for a request to an API, is here alone.
///
/// # Errors
/// Those of [`begin`], and of what it is wrapped into.
pub(super) fn extended(flow: &str) -> Result<Box<dyn Flow>, Box<Failure>> {
    let (name, input) = cut(flow, b'\n');
    let (asked, input) = take_out(
        input,
        match name {
            "accessToken" => &["resource", "audience"],
            "link" | "login" | "window" => &["resource", "authorizationDetails"],
            _ => &[],
        },
    )?;
    let inner: Box<dyn Flow> = match name {
        "handleCallback" => Box::new(SignedResponse::new(&input)),
        "handleWindow" => Box::new(SignedResponse::of_window(&input)),
        "proof" => return Ok(Box::new(ResourceProof::new(&input)?)),
        _ => begin(name, &input)?,
    };
    // A window's answer begins with its transaction.
    let (first, _) = cut(&input, b'\n');
    let proving = Box::new(Proving::new(Box::new(Targeting::new(inner, asked, first)), first));
    Ok(match name {
        "link" => Box::new(Pushing::of_link(proving)),
        "login" | "window" => Box::new(Pushing::new(proving)),
        _ => proving,
    })
}
