//! Signature algorithms.

use crate::error::Error;

/// A signature algorithm that this client can verify (RFC 7518 section 3.1, RFC 8037, RFC 9864).
///
/// `none` and the HMACs are not among them: they cannot be allowed by any list (RFC 8725 sections 3.1 and 3.2).
#[derive(Debug, PartialEq, Eq)]
pub struct Algorithm {
    /// The `alg` name.
    pub name: &'static str,
    /// What a key of this algorithm is made of.
    pub key: &'static Key,
    /// The name of its hash, which is also that of `at_hash` (OpenID Connect Core 3.1.3.6).
    pub hash: &'static str,
    /// The parameters of WebCrypto, as JSON text: they serve the import of the key as well as the check.
    pub parameters: &'static str,
}

/// The type and, where there are several, the curve of a key, with the members that hold its public part.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    /// `kty`
    pub kty: &'static str,
    /// `crv`; empty where the type has none.
    pub crv: &'static str,
    /// All members that an import needs.
    pub material: &'static [&'static str],
}

/// The algorithm of a tenant that signs with the client's secret: see [`Client::trusts_token_endpoint`].
///
/// [`Client::trusts_token_endpoint`]: super::client::Client::trusts_token_endpoint
pub const HS256: &str = "HS256";

static RSA: Key = Key { kty: "RSA", crv: "", material: &["kty", "n", "e"] };
static ED25519: Key = Key { kty: "OKP", crv: "Ed25519", material: &["kty", "crv", "x"] };

// WebCrypto refuses a point that is not on the curve: when it imports the key, or, in WebKitGTK, when it verifies.
const fn ec(crv: &'static str) -> Key {
    Key { kty: "EC", crv, material: &["kty", "crv", "x", "y"] }
}

static P256: Key = ec("P-256");
static P384: Key = ec("P-384");
static P521: Key = ec("P-521");

const fn algorithm(name: &'static str, key: &'static Key, hash: &'static str, parameters: &'static str) -> Algorithm {
    Algorithm { name, key, hash, parameters }
}

static ALL: [Algorithm; 11] = [
    algorithm("RS256", &RSA, "SHA-256", r#"{"name":"RSASSA-PKCS1-v1_5","hash":"SHA-256"}"#),
    algorithm("RS384", &RSA, "SHA-384", r#"{"name":"RSASSA-PKCS1-v1_5","hash":"SHA-384"}"#),
    algorithm("RS512", &RSA, "SHA-512", r#"{"name":"RSASSA-PKCS1-v1_5","hash":"SHA-512"}"#),
    algorithm("PS256", &RSA, "SHA-256", r#"{"name":"RSA-PSS","hash":"SHA-256","saltLength":32}"#),
    algorithm("PS384", &RSA, "SHA-384", r#"{"name":"RSA-PSS","hash":"SHA-384","saltLength":48}"#),
    algorithm("PS512", &RSA, "SHA-512", r#"{"name":"RSA-PSS","hash":"SHA-512","saltLength":64}"#),
    algorithm("ES256", &P256, "SHA-256", r#"{"name":"ECDSA","hash":"SHA-256","namedCurve":"P-256"}"#),
    algorithm("ES384", &P384, "SHA-384", r#"{"name":"ECDSA","hash":"SHA-384","namedCurve":"P-384"}"#),
    algorithm("ES512", &P521, "SHA-512", r#"{"name":"ECDSA","hash":"SHA-512","namedCurve":"P-521"}"#),
    // The older name of RFC 8037 and the one that says which curve (RFC 9864).
    algorithm("EdDSA", &ED25519, "SHA-512", r#"{"name":"Ed25519"}"#),
    algorithm("Ed25519", &ED25519, "SHA-512", r#"{"name":"Ed25519"}"#),
];

impl Algorithm {
    /// The algorithm of that `alg` name.
    ///
    /// # Errors
    /// [`Error::AlgUnsupported`] for any other name, `none` and `HS256` in any spelling among them.
    pub fn parse(name: &str) -> Result<&'static Self, Error> {
        ALL.iter().find(|known| known.name == name).ok_or(Error::AlgUnsupported)
    }
}
