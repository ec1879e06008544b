//! Keys and signatures of every algorithm that ring can make. The keys are the public examples of the RFCs.

use super::fixtures::*;
use ring::rand::SystemRandom;
use ring::rsa::{KeyPair, KeyPairComponents, PublicKeyComponents};
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
    EcdsaSigningAlgorithm, Ed25519KeyPair, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256,
    RSA_PSS_SHA384, RSA_PSS_SHA512, RsaEncoding,
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
// RFC 6979 appendix A.2.6
const P384_X: &str = "7DpOQVtOGaRWhhgCn0J_pdqai8SukuAuBqrlKGswDGTe-PDqkFWGYGSiVFFUgLwT";
const P384_Y: &str = "gBXZty19VyROqO-awMYhiWcIpZNn-d-59UyoSz8cnbEoiyMcOuDU_nNE_SUzJkcg";
const P384_D: &str = "a509rS4bjBwFsZh1tmWfTeI8O2Z78pe6mqR3QHhxN9iW1XJOTHCoJfhyyepg0u31";
// RFC 8037 appendix A
const ED25519_X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const ED25519_D: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

/// The public key that an algorithm signs with here. It has neither `kid` nor `alg`.
pub fn jwk(alg: &str) -> Value {
    match alg {
        "ES256" => json!({ "kty": "EC", "crv": "P-256", "x": EC_X, "y": EC_Y }),
        "ES384" => json!({ "kty": "EC", "crv": "P-384", "x": P384_X, "y": P384_Y }),
        "EdDSA" | "Ed25519" => json!({ "kty": "OKP", "crv": "Ed25519", "x": ED25519_X }),
        _ => json!({ "kty": "RSA", "n": N, "e": E }),
    }
}

/// A token whose header may say anything, signed as `alg` says.
pub fn token(alg: &str, header: &Value, claims: &Value) -> String {
    signed(header, claims, |message| match alg {
        "RS256" => rsa(&RSA_PKCS1_SHA256, message),
        "RS384" => rsa(&RSA_PKCS1_SHA384, message),
        "RS512" => rsa(&RSA_PKCS1_SHA512, message),
        "PS256" => rsa(&RSA_PSS_SHA256, message),
        "PS384" => rsa(&RSA_PSS_SHA384, message),
        "PS512" => rsa(&RSA_PSS_SHA512, message),
        "ES256" => ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING, [EC_X, EC_Y, EC_D], message),
        "ES384" => ecdsa(&ECDSA_P384_SHA384_FIXED_SIGNING, [P384_X, P384_Y, P384_D], message),
        "EdDSA" | "Ed25519" => {
            let key = Ed25519KeyPair::from_seed_and_public_key(&bytes(ED25519_D), &bytes(ED25519_X)).unwrap();
            key.sign(message).as_ref().into()
        }
        other => panic!("ring cannot sign with {other}"),
    })
}

pub fn rs256(header: &Value, claims: &Value) -> String {
    token("RS256", header, claims)
}

pub fn es256(header: &Value, claims: &Value) -> String {
    token("ES256", header, claims)
}

/// A good signature in the wrong form: ASN.1 DER instead of 64 bytes (RFC 7518 section 3.4).
pub fn es256_in_der(header: &Value, claims: &Value) -> String {
    signed(header, claims, |message| ecdsa(&ECDSA_P256_SHA256_ASN1_SIGNING, [EC_X, EC_Y, EC_D], message))
}

/// What a server makes with the client's secret, which nobody here can check.
pub fn hs256(claims: &Value) -> String {
    signed(&json!({ "alg": "HS256" }), claims, |_| b"mac".into())
}

pub fn signed(header: &Value, claims: &Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
    let input = [header, claims].map(|part| base64url(part.to_string().as_bytes())).join(".");
    let signature = base64url(&sign(input.as_bytes()));
    [input, signature].join(".")
}

/// By the key that [`es256`] signs with.
pub fn es256_signature(text: &str) -> Vec<u8> {
    ecdsa(&ECDSA_P256_SHA256_FIXED_SIGNING, [EC_X, EC_Y, EC_D], text.as_bytes())
}

/// The token with its signature changed.
pub fn edit_signature(token: &str, edit: impl FnOnce(&mut Vec<u8>)) -> String {
    let (input, signature) = token.rsplit_once('.').unwrap();
    let mut signature = bytes(signature);
    edit(&mut signature);
    [input, &base64url(&signature)].join(".")
}

fn rsa(encoding: &'static dyn RsaEncoding, message: &[u8]) -> Vec<u8> {
    let bytes = [N, E, D, P, Q, DP, DQ, Q_INV].map(bytes);
    let [n, e, d, p, q, dp, dq, q_inv] = &bytes;
    let key = KeyPairComponents { public_key: PublicKeyComponents { n, e }, d, p, q, dP: dp, dQ: dq, qInv: q_inv };
    let key = KeyPair::from_components(&key).unwrap();
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(encoding, &SystemRandom::new(), message, &mut signature).unwrap();
    signature
}

fn ecdsa(algorithm: &'static EcdsaSigningAlgorithm, key: [&str; 3], message: &[u8]) -> Vec<u8> {
    let random = SystemRandom::new();
    let [x, y, d] = key.map(bytes);
    let public = [[4].as_slice(), &x, &y].concat();
    let key = EcdsaKeyPair::from_private_key_and_public_key(algorithm, &d, &public, &random).unwrap();
    key.sign(&random, message).unwrap().as_ref().into()
}

fn bytes(text: &str) -> Vec<u8> {
    strict_bytes(text).unwrap()
}
