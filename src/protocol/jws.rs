//! A compact JWS: read strictly, its header judged, its signature left to whoever has WebCrypto (RFC 7515, RFC 8725).

use super::algorithm::Algorithm;
use super::jwks::Jwks;
use crate::base64url;
use crate::error::Error;
use crate::failure::Failure;
use crate::json::Record;
use crate::text::{cut, has_word};

const MAX_TOKEN: usize = 64 * 1024;

/// A token that has been read and is not yet believed. It has no `Debug`, since it is a credential.
pub struct Jws<'a> {
    header: Record,
    signing_input: &'a str,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

/// All that a signature check needs; whoever performs it answers yes or no.
#[derive(Clone, Debug, PartialEq)]
pub struct SignatureCheck {
    /// The algorithm, which was allowed.
    pub algorithm: &'static Algorithm,
    /// The public key as a JWK with nothing but its key material.
    pub jwk: Record,
    /// The bytes that were signed, as they were received.
    pub signing_input: Vec<u8>,
    /// The signature.
    pub signature: Vec<u8>,
}

impl<'a> Jws<'a> {
    /// Reads a compact JWS and judges its header.
    ///
    /// # Errors
    /// - [`Error::JwsMalformed`]: not three parts of strict base64url, larger than 64 KiB, header no JSON object,
    ///   `alg` or `kid` no string (RFC 7515 sections 4.1 and 7.1)
    /// - [`Error::JweUnsupported`]: five parts
    /// - [`Error::CritUnsupported`]: `crit` in the header, whatever it lists (RFC 7515 section 4.1.11)
    /// - [`Error::TypUnsupported`]: `typ` is there and is not `JWT` (RFC 8725 section 3.11)
    pub fn parse(token: &'a str) -> Result<Self, Error> {
        if token.len() > MAX_TOKEN {
            return Err(Error::JwsMalformed);
        }
        if token.bytes().filter(|byte| *byte == b'.').count() == 4 {
            return Err(Error::JweUnsupported);
        }
        // A fourth part would leave a dot in the signature, which is no base64url.
        let (header, rest) = cut(token, b'.');
        let (payload, signature) = cut(rest, b'.');
        // An empty header is refused below: it is no JSON object.
        if payload.is_empty() || signature.is_empty() {
            return Err(Error::JwsMalformed);
        }
        let signed = header.len().saturating_add(1).saturating_add(payload.len());
        let signing_input = token.get(..signed).ok_or(Error::JwsMalformed)?;
        let part = |text| base64url::decode(text, Error::JwsMalformed);
        let header = Record::parse(&part(header)?).map_err(|_| Error::JwsMalformed)?;
        header.required_text("alg", Error::JwsMalformed)?;
        header.optional_text("kid", Error::JwsMalformed)?;
        if header.member("crit").is_some() {
            return Err(Error::CritUnsupported);
        }
        let typ = header.optional_text("typ", Error::TypUnsupported)?.unwrap_or("JWT");
        if !["JWT", "application/jwt"].iter().any(|known| known.eq_ignore_ascii_case(typ)) {
            return Err(Error::TypUnsupported);
        }
        Ok(Self { header, signing_input, payload: part(payload)?, signature: part(signature)? })
    }

    /// `alg` of the header.
    #[must_use]
    pub fn alg(&self) -> &str {
        self.header.text("alg")
    }

    /// The algorithm, if it is one of the allowed names, which spaces separate.
    ///
    /// # Errors
    /// [`Error::AlgUnsupported`], [`Error::AlgNotAllowed`]
    pub fn algorithm(&self, allowed: &str) -> Result<&'static Algorithm, Box<Failure>> {
        let algorithm = Algorithm::parse(self.alg())?;
        if has_word(allowed, algorithm.name) {
            return Ok(algorithm);
        }
        Err(Failure::mismatch(Error::AlgNotAllowed, allowed, algorithm.name))
    }

    /// The check that must succeed before the payload is believed. Keys named in the header itself
    /// (`jwk`, `jku`, `x5u`, `x5c`) are never looked at (RFC 8725 section 3.10).
    ///
    /// # Errors
    /// Those of [`Jwks::key`].
    pub fn signature_check(&self, algorithm: &'static Algorithm, jwks: &Jwks) -> Result<SignatureCheck, Error> {
        Ok(SignatureCheck {
            algorithm,
            jwk: jwks.key(algorithm, self.header.member("kid").map(|_| self.header.text("kid")))?,
            signing_input: self.signing_input.as_bytes().into(),
            signature: self.signature.clone(),
        })
    }

    /// The payload as a JSON object.
    ///
    /// # Errors
    /// [`Error::JwsMalformed`] if it is none (RFC 7519 section 7.2).
    pub fn claims(&self) -> Result<Record, Error> {
        Record::parse(&self.payload).map_err(|_| Error::JwsMalformed)
    }

    /// The payload's text, exactly as it was signed.
    #[must_use]
    pub fn into_payload(self) -> Vec<u8> {
        self.payload
    }
}
