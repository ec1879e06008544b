//! The DPoP proof: a signed statement that whoever makes a request holds a key (RFC 9449 section 4).
//!
//! What is to be signed is made here; the private key is the browser's, and never here.

use super::algorithm::Algorithm;
use super::pkce::s256;
use crate::base64url;
use crate::error::Error;
use crate::form::{is_unreserved, split_url};
use crate::json::{Record, Value};
use crate::text::cut;

/// The members of a public key that are its identity, in the order of RFC 7638 section 3.2.
const IDENTITY: &[&str] = &["crv", "e", "kty", "n", "x", "y"];

/// The public half of a key pair: a JWK with nothing but its key material.
#[derive(Clone, Debug, PartialEq)]
pub struct PublicKey {
    jwk: Record,
    algorithm: &'static Algorithm,
}

impl PublicKey {
    /// Takes what identifies the key out of a JWK, and nothing else of it: least of all `d`.
    ///
    /// # Errors
    /// - [`Error::AlgUnsupported`] if no proof is signed so: `none`, a MAC, an unknown name (RFC 9449 section 4.2)
    /// - [`Error::KeyUnusable`] if the JWK is not a key for that algorithm
    pub fn parse(jwk: &Record, algorithm: &str) -> Result<Self, Error> {
        let algorithm = Algorithm::parse(algorithm)?;
        let kind = algorithm.key;
        let mut key = Record::default();
        for name in IDENTITY.iter().filter(|name| kind.material.contains(name)) {
            key.set_text(name, jwk.required_text(name, Error::KeyUnusable)?);
        }
        let is_its = key.text("kty") == kind.kty && key.text("crv") == kind.crv;
        if is_its { Ok(Self { jwk: key, algorithm }) } else { Err(Error::KeyUnusable) }
    }

    /// The thumbprint that tokens are bound to, and codes by `dpop_jkt` (RFC 9449 sections 6.1 and 10, RFC 7638).
    #[must_use]
    pub fn thumbprint(&self) -> String {
        s256(&self.jwk.to_json())
    }

    /// The algorithm that the key signs with.
    #[must_use]
    pub const fn algorithm(&self) -> &'static Algorithm {
        self.algorithm
    }
}

/// One request, as its proof tells of it.
#[derive(Clone, Copy)]
pub struct Proof<'a> {
    /// The method that is sent, in upper case.
    pub method: &'a str,
    /// The URL that is asked.
    pub url: &'a str,
    /// The access token that goes along; empty at the token endpoint.
    pub access_token: &'a str,
    /// The newest nonce of the server that is asked; empty if it gave none (RFC 9449 sections 8 and 9).
    pub nonce: &'a str,
    /// At least 12 random bytes, others for each request, a repeated one too.
    pub identifier: &'a [u8],
    /// Seconds since the epoch.
    pub issued_at: i64,
}

impl Proof<'_> {
    /// What the private key is to sign: header and payload of the JWT.
    ///
    /// # Errors
    /// - [`Error::EntropyUnavailable`] for an identifier that is too short, or all zeros
    /// - [`Error::ConfigError`] if the URL is not absolute
    pub fn signing_input(&self, key: &PublicKey) -> Result<String, Error> {
        if self.identifier.len() < 12 || self.identifier.iter().all(|byte| *byte == 0) {
            return Err(Error::EntropyUnavailable);
        }
        let mut header = Record::default();
        header.set_text("typ", "dpop+jwt");
        header.set_text("alg", key.algorithm.name);
        header.set("jwk", Value::Object(key.jwk.clone()));
        let mut payload = Record::default();
        payload.set_text("jti", &base64url::encode(self.identifier));
        payload.set_text("htm", self.method);
        payload.set_text("htu", &target(self.url)?);
        payload.set_seconds("iat", self.issued_at);
        if !self.access_token.is_empty() {
            payload.set_text("ath", &s256(self.access_token));
        }
        if !self.nonce.is_empty() {
            payload.set_text("nonce", self.nonce);
        }
        let mut input = base64url::encode(header.to_json().as_bytes());
        input.push('.');
        input.push_str(&base64url::encode(payload.to_json().as_bytes()));
        Ok(input)
    }
}

/// The URL without query and fragment, normalised, so that both sides mean the same by it (RFC 9449 section 4.3, RFC 3986 sections 6.2.2
/// and 6.2.3).
fn target(url: &str) -> Result<String, Error> {
    let (base, _, _) = split_url(url);
    let (scheme, rest) = cut(base, b':');
    let rest = rest.strip_prefix("//").ok_or(Error::ConfigError)?;
    let (authority, path) = cut(rest, b'/');
    let scheme = scheme.to_ascii_lowercase();
    let authority = authority.to_ascii_lowercase();
    let default_port = match scheme.as_str() {
        "https" => ":443",
        "http" => ":80",
        _ => return Err(Error::ConfigError),
    };
    if authority.is_empty() {
        return Err(Error::ConfigError);
    }
    let mut target = scheme;
    target.push_str("://");
    target.push_str(authority.strip_suffix(default_port).unwrap_or(&authority));
    let mut segments: Vec<String> = Vec::new();
    let mut is_folder = path.is_empty();
    for segment in path.split('/') {
        let segment = normalised(segment)?;
        is_folder = matches!(segment.as_str(), "" | "." | "..");
        match segment.as_str() {
            "." => {}
            ".." => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    // What ends in a dot segment ends in its folder's slash.
    if is_folder && segments.last().is_none_or(|last| !last.is_empty()) {
        segments.push(String::new());
    }
    for segment in segments {
        target.push('/');
        target.push_str(&segment);
    }
    Ok(target)
}

/// A segment of the path with as little percent-encoding as it can do with, in capitals.
fn normalised(segment: &str) -> Result<String, Error> {
    let mut text = String::new();
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            // What is not ASCII was to be encoded.
            text.push(if byte.is_ascii() { char::from(byte) } else { return Err(Error::ConfigError) });
            continue;
        }
        let (high, low) = rest.next().zip(rest.next()).ok_or(Error::ConfigError)?;
        let digit = |byte| char::from(byte).to_digit(16).ok_or(Error::ConfigError);
        let meant = u8::try_from(digit(high)? << 4 | digit(low)?).map_err(|_| Error::ConfigError)?;
        if is_unreserved(meant) {
            text.push(char::from(meant));
        } else {
            text.push('%');
            text.push(char::from(high.to_ascii_uppercase()));
            text.push(char::from(low.to_ascii_uppercase()));
        }
    }
    Ok(text)
}
