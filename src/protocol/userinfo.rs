//! The `UserInfo` endpoint: the request, and what its answer must say (OpenID Connect Core 5.3).

use super::client::Client;
use super::http::{Request, Response};
use super::id_token::{check_audience, check_times};
use super::metadata::Metadata;
use crate::error::Error;
use crate::failure::Failure;
use crate::json::Record;

/// The request; the access token is in its `Authorization` header and nowhere else (RFC 6750 section 2.1).
///
/// # Errors
/// [`Error::EndpointMissing`]
pub fn request(metadata: &Metadata, access_token: &str) -> Result<Request, Box<Failure>> {
    let url = metadata.required_endpoint("userinfo_endpoint")?;
    Ok(Request { access_token: Some(access_token.into()), ..Request::get(url) })
}

/// Reads the answer: its claims, or nothing if the body is a JWT whose signature must be verified first.
///
/// # Errors
/// - those of [`Response::record`]
/// - [`Error::UserInfoNotSigned`] if the app declared signed answers and this is not one
pub fn claims(response: &Response, client: &Client) -> Result<Option<Record>, Box<Failure>> {
    if response.status == 200 && response.is("application/jwt") {
        return Ok(None);
    }
    let claims = response.record("application/json", Error::HttpStatus)?;
    if client.wants_signed_userinfo() { Err(Error::UserInfoNotSigned.into()) } else { Ok(Some(claims)) }
}

/// Checks that the claims are about the user whom the ID Token names (OpenID Connect Core 5.3.2).
///
/// # Errors
/// [`Error::UserInfoSubMismatch`]
pub fn check_sub(claims: &Record, sub: &str) -> Result<(), Error> {
    if claims.required_text("sub", Error::UserInfoSubMismatch)? == sub {
        Ok(())
    } else {
        Err(Error::UserInfoSubMismatch)
    }
}

/// Checks what a JWT, whose signature was verified, says of issuer, audience and times, where it does.
///
/// # Errors
/// Those of an ID Token.
pub fn check_signed(claims: &Record, client: &Client, now: i64) -> Result<(), Error> {
    if claims.optional_text("iss", Error::IdTokenClaimInvalid)?.is_some_and(|iss| iss != client.issuer()) {
        return Err(Error::IssuerMismatch);
    }
    if let Some(aud) = claims.member("aud") {
        check_audience(Some(aud), client)?;
    }
    check_times(claims, client, now)
}
