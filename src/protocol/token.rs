//! The token endpoint: the two requests that this client makes, and the answer (RFC 6749 sections 4.1.3, 5 and 6).

use super::client::Client;
use super::http::{Request, Response};
use super::metadata::Metadata;
use super::options::refused;
use super::transaction::Transaction;
use crate::error::Error;
use crate::failure::Failure;
use crate::form::push_pair;
use crate::json::{Record, Value, whole};
use crate::text::has_word;

/// Parameters that belong to the protocol: `tokenParams` may not set them.
const RESERVED: &str = "grant_type code redirect_uri client_id client_secret code_verifier refresh_token";
/// Life of an access token whose answer does not tell: short, so that nothing is served for ever.
const DEFAULT_EXPIRES_IN: i64 = 300;
/// Longer lives are cut to this: one year.
const MAX_EXPIRES_IN: i64 = 31_536_000;

/// The request that redeems the code (RFC 6749 section 4.1.3, RFC 7636 section 4.5).
///
/// # Errors
/// [`Error::ConfigError`] for `tokenParams`.
pub fn code_request(client: &Client, transaction: &Transaction, code: &str) -> Result<Request, Box<Failure>> {
    let verifier = transaction.code_verifier()?;
    request(
        client,
        &transaction.metadata(),
        &[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", transaction.redirect_uri()),
            ("client_id", client.client_id()),
            ("code_verifier", verifier.secret()),
        ],
    )
}

/// The request that refreshes (RFC 6749 section 6). It asks for no scope: the granted one stays.
///
/// # Errors
/// [`Error::ConfigError`] for `tokenParams`.
pub fn refresh_request(client: &Client, metadata: &Metadata, refresh_token: &str) -> Result<Request, Box<Failure>> {
    request(
        client,
        metadata,
        &[("grant_type", "refresh_token"), ("refresh_token", refresh_token), ("client_id", client.client_id())],
    )
}

fn request(client: &Client, metadata: &Metadata, protocol: &[(&str, &str)]) -> Result<Request, Box<Failure>> {
    let mut form = String::new();
    for (name, value) in protocol {
        push_pair(&mut form, name, value);
    }
    if let Some(params) = client.params("tokenParams") {
        for (name, value) in params.members() {
            if has_word(RESERVED, name) {
                return Err(refused("tokenParams").with("received", name));
            }
            push_pair(&mut form, name, value.as_text().unwrap_or_default());
        }
    }
    Ok(Request::post(metadata.endpoint("token_endpoint"), form))
}

/// A successful token response whose every member was checked. It has no `Debug`, since it holds tokens.
#[derive(Clone, Default)]
pub struct TokenResponse {
    record: Record,
    expires_in: i64,
}

impl TokenResponse {
    /// Reads the answer of the token endpoint. Members that it does not know change nothing.
    ///
    /// # Errors
    /// - those of [`Response::record`], with [`Error::TokenError`] for an OAuth error
    /// - [`Error::TokenResponseInvalid`]: a token or the scope is missing, empty, or no printable ASCII string
    /// - [`Error::TokenTypeUnsupported`]: `token_type` is not Bearer in any case (RFC 6749 section 7.1)
    /// - [`Error::ExpiresInInvalid`]
    pub fn from_response(response: &Response) -> Result<Self, Box<Failure>> {
        Ok(Self::parse(response.record("application/json", Error::TokenError)?)?)
    }

    /// Checks the members of such a response, wherever it came from.
    ///
    /// # Errors
    /// The last three of [`from_response`](Self::from_response).
    pub fn parse(record: Record) -> Result<Self, Error> {
        record.required_text("access_token", Error::TokenResponseInvalid)?;
        for &name in &["access_token", "refresh_token", "id_token", "scope"] {
            let text = record.optional_text(name, Error::TokenResponseInvalid)?.unwrap_or("-");
            // VSCHAR (RFC 6749 appendix A); an empty scope is the one thing that may be empty.
            if (text.is_empty() && name != "scope") || !text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
                return Err(Error::TokenResponseInvalid);
            }
        }
        if !record.text("token_type").eq_ignore_ascii_case("bearer") {
            return Err(Error::TokenTypeUnsupported);
        }
        if record.member("authorization_details").is_some_and(|details| details.as_array().is_none()) {
            return Err(Error::TokenResponseInvalid);
        }
        let expires_in = expires_in(record.member("expires_in"))?;
        Ok(Self { record, expires_in })
    }

    /// All of it.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.record
    }

    /// `access_token`
    #[must_use]
    pub fn access_token(&self) -> &str {
        self.record.text("access_token")
    }

    /// `refresh_token`; empty if none came.
    #[must_use]
    pub fn refresh_token(&self) -> &str {
        self.record.text("refresh_token")
    }

    /// `id_token`; empty if none came.
    #[must_use]
    pub fn id_token(&self) -> &str {
        self.record.text("id_token")
    }

    /// `scope`, or what was asked for or granted before: absent means the same (RFC 6749 section 5.1).
    #[must_use]
    pub fn scope<'a>(&'a self, before: &'a str) -> &'a str {
        if self.record.member("scope").is_some() { self.record.text("scope") } else { before }
    }

    /// Life of the access token in seconds, counted from the receipt of the answer: 0 to one year.
    #[must_use]
    pub const fn expires_in(&self) -> i64 {
        self.expires_in
    }
}

fn expires_in(member: Option<&Value>) -> Result<i64, Error> {
    let seconds = match member {
        None => DEFAULT_EXPIRES_IN,
        // Some servers send the number as a string; digits only, or it is another thing.
        Some(Value::Text(text)) if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) => whole(text),
        Some(value) => value.as_seconds().filter(|seconds| *seconds >= 0).ok_or(Error::ExpiresInInvalid)?,
    };
    Ok(seconds.min(MAX_EXPIRES_IN))
}
