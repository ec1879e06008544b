//! The authorization request (RFC 6749 section 4.1.1, OpenID Connect Core 3.1.2.1, RFC 7636 section 4.3).

use super::client::Client;
use super::login::LoginOptions;
use super::options::refused;
use super::transaction::Transaction;
use crate::error::Error;
use crate::failure::Failure;
use crate::form::{open_query, push_pair};
use crate::json::{Record, Value, write_integer};
use crate::text::has_word;

/// Parameters that belong to the protocol: no extra parameter may set them (conformance rule AR-07).
const RESERVED: &str = "response_type client_id redirect_uri scope state nonce code_challenge code_challenge_method \
    response_mode request request_uri prompt max_age claims client_secret";

/// Options that are texts, and the parameters that they travel as.
const OPTIONS: &[(&str, &str)] = &[
    ("responseMode", "response_mode"),
    ("prompt", "prompt"),
    ("acrValues", "acr_values"),
    ("loginHint", "login_hint"),
    ("uiLocales", "ui_locales"),
    ("display", "display"),
    ("idTokenHint", "id_token_hint"),
];

/// The URL that the browser is sent to.
///
/// # Errors
/// [`Error::ConfigError`] if an extra parameter would set one of the protocol's.
pub fn url(client: &Client, options: &LoginOptions, transaction: &Transaction) -> Result<String, Box<Failure>> {
    let verifier = transaction.code_verifier()?;
    let mut url = open_query(transaction.metadata().endpoint("authorization_endpoint"));
    for &(name, value) in &[
        ("response_type", "code"),
        ("client_id", client.client_id()),
        ("redirect_uri", transaction.redirect_uri()),
        ("scope", transaction.scope()),
        ("state", transaction.state()),
        ("nonce", transaction.nonce()),
        ("code_challenge", &verifier.challenge()),
        ("code_challenge_method", "S256"),
    ] {
        push_pair(&mut url, name, value);
    }
    if let Some(seconds) = options.max_age() {
        let mut text = String::new();
        write_integer(seconds, &mut text);
        push_pair(&mut url, "max_age", &text);
    }
    if let Some(Value::Object(claims)) = options.record().member("claims") {
        push_pair(&mut url, "claims", &claims.to_json());
    }
    let mut extras = Record::default();
    for params in [
        client.params("authorizationParams"),
        options.record().member("authorizationParams").and_then(Value::as_record),
    ] {
        let Some(params) = params else { continue };
        for (name, value) in params.members() {
            if has_word(RESERVED, name) {
                return Err(refused("authorizationParams").with("received", name));
            }
            extras.set(name, value.clone());
        }
    }
    // An option wins over an extra parameter of the same name: nothing goes along twice.
    for &(option, name) in OPTIONS {
        let value = options.record().text(option);
        if !value.is_empty() {
            extras.set_text(name, value);
        }
    }
    for (name, value) in extras.members() {
        push_pair(&mut url, name, value.as_text().ok_or(Error::ConfigError)?);
    }
    Ok(url)
}
