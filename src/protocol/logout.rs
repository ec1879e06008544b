//! RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0 section 2).

use super::client::Client;
use super::metadata::Metadata;
use super::options::{Kind, checked_options};
use crate::failure::Failure;
use crate::form::{open_query, push_pair};
use crate::json::Record;

const OPTIONS: &[(&str, Kind)] = &[("postLogoutRedirectUri", Kind::Text)];

/// The options of one `logout` call, checked.
///
/// # Errors
/// [`ConfigError`](crate::error::Error::ConfigError) with the option's name.
pub fn options(text: &str) -> Result<Record, Box<Failure>> {
    checked_options(text, OPTIONS)
}

/// The URL that ends the user's session at the authorization server, if it has an endpoint for that.
#[must_use]
pub fn url(client: &Client, options: &Record, metadata: &Metadata, id_token: &str) -> Option<String> {
    let endpoint = metadata.endpoint("end_session_endpoint");
    if endpoint.is_empty() {
        return None;
    }
    let return_to = match options.text("postLogoutRedirectUri") {
        "" => client.post_logout_redirect_uri(),
        uri => uri,
    };
    let mut url = open_query(endpoint);
    for &(name, value) in
        &[("client_id", client.client_id()), ("id_token_hint", id_token), ("post_logout_redirect_uri", return_to)]
    {
        if !value.is_empty() {
            push_pair(&mut url, name, value);
        }
    }
    Some(url)
}
