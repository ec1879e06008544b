//! What WebCrypto does in a browser, by ring: it goes by the parameters and the key that it is handed, and by no name.

use super::fixtures::*;
use proofkey::protocol::jws::SignatureCheck;
use ring::digest::{SHA256, SHA384, SHA512};
use ring::rsa::PublicKeyComponents;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256, RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512,
    RsaParameters, UnparsedPublicKey, VerificationAlgorithm,
};
use serde_json::Value;

pub fn verifies(check: &SignatureCheck) -> bool {
    let parameters: Value = serde_json::from_str(check.algorithm.parameters).unwrap();
    let text = |name: &str| parameters[name].as_str().unwrap_or_default();
    let part = |name| strict_bytes(check.jwk.text(name)).unwrap();
    let rsa = |algorithm: &RsaParameters| {
        let key = PublicKeyComponents { n: part("n"), e: part("e") };
        key.verify(algorithm, &check.signing_input, &check.signature).is_ok()
    };
    let curve = |algorithm: &'static dyn VerificationAlgorithm, key: Vec<u8>| {
        UnparsedPublicKey::new(algorithm, key).verify(&check.signing_input, &check.signature).is_ok()
    };
    let point = || [vec![4], part("x"), part("y")].concat();
    match (text("name"), text("hash"), parameters["saltLength"].as_u64(), text("namedCurve")) {
        ("RSASSA-PKCS1-v1_5", "SHA-256", None, "") => rsa(&RSA_PKCS1_2048_8192_SHA256),
        ("RSASSA-PKCS1-v1_5", "SHA-384", None, "") => rsa(&RSA_PKCS1_2048_8192_SHA384),
        ("RSASSA-PKCS1-v1_5", "SHA-512", None, "") => rsa(&RSA_PKCS1_2048_8192_SHA512),
        ("RSA-PSS", "SHA-256", Some(32), "") => rsa(&RSA_PSS_2048_8192_SHA256),
        ("RSA-PSS", "SHA-384", Some(48), "") => rsa(&RSA_PSS_2048_8192_SHA384),
        ("RSA-PSS", "SHA-512", Some(64), "") => rsa(&RSA_PSS_2048_8192_SHA512),
        ("ECDSA", "SHA-256", None, "P-256") => curve(&ECDSA_P256_SHA256_FIXED, point()),
        ("ECDSA", "SHA-384", None, "P-384") => curve(&ECDSA_P384_SHA384_FIXED, point()),
        ("Ed25519", "", None, "") => curve(&ED25519, part("x")),
        other => panic!("ring has no {other:?}"),
    }
}

/// A signature by a key of that JWK, for whoever checks a proof.
pub fn es256_verifies(jwk: &Value, input: &str, signature: &[u8]) -> bool {
    let part = |name: &str| strict_bytes(jwk[name].as_str().unwrap()).unwrap();
    let key = [vec![4], part("x"), part("y")].concat();
    UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key).verify(input.as_bytes(), signature).is_ok()
}

pub fn digest(hash: &str, text: &str) -> Vec<u8> {
    let algorithm = match hash {
        "SHA-256" => &SHA256,
        "SHA-384" => &SHA384,
        "SHA-512" => &SHA512,
        other => panic!("no token is bound by {other}"),
    };
    ring::digest::digest(algorithm, text.as_bytes()).as_ref().into()
}

/// What `at_hash` and `c_hash` hold of a text (OpenID Connect Core 3.1.3.6).
pub fn left_half(hash: &str, text: &str) -> String {
    let digest = digest(hash, text);
    base64url(&digest[..digest.len() >> 1])
}
