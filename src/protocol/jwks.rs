//! The issuer's public keys, and the choice of the one that must have signed (RFC 7517, OpenID Connect Core 10.1).

use super::algorithm::{Algorithm, Key};
use super::http::Response;
use crate::base64url;
use crate::error::Error;
use crate::failure::Failure;
use crate::json::{Record, Value};

/// The key set of one issuer. A new one replaces it whole: a removed key stops working.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Jwks(Record);

impl Jwks {
    /// Reads the answer of `jwks_uri`.
    ///
    /// # Errors
    /// Those of [`Response::record`] and [`parse`](Self::parse).
    pub fn from_response(response: &Response) -> Result<Self, Box<Failure>> {
        Ok(Self::parse(&response.record("application/jwk-set+json", Error::HttpStatus)?)?)
    }

    /// Reads a key set, fetched or configured.
    ///
    /// # Errors
    /// [`Error::JwksInvalid`] if `keys` is not an array.
    pub fn parse(document: &Record) -> Result<Self, Error> {
        document.member("keys").and_then(Value::as_array).ok_or(Error::JwksInvalid)?;
        Ok(Self(document.clone()))
    }

    /// The one key that fits, reduced to its key material.
    ///
    /// Keys of other types or uses, private and incomplete ones are no candidates (RFC 7517 section 4).
    ///
    /// # Errors
    /// [`Error::KeyNotFound`], [`Error::KeyAmbiguous`], [`Error::KeyUnusable`]
    pub fn key(&self, algorithm: &Algorithm, kid: Option<&str>) -> Result<Record, Error> {
        let keys = self.0.member("keys").and_then(Value::as_array).unwrap_or_default();
        let mut found = None;
        for key in keys.iter().filter_map(Value::as_record) {
            let same_kid = kid.is_none_or(|kid| key.member("kid").and_then(Value::as_text) == Some(kid));
            if same_kid && is_candidate(key, algorithm) && found.replace(key).is_some() {
                return Err(Error::KeyAmbiguous);
            }
        }
        let key = found.ok_or(Error::KeyNotFound)?;
        if algorithm.key.kty == "RSA" && !is_strong_rsa(key) {
            return Err(Error::KeyUnusable);
        }
        let mut material = Record::default();
        material.copy(key, algorithm.key.material);
        Ok(material)
    }
}

fn is_candidate(key: &Record, algorithm: &Algorithm) -> bool {
    let absent_or = |name: &str, expected: &str| match key.member(name) {
        None => true,
        Some(value) => value.as_text() == Some(expected),
    };
    let verifies = key.member("key_ops").is_none_or(|operations| operations.lists("verify"));
    let Algorithm { name, key: Key { kty, crv, material }, .. } = algorithm;
    let complete = material.iter().all(|name| !key.text(name).is_empty());
    key.text("kty") == *kty
        && key.text("crv") == *crv
        && complete
        && verifies
        && key.member("d").is_none()
        && absent_or("use", "sig")
        && absent_or("alg", name)
}

/// A modulus of 2048 bits or more (RFC 7518 section 3.3) and an odd exponent above 1.
fn is_strong_rsa(key: &Record) -> bool {
    let number = |name| base64url::decode(key.text(name), Error::KeyUnusable).unwrap_or_default();
    let (modulus, exponent) = (number("n"), number("e"));
    let top_bit = modulus.first().is_some_and(|first| *first >= 0x80);
    let long_enough = modulus.len() > 256 || (modulus.len() == 256 && top_bit);
    let odd_above_one = exponent.last().is_some_and(|last| last & 1 == 1) && exponent != [1];
    // No leading zeros (RFC 7518 section 6.3.1): they would hide a short modulus, or an exponent of 1.
    long_enough && odd_above_one && modulus.first() != Some(&0) && exponent.first() != Some(&0)
}
