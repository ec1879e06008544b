//! Proof Key for Code Exchange: the code verifier and its S256 challenge (RFC 7636). `plain` cannot be expressed.

use crate::base64url;
use crate::error::Error;
use crate::form::is_unreserved;
use sha2::{Digest, Sha256};

/// `BASE64URL(SHA256(ASCII(text)))`: one function for all, since the hash is written out where it is called.
#[must_use]
#[inline(never)]
pub fn s256(text: &str) -> String {
    base64url::encode(&Sha256::digest(text.as_bytes()))
}

/// A secret of 32 random bytes that never leaves the browser before the token request.
///
/// It has no `Debug`: it cannot be printed by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeVerifier<'a>(&'a str);

impl<'a> CodeVerifier<'a> {
    /// A stored verifier, checked again before it is used.
    ///
    /// # Errors
    /// [`Error::TransactionInvalid`] unless it has 43 to 128 unreserved characters (RFC 7636 section 4.1).
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        if (43..=128).contains(&text.len()) && text.bytes().all(is_unreserved) {
            Ok(Self(text))
        } else {
            Err(Error::TransactionInvalid)
        }
    }

    /// `BASE64URL(SHA256(ASCII(code_verifier)))` (RFC 7636 section 4.2).
    #[must_use]
    pub fn challenge(&self) -> String {
        s256(self.0)
    }

    /// The text for sessionStorage and for the body of the token request, its only two places.
    #[must_use]
    pub const fn secret(&self) -> &'a str {
        self.0
    }
}
