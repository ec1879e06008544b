//! Authorization server metadata (OpenID Connect Discovery 1.0, RFC 8414).

use super::client::Client;
use super::endpoint;
use super::http::{Request, Response};
use crate::error::Error;
use crate::failure::Failure;
use crate::json::{Record, Value};

const REQUIRED_ENDPOINTS: &[&str] = &["authorization_endpoint", "token_endpoint", "jwks_uri"];
const OPTIONAL_ENDPOINTS: &[&str] =
    &["end_session_endpoint", "pushed_authorization_request_endpoint", "revocation_endpoint", "userinfo_endpoint"];
/// No request goes there, so one that is no good is as good as none.
const SESSION_FRAME: &str = "check_session_iframe";
const LISTS: &[&str] = &[
    "authorization_signing_alg_values_supported",
    "code_challenge_methods_supported",
    "dpop_signing_alg_values_supported",
    "id_token_signing_alg_values_supported",
    "userinfo_signing_alg_values_supported",
];
/// Whether nothing is taken that was not pushed (RFC 9126 section 5).
const PUSHES: &str = "require_pushed_authorization_requests";
const ISS_SUPPORTED: &str = "authorization_response_iss_parameter_supported";

/// A metadata document that passed every check, reduced to the members that this client uses.
///
/// A transaction stores the one that its login began with, so that a login ends at the endpoints it started from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata(Record);

impl Metadata {
    /// The request for the document: `/.well-known/openid-configuration` behind the issuer, whose final `/` does not
    /// count (OpenID Connect Discovery 4.1).
    #[must_use]
    pub fn request(client: &Client) -> Request {
        let issuer = client.issuer();
        let mut url = String::from(issuer.strip_suffix('/').unwrap_or(issuer));
        url.push_str("/.well-known/openid-configuration");
        Request::get(&url)
    }

    /// Reads the answer to [`request`](Self::request).
    ///
    /// # Errors
    /// Those of [`Response::record`] and [`check`](Self::check).
    pub fn from_response(response: &Response, client: &Client) -> Result<Self, Box<Failure>> {
        let document = response.record("application/json", Error::HttpStatus)?;
        Self::check(&document, client)
    }

    /// Checks a document, fetched or stored.
    ///
    /// # Errors
    /// - [`Error::MetadataIssuerMismatch`]: `issuer` is not the configured one, character by character (Discovery 4.3)
    /// - [`Error::MetadataInvalid`]: `received` names the member that is missing, insecure or of the wrong type
    /// - [`Error::PkceUnsupported`]: the methods are listed and S256 is not among them (RFC 9700 section 2.1.1)
    pub fn check(document: &Record, client: &Client) -> Result<Self, Box<Failure>> {
        let issuer = document.text("issuer");
        if issuer != client.issuer() {
            return Err(Failure::mismatch(Error::MetadataIssuerMismatch, client.issuer(), issuer));
        }
        let mut kept = Record::default();
        // What not every document names, the app may know; what the document says of it counts.
        if let Some(known) = client.metadata() {
            kept.copy(&known.0, OPTIONAL_ENDPOINTS);
        }
        for names in &[&["issuer", ISS_SUPPORTED, PUSHES], REQUIRED_ENDPOINTS, OPTIONAL_ENDPOINTS, LISTS] {
            kept.copy(document, names);
        }
        for name in REQUIRED_ENDPOINTS.iter().chain(OPTIONAL_ENDPOINTS) {
            let good = match kept.member(name) {
                None => !REQUIRED_ENDPOINTS.contains(name),
                Some(Value::Text(url)) => endpoint::check(url, client.page(), Error::MetadataInvalid).is_ok(),
                Some(_) => false,
            };
            if !good {
                return Err(invalid(name));
            }
        }
        if endpoint::check(document.text(SESSION_FRAME), client.page(), Error::MetadataInvalid).is_ok() {
            kept.copy(document, &[SESSION_FRAME]);
        }
        for name in LISTS {
            if kept.member(name).is_some_and(|list| list.as_array().is_none()) {
                return Err(invalid(name));
            }
        }
        if kept.member(ISS_SUPPORTED).is_some_and(|value| !matches!(value, Value::Bool(_))) {
            return Err(invalid(ISS_SUPPORTED));
        }
        let metadata = Self(kept);
        // Servers that list nothing are asked with S256 all the same; a list without it is a plain no.
        if metadata.lists("code_challenge_methods_supported", "S256") == Some(false) {
            return Err(Error::PkceUnsupported.into());
        }
        Ok(metadata)
    }

    /// A document that a transaction holds, which [`check`](Self::check) let in.
    pub(super) fn checked(document: Option<&Value>) -> Self {
        Self(document.and_then(Value::as_record).cloned().unwrap_or_default())
    }

    /// The reduced document, to be stored.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.0
    }

    /// An endpoint of the document; empty if it has none of this name.
    #[must_use]
    pub fn endpoint(&self, name: &str) -> &str {
        self.0.text(name)
    }

    /// An endpoint that a call cannot do without.
    ///
    /// # Errors
    /// [`Error::EndpointMissing`]
    pub fn required_endpoint(&self, name: &str) -> Result<&str, Box<Failure>> {
        match self.endpoint(name) {
            "" => Err(Failure::new(Error::EndpointMissing).with("expected", name)),
            url => Ok(url),
        }
    }

    /// Whether the server promises `iss` in every authorization response (RFC 9207 section 3).
    #[must_use]
    pub fn promises_iss(&self) -> bool {
        self.0.is_true(ISS_SUPPORTED)
    }

    /// Whether the server takes no authorization request that was not pushed.
    #[must_use]
    pub fn wants_pushed_requests(&self) -> bool {
        self.0.is_true(PUSHES)
    }

    /// Whether a list of the document has the entry; `None` if there is no such list.
    #[must_use]
    pub fn lists(&self, list: &str, entry: &str) -> Option<bool> {
        Some(self.0.member(list)?.lists(entry))
    }
}

fn invalid(member: &str) -> Box<Failure> {
    Failure::new(Error::MetadataInvalid).with("received", member)
}
