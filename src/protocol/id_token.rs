//! The claims of an ID Token (OpenID Connect Core 3.1.3.7), each check under its number there.
//!
//! Items 1 (encryption), 6, 7 and 8 (signature and algorithm) are in [`jws`](super::jws): they come first.

use super::client::Client;
use super::transaction::Transaction;
use crate::base64url;
use crate::error::Error;
use crate::json::{Record, Value};

const MAX_SUB: usize = 255;

/// Checks all claims of a sign-in's token, whose signature has been verified.
///
/// # Errors
/// One variant for each check; [`Error::IdTokenClaimInvalid`] if a claim is missing or has the wrong type.
pub fn check_sign_in(claims: &Record, transaction: &Transaction, client: &Client, now: i64) -> Result<(), Error> {
    check_parties(claims, client)?;
    let tolerance = client.clock_tolerance_seconds();
    check_times(claims, client, now)
        .map_err(|error| if skew(claims, now).saturating_abs() > tolerance { Error::ClockSkew } else { error })?;
    let auth_time = date(claims, "auth_time")?;
    // Core 3.1.2.2: whoever was named by id_token_hint, and nobody else.
    if transaction.expected_sub().is_some_and(|sub| claims.text("sub") != sub) {
        return Err(Error::SubMismatch);
    }
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
        if auth_time.saturating_add(max_age) < now.saturating_sub(tolerance) {
            return Err(Error::AuthTimeInvalid);
        }
    }
    Ok(())
}

/// Checks all claims of a refreshed token: it speaks of the same sign-in as the one before it (OpenID Connect Core 12.2).
///
/// # Errors
/// As [`check_sign_in`], and [`Error::RefreshMismatch`].
pub fn check_refresh(claims: &Record, before: &Record, client: &Client, now: i64) -> Result<(), Error> {
    check_parties(claims, client)?;
    check_times(claims, client, now)?;
    date(claims, "auth_time")?;
    if claims.member("sub") != before.member("sub") {
        return Err(Error::RefreshMismatch);
    }
    // Most servers leave the nonce out; whatever of these comes must be what it was.
    for name in &["iss", "azp", "nonce"] {
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

/// Who speaks, of whom and to whom; and that the token tells its times.
fn check_parties(claims: &Record, client: &Client) -> Result<(), Error> {
    let sub = claims.required_text("sub", Error::IdTokenClaimInvalid)?;
    if sub.len() > MAX_SUB || !sub.is_ascii() {
        return Err(Error::IdTokenClaimInvalid);
    }
    // 2. The issuer, character by character; or one of those that sign with the same keys, by the app's own list.
    let iss = claims.required_text("iss", Error::IdTokenClaimInvalid)?;
    if iss != client.issuer() && !client.trusts("trustedIssuers", iss) {
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
    // 9. and 10. When it expires and when it was issued must be told.
    for name in &["exp", "iat"] {
        claims.member(name).ok_or(Error::IdTokenClaimInvalid)?;
    }
    Ok(())
}

/// How many seconds the issuer's clock is ahead of this device's, as a token tells it that was made just now. It explains a
/// refusal, and corrects nothing: a token does not say what time it is to be judged at.
#[must_use]
pub fn skew(claims: &Record, now: i64) -> i64 {
    claims.seconds("iat").unwrap_or(now).saturating_sub(now)
}

/// Checks the times that are there, of any token that this client receives.
///
/// # Errors
/// [`Error::Expired`], [`Error::IssuedInFuture`], [`Error::NotYetValid`], [`Error::IdTokenClaimInvalid`]
pub(super) fn check_times(claims: &Record, client: &Client, now: i64) -> Result<(), Error> {
    let tolerance = client.clock_tolerance_seconds();
    let latest = now.saturating_add(tolerance);
    // 9. Not expired.
    if date(claims, "exp")?.is_some_and(|exp| now >= exp.saturating_add(tolerance)) {
        return Err(Error::Expired);
    }
    // 10. Issued at a time that has come.
    if date(claims, "iat")?.is_some_and(|iat| iat > latest) {
        return Err(Error::IssuedInFuture);
    }
    // RFC 7519 section 4.1.5.
    if date(claims, "nbf")?.is_some_and(|nbf| nbf > latest) {
        return Err(Error::NotYetValid);
    }
    Ok(())
}

/// A `NumericDate` is a JSON number and nothing else (RFC 7519 section 2).
fn date(claims: &Record, name: &str) -> Result<Option<i64>, Error> {
    match claims.member(name) {
        None => Ok(None),
        Some(value) => value.as_seconds().map(Some).ok_or(Error::IdTokenClaimInvalid),
    }
}

/// Gives whether there are several audiences.
pub(super) fn check_audience(aud: Option<&Value>, client: &Client) -> Result<bool, Error> {
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
    let is_known = |audience: &str| audience == client.client_id() || client.trusts("trustedAudiences", audience);
    if audiences.iter().all(|audience| audience.as_text().is_some_and(is_known)) {
        Ok(audiences.len() > 1)
    } else {
        Err(Error::AudUntrusted)
    }
}

/// A claim that binds something to the token by its hash: optional in this flow, and checked when it is there.
pub struct Binding<'a> {
    /// `at_hash` (OpenID Connect Core 3.1.3.8) or `c_hash` (3.3.2.11).
    pub claim: &'static str,
    /// What is bound.
    pub text: &'a str,
    /// What it means that it is another one.
    pub error: Error,
}

impl Binding<'_> {
    /// Whether the claims have this one.
    #[must_use]
    pub fn is_in(&self, claims: &Record) -> bool {
        claims.member(self.claim).is_some()
    }

    /// Compares the claim with the left half of the text's digest.
    ///
    /// # Errors
    /// [`Self::error`]
    pub fn check(&self, claims: &Record, digest: &[u8]) -> Result<(), Error> {
        let left_half = digest.get(..digest.len() >> 1).unwrap_or_default();
        if claims.text(self.claim) == base64url::encode(left_half) { Ok(()) } else { Err(self.error) }
    }
}
