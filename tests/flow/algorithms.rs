//! Every algorithm that ring can sign with, at sign-in. ES512, which it cannot, is checked in a browser.

use super::fixtures::*;
use super::host::*;
use super::provider::jwks_of;
use super::signer::{edit_signature, jwk, token};
use super::webcrypto::left_half;
use proofkey::error::Error;
use proofkey::failure::Failure;
use serde_json::{Value, json};

/// The algorithms with the hashes of their `at_hash`.
const ALL: [(&str, &str); 10] = [
    ("RS256", "SHA-256"),
    ("RS384", "SHA-384"),
    ("RS512", "SHA-512"),
    ("PS256", "SHA-256"),
    ("PS384", "SHA-384"),
    ("PS512", "SHA-512"),
    ("ES256", "SHA-256"),
    ("ES384", "SHA-384"),
    ("EdDSA", "SHA-512"),
    ("Ed25519", "SHA-512"),
];

#[test]
fn accepts_a_signature_of_each_algorithm_that_is_configured() {
    for (alg, _) in ALL {
        let mut host = host(json!(alg), alg);
        assert_eq!(sign_in(&mut host, |claims| token(alg, &json!({ "alg": alg }), claims)), Ok(()), "{alg}");
        assert_eq!(host.session.is_some(), host.trace().contains(&"VerifySignature".into()));
    }
}

#[test]
fn rejects_a_signature_of_each_algorithm_that_was_changed_in_one_bit() {
    for (alg, _) in ALL {
        for spoil in [|signature: &mut Vec<u8>| signature[0] ^= 1, |signature: &mut Vec<u8>| signature[40] ^= 0x80] {
            let mut host = host(json!(alg), alg);
            let spoilt = |claims: &Value| edit_signature(&token(alg, &json!({ "alg": alg }), claims), spoil);
            assert_eq!(sign_in(&mut host, spoilt), Err(Error::SignatureInvalid.into()), "{alg}");
            assert!(!host.has_saved_a_session());
        }
    }
}

#[test]
fn rejects_a_good_signature_of_the_same_key_by_another_algorithm() {
    for (told, made) in [("RS256", "PS256"), ("PS256", "RS256"), ("RS256", "RS512"), ("PS384", "PS512")] {
        let mut host = host(json!([told, made]), told);
        let refused = sign_in(&mut host, |claims| token(made, &json!({ "alg": told }), claims));
        assert_eq!(refused, Err(Error::SignatureInvalid.into()), "{made} told as {told}");
    }
}

#[test]
fn rejects_a_key_of_another_algorithm_family() {
    for (alg, other) in [("RS256", "ES256"), ("ES256", "ES384"), ("ES384", "EdDSA"), ("EdDSA", "PS256")] {
        let mut host = host(json!([alg, other]), other);
        let refused = sign_in(&mut host, |claims| token(alg, &json!({ "alg": alg }), claims));
        assert_eq!(refused, Err(Error::KeyNotFound.into()), "{alg} with a key of {other}");
    }
}

/// RFC 7517 section 4.4
#[test]
fn rejects_a_key_that_is_meant_for_another_algorithm() {
    for (alg, other) in [("PS256", "RS256"), ("RS512", "RS256"), ("EdDSA", "ES256")] {
        let mut host = host(json!(alg), alg);
        host.stands(JWKS, answer(&json!({ "keys": [with(jwk(alg), json!({ "alg": other }))] })));
        let refused = sign_in(&mut host, |claims| token(alg, &json!({ "alg": alg }), claims));
        assert_eq!(refused, Err(Error::KeyNotFound.into()), "{alg}");
    }
}

#[test]
fn rejects_symmetric_and_private_keys() {
    let private = with(jwk("RS256"), json!({ "d": "AQ" }));
    for key in [json!({ "kty": "oct", "k": "c2VjcmV0", "alg": "RS256" }), private] {
        let mut host = host(json!("RS256"), "RS256");
        host.stands(JWKS, answer(&json!({ "keys": [key] })));
        let refused = sign_in(&mut host, |claims| token("RS256", &json!({ "alg": "RS256" }), claims));
        assert_eq!(refused, Err(Error::KeyNotFound.into()));
    }
}

/// 3.1.3.7 item 7
#[test]
fn accepts_each_algorithm_of_a_list_and_no_other() {
    let list = json!(["RS256", "EdDSA"]);
    for alg in ["RS256", "EdDSA"] {
        let outcome = sign_in(&mut host(list.clone(), alg), |claims| token(alg, &json!({ "alg": alg }), claims));
        assert_eq!(outcome, Ok(()), "{alg}");
    }
    for alg in ["PS256", "RS512", "ES256", "Ed25519"] {
        let mut host = host(list.clone(), alg);
        let refused = sign_in(&mut host, |claims| token(alg, &json!({ "alg": alg }), claims));
        let expected = Failure::new(Error::AlgNotAllowed).with("expected", "RS256 EdDSA").with("received", alg);
        assert_eq!(refused, Err(expected));
        assert!(host.requests(JWKS).is_empty(), "no key is asked for");
    }
}

/// 3.1.3.7 item 7
#[test]
fn rejects_each_algorithm_that_the_metadata_does_not_list() {
    let list = "id_token_signing_alg_values_supported";
    for (alg, _) in ALL {
        let others: Vec<&str> = ALL.iter().map(|(name, _)| *name).filter(|name| *name != alg).collect();
        for (supported, expected) in [
            (json!(others), Err(Failure::new(Error::AlgNotAllowed).with("expected", list).with("received", alg))),
            (json!([alg]), Ok(())),
        ] {
            let mut host = host(json!(alg), alg);
            host.stands(DISCOVERY, answer(&with(metadata_document(), json!({ list: supported }))));
            assert_eq!(sign_in(&mut host, |claims| token(alg, &json!({ "alg": alg }), claims)), expected);
        }
    }
}

/// OpenID Connect Core 3.1.3.6: the hash is that of the token's own algorithm.
#[test]
fn binds_access_token_and_code_with_the_hash_of_each_algorithm() {
    for (alg, hash) in ALL {
        let mut host = host(json!(alg), alg);
        let begun = host.log_in(json!({}));
        host.effects.clear();
        let code = format!("code-of-{}", begun.state);
        let bound = json!({
            "nonce": begun.nonce, "at_hash": left_half(hash, "at-1"), "c_hash": left_half(hash, &code),
        });
        let id_token = token(alg, &json!({ "alg": alg }), &with(claims(), bound));
        host.come_back(&begun, &with(token_document(), json!({ "id_token": id_token }))).unwrap();
        let digest = format!("Digest {hash}");
        assert_eq!(host.trace()[3..], ["VerifySignature", &digest, &digest, "SaveSession"], "{alg}");
    }
}

/// A page of a client with this `idTokenSignedResponseAlg`, before a server with the key of `alg`, which lists none.
fn host(configured: Value, alg: &str) -> Host {
    let mut host = Host::with_client(client_with(json!({ "idTokenSignedResponseAlg": configured })));
    host.stands(DISCOVERY, answer(&without(metadata_document(), "id_token_signing_alg_values_supported")));
    host.stands(JWKS, answer(&jwks_of(alg)));
    host
}

fn sign_in(host: &mut Host, token: impl FnOnce(&Value) -> String) -> Result<(), Box<Failure>> {
    let begun = host.log_in(json!({}));
    let claims = with(claims(), json!({ "nonce": begun.nonce }));
    host.come_back(&begun, &with(token_document(), json!({ "id_token": token(&claims) }))).map(drop)
}
