//! Token revocation (RFC 7009).

use super::client::Client;
use super::http::{Request, Response};
use super::metadata::Metadata;
use crate::error::Error;
use crate::failure::Failure;
use crate::form::push_pair;

/// The request that revokes a token; `hint` is its kind (RFC 7009 section 2.1).
///
/// # Errors
/// [`Error::EndpointMissing`]: then the token is sent nowhere
pub fn request(client: &Client, metadata: &Metadata, token: &str, hint: &str) -> Result<Request, Box<Failure>> {
    let url = metadata.required_endpoint("revocation_endpoint")?;
    let mut form = String::new();
    for &(name, value) in &[("token", token), ("token_type_hint", hint), ("client_id", client.client_id())] {
        push_pair(&mut form, name, value);
    }
    Ok(Request::post(url, form))
}

/// Reads the answer: 200 is done, whatever the body says, also for a token that the server does not know (section 2.2).
/// Some servers say 204, since there is no body.
///
/// # Errors
/// Those of [`Response::record`], with [`Error::TokenError`] for an OAuth error; after a 503 the token lives on.
pub fn check(response: &Response) -> Result<(), Box<Failure>> {
    match response.status {
        200 | 204 => Ok(()),
        _ => response.record("application/json", Error::TokenError).map(drop),
    }
}
