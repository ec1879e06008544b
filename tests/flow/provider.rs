//! The authorization server's keys and tokens. Signatures are real: the keys are the public examples of RFC 7515.

use super::fixtures::*;
use proofkey::protocol::jws::SignatureCheck;
use ring::digest::{SHA256, SHA384, SHA512};
use ring::rand::SystemRandom;
use ring::rsa::{KeyPair, KeyPairComponents, PublicKeyComponents};
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, UnparsedPublicKey,
};
use serde_json::{Value, json};

// RFC 7515 appendix A.2.1
const N: &str = "\
    ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yR\
    T-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXB\
    dQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9ia\
    GNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
const E: &str = "AQAB";
const D: &str = "\
    Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46su\
    i395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4\
    qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB\
    4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ";
const P: &str = "\
    4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8\
    cQn7ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc";
const Q: &str = "\
    uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t\
    62wDmpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc";
const DP: &str = "\
    BwKfV3Akq5_MFZDFZCnW-wzl-CCo83WoZvnLQwCTeDv8uzluRSnm71I3QCLdhrqE2e9YkxvuxdBfpT_PI7Yz-FOKnu1R6HsJeDCj\
    n12Sk3vmAktV2zb34MCdy7cpdTh_YVr7tss2u6vneTwrA86rZtu5Mbr1C1XsmvkxHQAdYo0";
const DQ: &str = "\
    h_96-mK1R_7glhsum81dZxjTnYynPbZpHziZjeeHcXYsXaaMwkOlODsWa7I9xXDoRwbKgB719rrmI2oKr6N3Do9U0ajaHF-NKJnw\
    gjMd2w9cjz3_-kyNlxAr2v4IKhGNpmM5iIgOS1VZnOZ68m6_pbLBSp3nssTdlqvd0tIiTHU";
const Q_INV: &str = "\
    IYd7DHOhrWvxkwPQsRM2tOgrjbcrfvtQJipd-DlcxyVuuM9sQLdgjVk2oy26F0EmpScGLq2MowX7fhd_QJQ3ydy5cY7YIBi87w93\
    IKLEdfnbJtoOPLUW0ITrJReOgo1cq9SbsxYawBgfp_gh6A5603k2-ZQwVK0JKSHuLFkuQ3U";
// RFC 7515 appendix A.3.1
const EC_X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
const EC_Y: &str = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";
const EC_D: &str = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";

/// A key set of one RSA key of that kid.
pub fn jwks(kid: &str) -> Value {
    json!({ "keys": [{ "kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": N, "e": E }] })
}

pub fn jwks_of_ec() -> Value {
    json!({ "keys": [{ "kty": "EC", "crv": "P-256", "kid": "e1", "x": EC_X, "y": EC_Y }] })
}

/// The baseline token response to a sign-in with that nonce.
pub fn tokens(nonce: &str) -> Value {
    tokens_with(&with(claims(), json!({ "nonce": nonce })))
}

/// The baseline token response, with an ID Token of these claims.
pub fn tokens_with(claims: &Value) -> Value {
    with(token_document(), json!({ "id_token": rs256(&header(), claims) }))
}

/// The answer to a refresh: new tokens, and no ID Token.
pub fn refreshed_tokens() -> Value {
    json!({ "access_token": "at-2", "refresh_token": "rt-2", "token_type": "Bearer", "expires_in": 3600 })
}

/// The answer to a refresh, with an ID Token of the baseline, issued at that time.
pub fn refreshed_tokens_with(changes: Value, now: i64) -> Value {
    let claims = with(without(claims(), "nonce"), json!({ "iat": now, "exp": now + 300 }));
    with(refreshed_tokens(), json!({ "id_token": rs256(&header(), &with(claims, changes)) }))
}

pub fn rs256(header: &Value, claims: &Value) -> String {
    let bytes = [N, E, D, P, Q, DP, DQ, Q_INV].map(bytes);
    let [n, e, d, p, q, dp, dq, q_inv] = &bytes;
    let key = KeyPairComponents { public_key: PublicKeyComponents { n, e }, d, p, q, dP: dp, dQ: dq, qInv: q_inv };
    let key = KeyPair::from_components(&key).unwrap();
    signed(header, claims, |message| {
        let mut signature = vec![0; key.public().modulus_len()];
        key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).unwrap();
        signature
    })
}

pub fn es256(header: &Value, claims: &Value) -> String {
    signed(header, claims, |message| ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING, message))
}

/// A good signature in the wrong form: ASN.1 DER instead of 64 bytes (RFC 7518 section 3.4).
pub fn es256_in_der(header: &Value, claims: &Value) -> String {
    signed(header, claims, |message| ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING, message))
}

pub fn signed(header: &Value, claims: &Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let input = [header, claims].map(|part| base64url(part.to_string().as_bytes())).join(".");
    let signature = base64url(&sign(input.as_bytes()));
    [input, signature].join(".")
}

/// What WebCrypto does in a browser.
pub fn verifies(check: &SignatureCheck) -> bool {
    let part = |name| bytes(check.jwk.text(name));
    let outcome = match check.algorithm.name {
        "RS256" => PublicKeyComponents { n: part("n"), e: part("e") }.verify(
            &RSA_PKCS1_2048_8192_SHA256,
            &check.signing_input,
            &check.signature,
        ),
        "ES256" => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point(&part("x"), &part("y")))
            .verify(&check.signing_input, &check.signature),
        other => panic!("{other} is checked in a browser, by tests/conformance"),
    };
    outcome.is_ok()
}

/// What WebCrypto does in a browser.
pub fn digest(hash: &str, text: &str) -> Vec<u8> {
    let algorithm = match hash {
        "SHA-256" => &SHA256,
        "SHA-384" => &SHA384,
        "SHA-512" => &SHA512,
        other => panic!("WebCrypto has no {other} that a token could be bound with"),
    };
    ring::digest::digest(algorithm, text.as_bytes()).as_ref().into()
}

fn ecdsa(algorithm: &'static EcdsaSigningAlgorithm, message: &[u8]) -> Vec<u8> {
    let random = SystemRandom::new();
    let public = point(&bytes(EC_X), &bytes(EC_Y));
    let key = EcdsaKeyPair::from_private_key_and_public_key(algorithm, &bytes(EC_D), &public, &random).unwrap();
    key.sign(&random, message).unwrap().as_ref().into()
}

fn point(x: &[u8], y: &[u8]) -> Vec<u8> {
    [&[4], x, y].concat()
}

fn bytes(text: &str) -> Vec<u8> {
    strict_bytes(text).unwrap()
}
