//! The table of algorithms (RFC 7518 section 3.1, RFC 8037, RFC 9864).

use proofkey::error::Error;
use proofkey::protocol::algorithm::Algorithm;
use serde_json::{Value, json};

/// Name, type and curve of the key, hash, and what WebCrypto is told.
const TABLE: [(&str, &str, &str, &str); 11] = [
    ("RS256", "RSA", "", "SHA-256"),
    ("RS384", "RSA", "", "SHA-384"),
    ("RS512", "RSA", "", "SHA-512"),
    ("PS256", "RSA", "", "SHA-256"),
    ("PS384", "RSA", "", "SHA-384"),
    ("PS512", "RSA", "", "SHA-512"),
    ("ES256", "EC", "P-256", "SHA-256"),
    ("ES384", "EC", "P-384", "SHA-384"),
    ("ES512", "EC", "P-521", "SHA-512"),
    ("EdDSA", "OKP", "Ed25519", "SHA-512"),
    ("Ed25519", "OKP", "Ed25519", "SHA-512"),
];

#[test]
fn knows_the_key_and_the_hash_of_each_algorithm() {
    for (name, kty, crv, hash) in TABLE {
        let algorithm = Algorithm::parse(name).unwrap();
        let known = (algorithm.name, algorithm.key.kty, algorithm.key.crv, algorithm.hash);
        assert_eq!(known, (name, kty, crv, hash));
    }
}

/// RFC 7518 sections 6.2.1 and 6.3.1, RFC 8037 section 2
#[test]
fn asks_for_the_public_members_of_a_key_and_for_no_other() {
    for (name, kty, ..) in TABLE {
        let expected: &[&str] = match kty {
            "RSA" => &["kty", "n", "e"],
            "EC" => &["kty", "crv", "x", "y"],
            _ => &["kty", "crv", "x"],
        };
        assert_eq!(Algorithm::parse(name).unwrap().key.material, expected, "{name}");
    }
}

/// The salt of PSS is as long as the digest (RFC 7518 section 3.5).
#[test]
fn tells_webcrypto_all_that_import_and_check_need() {
    for (name, _, crv, hash) in TABLE {
        let expected = match &name[..2] {
            "RS" => json!({ "name": "RSASSA-PKCS1-v1_5", "hash": hash }),
            "PS" => json!({ "name": "RSA-PSS", "hash": hash, "saltLength": digest_bytes(hash) }),
            "ES" => json!({ "name": "ECDSA", "hash": hash, "namedCurve": crv }),
            _ => json!({ "name": "Ed25519" }),
        };
        let parameters = Algorithm::parse(name).unwrap().parameters;
        assert_eq!(serde_json::from_str::<Value>(parameters).unwrap(), expected, "{name}");
    }
}

/// RFC 8725 sections 3.1 and 3.2
#[test]
fn knows_no_algorithm_that_verifies_nothing_and_no_other_spelling() {
    for name in ["none", "None", "HS256", "HS384", "HS512", "rs256", "RS1", "ES256K", "Ed448", "RSA-OAEP", "", "RS256 "]
    {
        assert_eq!(Algorithm::parse(name), Err(Error::AlgUnsupported), "{name}");
    }
}

fn digest_bytes(hash: &str) -> u8 {
    match hash {
        "SHA-256" => 32,
        "SHA-384" => 48,
        _ => 64,
    }
}
