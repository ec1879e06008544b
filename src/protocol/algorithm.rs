//! Signature algorithms.

use crate::error::Error;

/// The signature algorithms that this client can verify (RFC 7518 section 3.1).
///
/// `none` and the HMACs have no variant: they cannot be allowed by any list (RFC 8725 sections 3.1 and 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// ECDSA on P-256 with SHA-256
    Es256,
    /// RSASSA-PKCS1-v1_5 with SHA-256
    Rs256,
}

impl Algorithm {
    /// The algorithm of that `alg` name.
    ///
    /// # Errors
    /// [`Error::AlgUnsupported`] for any other name, `none` and `HS256` in any spelling among them.
    pub fn parse(name: &str) -> Result<Self, Error> {
        match name {
            "ES256" => Ok(Self::Es256),
            "RS256" => Ok(Self::Rs256),
            _ => Err(Error::AlgUnsupported),
        }
    }

    /// The `alg` name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::Rs256 => "RS256",
        }
    }
}
