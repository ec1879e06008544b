//! The claims of an ID Token (OpenID Connect Core 3.1.3.7), each check under its number there.
//!
//! Items 1 (encryption), 6, 7 and 8 (signature and algorithm) are in [`jws`](super::jws): they come first.

use super::client::Client;
use super::transaction::Transaction;
use crate::base64url;
use crate::error::Error;
use crate::json::{Record, Value};
use sha2::{Digest, Sha256};

const MAX_SUB: usize = 255;

/// What the claims must agree with.
pub struct Expected<'a> {
    /// The client that asked.
    pub client: &'a Client,
    /// Seconds since the epoch.
    pub now: i64,
    /// The access token that came in the same answer.
    pub access_token: &'a str,
    /// What asked for this token.
    pub grant: Grant<'a>,
}

/// What asked for the token, which decides what it must answer.
pub enum Grant<'a> {
    /// A sign-in, with the code that it got.
    Code(&'a Transaction, &'a str),
    /// A refresh, with the claims of the ID Token before it.
    Refresh(&'a Record),
}

/// Checks all claims of a token whose signature has been verified.
///
/// # Errors
/// One variant for each check; [`Error::IdTokenClaimInvalid`] if a claim is missing or has the wrong type.
pub fn check(claims: &Record, expected: &Expected<'_>) -> Result<(), Error> {
    let client = expected.client;
    let tolerance = client.clock_tolerance_seconds();
    // A NumericDate is a JSON number and nothing else (RFC 7519 section 2).
    let date = |name: &str| match claims.member(name) {
        None => Ok(None),
        Some(value) => value.as_seconds().map(Some).ok_or(Error::IdTokenClaimInvalid),
    };

    let sub = claims.required_text("sub", Error::IdTokenClaimInvalid)?;
    if sub.len() > MAX_SUB || !sub.is_ascii() {
        return Err(Error::IdTokenClaimInvalid);
    }
    // 2. The issuer, character by character.
    if claims.required_text("iss", Error::IdTokenClaimInvalid)? != client.issuer() {
        return Err(Error::IssuerMismatch);
    }
    // 3. The audience is this client, and nobody beside it whom the app does not trust.
    let several = check_audience(claims.member("aud"), client)?;
    // 4. and 5. The authorized party, if it is told, is this client; beside several audiences it must be told.
    match claims.optional_text("azp", Error::IdTokenClaimInvalid)? {
        Some(azp) if azp != client.client_id() => return Err(Error::AzpMismatch),
        None if several => return Err(Error::AzpMismatch),
        _ => {}
    }
    // 9. Not expired.
    let exp = date("exp")?.ok_or(Error::IdTokenClaimInvalid)?;
    if expected.now >= exp.saturating_add(tolerance) {
        return Err(Error::Expired);
    }
    // 10. Issued at a time that has come.
    let iat = date("iat")?.ok_or(Error::IdTokenClaimInvalid)?;
    if iat > expected.now.saturating_add(tolerance) {
        return Err(Error::IssuedInFuture);
    }
    // RFC 7519 section 4.1.5.
    if date("nbf")?.is_some_and(|nbf| nbf > expected.now.saturating_add(tolerance)) {
        return Err(Error::NotYetValid);
    }
    let auth_time = date("auth_time")?;
    // OpenID Connect Core 3.1.3.8: optional in this flow, and binding when it is there.
    check_hash(claims, "at_hash", expected.access_token, Error::AtHashMismatch)?;
    match expected.grant {
        Grant::Code(transaction, code) => {
            check_hash(claims, "c_hash", code, Error::CHashMismatch)?;
            check_sign_in(claims, transaction, auth_time, expected.now.saturating_sub(tolerance))
        }
        Grant::Refresh(before) => check_refresh(claims, before),
    }
}

/// Gives whether there are several audiences.
fn check_audience(aud: Option<&Value>, client: &Client) -> Result<bool, Error> {
    let audiences = match aud {
        Some(Value::Array(audiences)) => audiences,
        Some(one @ Value::Text(_)) => core::slice::from_ref(one),
        _ => return Err(Error::IdTokenClaimInvalid),
    };
    let mut is_mine = false;
    for audience in audiences {
        let audience = audience.as_text().ok_or(Error::IdTokenClaimInvalid)?;
        is_mine |= audience == client.client_id();
    }
    if !is_mine {
        return Err(Error::AudMismatch);
    }
    let is_known = |audience: &str| audience == client.client_id() || client.trusts_audience(audience);
    if audiences.iter().all(|audience| audience.as_text().is_some_and(is_known)) {
        Ok(audiences.len() > 1)
    } else {
        Err(Error::AudUntrusted)
    }
}

fn check_sign_in(claims: &Record, transaction: &Transaction, auth_time: Option<i64>, now: i64) -> Result<(), Error> {
    // 11. The nonce of this sign-in.
    if claims.member("nonce").and_then(Value::as_text) != Some(transaction.nonce()) {
        return Err(Error::NonceMismatch);
    }
    // 12. One of the acr values that were asked for as essential.
    if transaction.essential_acr().is_some_and(|values| !claims.member("acr").is_some_and(|acr| values.contains(acr))) {
        return Err(Error::AcrMismatch);
    }
    // 13. A sign-in as recent as max_age asks; 0 asks for one just now.
    if let Some(max_age) = transaction.max_age() {
        let auth_time = auth_time.ok_or(Error::AuthTimeInvalid)?;
        if auth_time.saturating_add(max_age) < now {
            return Err(Error::AuthTimeInvalid);
        }
    }
    Ok(())
}

/// OpenID Connect Core 12.2: a refreshed ID Token speaks of the same sign-in.
fn check_refresh(claims: &Record, before: &Record) -> Result<(), Error> {
    if claims.member("sub") != before.member("sub") {
        return Err(Error::RefreshMismatch);
    }
    // Most servers leave the nonce out; whatever of these comes must be what it was.
    for name in &["azp", "nonce"] {
        if claims.member(name).is_some() && claims.member(name) != before.member(name) {
            return Err(Error::RefreshMismatch);
        }
    }
    let auth_times = claims.seconds("auth_time").zip(before.seconds("auth_time"));
    if auth_times.is_some_and(|(now, then)| now != then) {
        return Err(Error::AuthTimeInvalid);
    }
    Ok(())
}

/// The left half of the token's SHA-256, the hash of every algorithm that this client accepts, as base64url.
fn check_hash(claims: &Record, name: &str, token: &str, error: Error) -> Result<(), Error> {
    let Some(claim) = claims.member(name) else { return Ok(()) };
    let digest = Sha256::digest(token.as_bytes());
    let left_half: Vec<u8> = digest.iter().copied().take(16).collect();
    if claim.as_text() == Some(&base64url::encode(&left_half)) { Ok(()) } else { Err(error) }
}
