//! RP-initiated logout (OpenID Connect RP-Initiated Logout 1.0 section 2).

use super::client::Client;
use super::metadata::Metadata;
use super::options::{Kind, checked_options};
use super::transaction::is_alive;
use crate::failure::Failure;
use crate::form::{open_query, pairs, push_pair, split_url};
use crate::json::Record;

const OPTIONS: &[(Kind, &str)] = &[(Kind::Flag, "revokeTokens"), (Kind::Text, "postLogoutRedirectUri")];

/// The options of one `logout` call, checked.
///
/// # Errors
/// [`ConfigError`](crate::error::Error::ConfigError) with the option's name.
pub fn options(text: &str) -> Result<Record, Box<Failure>> {
    checked_options(text, OPTIONS)
}

/// Where the server is asked to return to; empty if nowhere.
#[must_use]
pub fn return_to<'a>(client: &'a Client, options: &'a Record) -> &'a str {
    match options.text("postLogoutRedirectUri") {
        "" => client.post_logout_redirect_uri(),
        uri => uri,
    }
}

/// The URL that ends the user's session at the authorization server, if it has an endpoint for that.
#[must_use]
pub fn url(client: &Client, options: &Record, metadata: &Metadata, id_token: &str, state: &str) -> Option<String> {
    let endpoint = metadata.endpoint("end_session_endpoint");
    if endpoint.is_empty() {
        return None;
    }
    // A server with a logout of its own has no use for the ID Token, whose claims are better not in a URL. If the app brings metadata
    // along, that is the logout in there; another one that the server has announced is OpenID Connect's.
    let own = match client.metadata() {
        Some(configured) if configured.endpoint("end_session_endpoint") != endpoint => "",
        _ => client.post_logout_redirect_parameter(),
    };
    let (parameter, id_token) = match own {
        "" => ("post_logout_redirect_uri", id_token),
        own => (own, ""),
    };
    let mut url = open_query(endpoint);
    for &(name, value) in &[
        ("client_id", client.client_id()),
        ("id_token_hint", id_token),
        (parameter, return_to(client, options)),
        ("state", state),
    ] {
        if !value.is_empty() {
            push_pair(&mut url, name, value);
        }
    }
    Some(url)
}

/// Where a logout under way is remembered, beside the transactions: no `state` of a login can be taken for it.
#[must_use]
pub fn key(state: &str) -> String {
    let mut key = String::from("logout.");
    key.push_str(state);
    key
}

/// What is remembered of it.
#[must_use]
pub fn pending(now: i64) -> String {
    let mut record = Record::default();
    record.set_seconds("created_at", now);
    record.to_json()
}

/// Whether a stored text is that of a logout under way.
#[must_use]
pub fn is_pending(text: &str, now: i64) -> bool {
    Record::parse(text.as_bytes()).is_ok_and(|record| record.member("created_at").is_some() && is_alive(&record, now))
}

/// The `state` of the URL that the server returned to; empty if there is none, or more than one.
#[must_use]
pub fn returned_state(url: &str) -> String {
    let (mut state, mut count) = (String::new(), 0_u8);
    let read = pairs(split_url(url).1, &mut |name, value| {
        if name == "state" {
            state = value.into();
            count = count.saturating_add(1);
        }
        Ok(())
    });
    if read.is_ok() && count == 1 { state } else { String::new() }
}
