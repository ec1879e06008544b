//! Signatures, made and checked with real keys (OpenID Connect Core 3.1.3.7 items 6 to 8).

use super::fixtures::*;
use super::host::*;
use super::provider;
use super::signer::{edit_signature, es256, es256_in_der, rs256, signed};
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::Effect;
use serde_json::{Value, json};

/// 3.1.3.7 item 6
#[test]
fn rejects_id_token_whose_signature_was_changed_in_one_bit() {
    for index in [0, 1, 128, 255] {
        let spoil = |token: String| edit_signature(&token, |signature| signature[index] ^= 1);
        assert_eq!(rs256_sign_in(json!({}), spoil), Err(Error::SignatureInvalid), "{index}");
    }
}

/// 3.1.3.7 item 6
#[test]
fn rejects_id_token_whose_signature_is_cut_or_longer() {
    let cut = |token: String| edit_signature(&token, |signature| signature.truncate(255));
    assert_eq!(rs256_sign_in(json!({}), cut), Err(Error::SignatureInvalid));
    let longer = |token: String| edit_signature(&token, |signature| signature.push(0));
    assert_eq!(rs256_sign_in(json!({}), longer), Err(Error::SignatureInvalid));
}

/// 3.1.3.7 item 6
#[test]
fn rejects_id_token_whose_payload_was_changed_behind_the_signature() {
    let forge = |token: String| {
        let [header, payload, signature]: [&str; 3] = token.split('.').collect::<Vec<_>>().try_into().unwrap();
        let claims = String::from_utf8(strict_bytes(payload).unwrap()).unwrap().replace("user-1", "user-2");
        [header, &base64url(claims.as_bytes()), signature].join(".")
    };
    assert_eq!(rs256_sign_in(json!({}), forge), Err(Error::SignatureInvalid));
}

/// 3.1.3.7 item 6: the bytes that came are checked, not what was read from them.
#[test]
fn verifies_the_received_bytes() {
    assert_eq!(rs256_sign_in(json!({ "x": "unknown members of the header change nothing" }), |token| token), Ok(()));
}

/// 3.1.3.7 item 7
#[test]
fn rejects_id_token_with_a_good_signature_of_an_algorithm_that_is_not_expected() {
    let mut host = Host::new();
    host.stands(JWKS, answer(&provider::jwks_of("ES256")));
    let refused = sign_in(&mut host, |claims| es256(&ec_header(), claims)).unwrap_err();
    let expected = Failure::new(Error::AlgNotAllowed).with("expected", "RS256").with("received", "ES256");
    assert_eq!(refused, expected);
    assert!(host.requests(JWKS).is_empty(), "no key is asked for");
}

/// 3.1.3.7 item 7
#[test]
fn rejects_an_algorithm_that_the_metadata_does_not_list() {
    let mut host = Host::new();
    let list = "id_token_signing_alg_values_supported";
    host.stands(DISCOVERY, answer(&with(metadata_document(), json!({ list: ["ES256", "none"] }))));
    let expected = Failure::new(Error::AlgNotAllowed).with("expected", list).with("received", "RS256");
    assert_eq!(sign_in(&mut host, |claims| rs256(&header(), claims)), Err(expected));
    assert!(!host.has_saved_a_session());
}

/// 3.1.3.7 item 8
#[test]
fn rejects_hmac_and_none_before_any_key_is_asked_for() {
    for alg in ["HS256", "none", "None", "RS1"] {
        let mut host = Host::new();
        let header = with(header(), json!({ "alg": alg }));
        let refused = sign_in(&mut host, |claims| signed(&header, claims, |_| b"mac".into()));
        assert_eq!(refused, Err(Error::AlgUnsupported.into()), "{alg}");
        assert!(host.requests(JWKS).is_empty());
        assert!(!host.has_saved_a_session());
    }
}

/// 3.1.3.7 item 8
#[test]
fn rejects_hmac_although_the_metadata_lists_it() {
    let mut host = Host::new();
    let document = json!({ "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"] });
    host.stands(DISCOVERY, answer(&with(metadata_document(), document)));
    let header = with(header(), json!({ "alg": "HS256" }));
    let refused = sign_in(&mut host, |claims| signed(&header, claims, |_| b"mac".into()));
    assert_eq!(refused, Err(Error::AlgUnsupported.into()));
}

/// 3.1.3.7 item 1
#[test]
fn rejects_an_encrypted_id_token_before_any_key_is_asked_for() {
    let mut host = Host::new();
    assert_eq!(sign_in(&mut host, |_| "e30.e30.e30.e30.e30".into()), Err(Error::JweUnsupported.into()));
    assert!(host.requests(JWKS).is_empty());
}

#[test]
fn accepts_es256_where_it_is_configured() {
    assert_eq!(es256_sign_in(|claims| es256(&ec_header(), claims)), Ok(()));
}

/// RFC 7518 section 3.4
#[test]
fn rejects_es256_signatures_in_der_and_of_zeros() {
    assert_eq!(es256_sign_in(|claims| es256_in_der(&ec_header(), claims)), Err(Error::SignatureInvalid));
    assert_eq!(es256_sign_in(|claims| signed(&ec_header(), claims, |_| vec![0; 64])), Err(Error::SignatureInvalid));
}

#[test]
fn rejects_rs256_where_es256_is_configured() {
    assert_eq!(es256_sign_in(|claims| rs256(&header(), claims)), Err(Error::AlgNotAllowed));
}

#[test]
fn accepts_a_token_without_kid_if_one_key_is_suitable() {
    let mut host = Host::new();
    let header = without(header(), "kid");
    assert_eq!(sign_in(&mut host, |claims| rs256(&header, claims)), Ok(()));
}

#[test]
fn saves_nothing_if_webcrypto_fails() {
    let mut host = Host::new();
    host.broken = |effect| matches!(effect, Effect::VerifySignature(_)).then_some(Error::CryptoUnavailable);
    assert_eq!(sign_in(&mut host, |claims| rs256(&header(), claims)), Err(Error::CryptoUnavailable.into()));
    assert!(!host.has_saved_a_session());
}

/// Signs in with a token that was spoilt, and makes sure that it would have been good.
fn rs256_sign_in(changes: Value, spoil: impl FnOnce(String) -> String) -> Result<(), Error> {
    let header = with(header(), changes);
    sign_in(&mut Host::new(), |claims| rs256(&header, claims)).unwrap();
    let mut host = Host::new();
    let outcome = sign_in(&mut host, |claims| spoil(rs256(&header, claims)));
    assert_eq!(host.has_saved_a_session(), outcome.is_ok());
    outcome.map_err(|failure| failure.error)
}

fn es256_sign_in(token: impl FnOnce(&Value) -> String) -> Result<(), Error> {
    let mut host = Host::with_client(client_with(json!({ "idTokenSignedResponseAlg": "ES256" })));
    host.stands(JWKS, answer(&provider::jwks_of("ES256")));
    let outcome = sign_in(&mut host, token);
    assert_eq!(host.has_saved_a_session(), outcome.is_ok());
    outcome.map_err(|failure| failure.error)
}

fn sign_in(host: &mut Host, token: impl FnOnce(&Value) -> String) -> Result<(), Box<Failure>> {
    let begun = host.log_in(json!({}));
    let claims = with(claims(), json!({ "nonce": begun.nonce }));
    host.come_back(&begun, &with(token_document(), json!({ "id_token": token(&claims) }))).map(drop)
}

fn ec_header() -> Value {
    json!({ "alg": "ES256" })
}
