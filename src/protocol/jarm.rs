//! Authorization responses as signed JWTs (JWT Secured Authorization Response Mode for OAuth 2.0, JARM).

use super::client::Client;
use super::http::ERROR_MEMBERS;
use super::id_token::{check_audience, check_times};
use crate::error::Error;
use crate::failure::Failure;
use crate::form::{pairs, push_pair, split_url};
use crate::json::Record;
use crate::text::has_word;

const RESPONSE: &str = "response";
/// What an answer is made of. Whatever else the token says is no answer.
const ANSWER: &str = "code state session_state";

/// The token in a callback URL.
///
/// # Errors
/// - [`Error::JarmMissing`] if there is none: a plain answer is not taken for it, since anybody can write one
/// - [`Error::CallbackAmbiguous`] if there are several, or it comes beside an answer
/// - [`Error::CallbackMalformed`]
pub fn token(url: &str) -> Result<String, Error> {
    let (_, query, _) = split_url(url);
    let mut found = None;
    let mut is_plain = false;
    pairs(query, &mut |name, value| {
        if name == RESPONSE {
            if found.is_some() {
                return Err(Error::CallbackAmbiguous);
            }
            found = Some(value.to_owned());
        }
        is_plain |= has_word(ANSWER, name) || has_word(ERROR_MEMBERS, name);
        Ok(())
    })?;
    match found {
        Some(_) if is_plain => Err(Error::CallbackAmbiguous),
        Some(token) if !token.is_empty() => Ok(token),
        _ => Err(Error::JarmMissing),
    }
}

/// The state of a plain answer; empty if it has none.
#[must_use]
pub fn plain_state(url: &str) -> String {
    let mut state = String::new();
    let (_, query, _) = split_url(url);
    // What cannot be read names nothing.
    let _ = pairs(query, &mut |name, value| {
        if name == "state" {
            state = value.into();
        }
        Ok(())
    });
    state
}

/// The URL as it would have come unsigned. The signature has been verified.
///
/// # Errors
/// - [`Error::JarmInvalid`], with the claim's name, if `iss`, `aud` or `exp` is missing or another one (JARM section 2.4)
/// - [`Error::Expired`], [`Error::IssuedInFuture`], [`Error::NotYetValid`]
pub fn unsigned(client: &Client, url: &str, claims: &Record, now: i64) -> Result<String, Box<Failure>> {
    let invalid = |claim: &str| Failure::new(Error::JarmInvalid).with("received", claim);
    if claims.text("iss") != client.issuer() {
        return Err(invalid("iss"));
    }
    check_audience(claims.member("aud"), client).map_err(|_| invalid("aud"))?;
    claims.seconds("exp").ok_or_else(|| invalid("exp"))?;
    check_times(claims, client, now)?;
    let (base, _, _) = split_url(url);
    let mut plain = String::from(base);
    plain.push('?');
    push_pair(&mut plain, "iss", client.issuer());
    for (name, value) in claims.members() {
        let Some(text) = value.as_text() else { continue };
        if has_word(ANSWER, name) || has_word(ERROR_MEMBERS, name) {
            push_pair(&mut plain, name, text);
        }
    }
    Ok(plain)
}
