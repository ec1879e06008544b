//! Pushed authorization requests: the parameters go to the server by a request, and the browser carries a name for them (RFC 9126).

use super::client::Client;
use super::http::{Request, Response};
use super::metadata::Metadata;
use crate::error::Error;
use crate::failure::Failure;
use crate::form::{open_query, push_pair, split_url};

const ENDPOINT: &str = "pushed_authorization_request_endpoint";

/// The request that pushes what an authorization URL holds (RFC 9126 section 2.1).
///
/// # Errors
/// [`Error::EndpointMissing`] if the server has nowhere to push it to.
pub fn request(metadata: &Metadata, url: &str) -> Result<Request, Box<Failure>> {
    let (_, query, _) = split_url(url);
    let (_, own, _) = split_url(metadata.endpoint("authorization_endpoint"));
    // A query of the endpoint's own is the browser's to carry.
    let parameters = query.strip_prefix(own).unwrap_or(query);
    Ok(Request::post(metadata.required_endpoint(ENDPOINT)?, parameters.trim_start_matches('&').into()))
}

/// The URL that the browser is sent to with what the server answered: the client's identifier and the request's name, and nothing else of
/// it (RFC 9126 section 4, RFC 9101 section 5).
///
/// # Errors
/// - [`Error::ParError`] for an OAuth error, and those of [`Response::record`] (RFC 9126 section 2.3)
/// - [`Error::ParResponseInvalid`] unless it is a 201 with a `request_uri` that lives (RFC 9126 section 2.2)
pub fn url(client: &Client, metadata: &Metadata, response: &Response) -> Result<String, Box<Failure>> {
    // 201 is its success, as 200 is that of every other endpoint.
    let status = match response.status {
        201 => 200,
        200 => return Err(Error::ParResponseInvalid.into()),
        other => other,
    };
    let answer = Response { status, ..response.clone() }.record("application/json", Error::ParError)?;
    let request_uri = answer.required_text("request_uri", Error::ParResponseInvalid)?;
    if answer.seconds("expires_in").is_none_or(|seconds| seconds <= 0) {
        return Err(Error::ParResponseInvalid.into());
    }
    let mut url = open_query(metadata.endpoint("authorization_endpoint"));
    push_pair(&mut url, "client_id", client.client_id());
    push_pair(&mut url, "request_uri", request_uri);
    Ok(url)
}
