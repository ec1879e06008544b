//! What WebCrypto does in a browser, by ring. The key and the algorithm have been judged already.

use proofkey::base64url;
use proofkey::error::Error;
use proofkey::protocol::jws::SignatureCheck;
use ring::digest::{SHA256, SHA384, SHA512};
use ring::rsa::PublicKeyComponents;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256, RsaParameters,
    UnparsedPublicKey, VerificationAlgorithm,
};

/// Whether the signature is good.
pub fn verifies(check: &SignatureCheck) -> Result<bool, Error> {
    match check.algorithm.name {
        "RS256" => rsa(check, &RSA_PKCS1_2048_8192_SHA256),
        "PS256" => rsa(check, &RSA_PSS_2048_8192_SHA256),
        "ES256" => curve(check, &ECDSA_P256_SHA256_FIXED, [vec![4], part(check, "x")?, part(check, "y")?].concat()),
        "EdDSA" | "Ed25519" => curve(check, &ED25519, part(check, "x")?),
        _ => Err(Error::CryptoUnavailable),
    }
}

/// The digest by a hash of `WebCrypto`'s name.
pub fn digest(hash: &str, text: &str) -> Result<Vec<u8>, Error> {
    let algorithm = match hash {
        "SHA-256" => &SHA256,
        "SHA-384" => &SHA384,
        "SHA-512" => &SHA512,
        _ => return Err(Error::CryptoUnavailable),
    };
    Ok(ring::digest::digest(algorithm, text.as_bytes()).as_ref().into())
}

fn rsa(check: &SignatureCheck, algorithm: &RsaParameters) -> Result<bool, Error> {
    let key = PublicKeyComponents { n: part(check, "n")?, e: part(check, "e")? };
    Ok(key.verify(algorithm, &check.signing_input, &check.signature).is_ok())
}

fn curve(check: &SignatureCheck, algorithm: &'static dyn VerificationAlgorithm, key: Vec<u8>) -> Result<bool, Error> {
    Ok(UnparsedPublicKey::new(algorithm, key).verify(&check.signing_input, &check.signature).is_ok())
}

/// A member of the key.
fn part(check: &SignatureCheck, name: &str) -> Result<Vec<u8>, Error> {
    base64url::decode(check.jwk.text(name), Error::KeyUnusable)
}
