//! The key set, and the choice of the one key (RFC 7517, OpenID Connect Core 10.1).

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::json::Record;
use proofkey::protocol::algorithm::Algorithm;
use proofkey::protocol::http::Response;
use proofkey::protocol::jwks::Jwks;
use serde_json::{Value, json};

#[test]
fn takes_the_key_of_that_kid_and_only_its_material() {
    let jwks = keys(json!([rsa("k1"), rsa("k2"), with(rsa("k3"), json!({ "n": modulus(300) }))]));
    let material = key(&jwks, "RS256", Some("k3")).unwrap().to_json();
    assert_eq!(material, format!(r#"{{"kty":"RSA","n":"{}","e":"AQAB"}}"#, modulus(300)));
    assert_eq!(key(&jwks, "RS256", Some("K3")), Err(Error::KeyNotFound));
    assert_eq!(key(&jwks, "RS256", Some("")), Err(Error::KeyNotFound));
}

#[test]
fn takes_the_only_suitable_key_when_the_token_names_none() {
    let jwks = keys(json!([ec("e1"), rsa("k1"), with(rsa("k2"), json!({ "use": "enc" }))]));
    assert_eq!(chosen(&jwks, "RS256", None), Ok("RSA".into()));
    assert_eq!(chosen(&jwks, "ES256", None), Ok("EC".into()));
}

#[test]
fn rejects_several_suitable_keys_when_the_token_names_none() {
    assert_eq!(key(&keys(json!([rsa("k1"), rsa("k2")])), "RS256", None), Err(Error::KeyAmbiguous));
}

#[test]
fn rejects_two_suitable_keys_of_one_kid() {
    assert_eq!(key(&keys(json!([rsa("k1"), rsa("k1")])), "RS256", Some("k1")), Err(Error::KeyAmbiguous));
    assert_eq!(chosen(&keys(json!([ec("k1"), rsa("k1")])), "RS256", Some("k1")), Ok("RSA".into()));
}

#[test]
fn does_not_take_a_key_without_kid_for_a_token_that_names_one() {
    assert_eq!(key(&keys(json!([without(rsa("k1"), "kid")])), "RS256", Some("k1")), Err(Error::KeyNotFound));
}

#[test]
fn takes_no_key_of_another_purpose() {
    for changes in [
        json!({ "use": "enc" }),
        json!({ "use": null }),
        json!({ "key_ops": ["sign"] }),
        json!({ "key_ops": [] }),
        json!({ "key_ops": "verify" }),
        json!({ "alg": "RS512" }),
        json!({ "alg": "RSA-OAEP" }),
        json!({ "alg": 256 }),
        json!({ "kty": "rsa" }),
        json!({ "kty": "oct" }),
        json!({ "d": "private" }),
    ] {
        let jwks = keys(json!([with(rsa("k1"), changes.clone())]));
        assert_eq!(key(&jwks, "RS256", Some("k1")), Err(Error::KeyNotFound), "{changes}");
    }
    let good = with(rsa("k1"), json!({ "use": "sig", "key_ops": ["sign", "verify"], "alg": "RS256" }));
    assert_eq!(chosen(&keys(json!([good])), "RS256", Some("k1")), Ok("RSA".into()));
}

#[test]
fn takes_no_elliptic_curve_key_of_another_curve() {
    for curve in ["P-384", "P-521", "secp256k1", "Ed25519", "p-256"] {
        let jwks = keys(json!([with(ec("e1"), json!({ "crv": curve }))]));
        assert_eq!(key(&jwks, "ES256", Some("e1")), Err(Error::KeyNotFound), "{curve}");
    }
    assert_eq!(key(&keys(json!([rsa("k1")])), "ES256", Some("k1")), Err(Error::KeyNotFound));
}

#[test]
fn skips_incomplete_and_unknown_keys_and_uses_the_others() {
    let rubbish = [
        json!(null),
        json!("k1"),
        json!([]),
        json!({}),
        json!({ "kty": "OKP", "kid": "k1", "x": "a" }),
        without(rsa("k1"), "n"),
        without(rsa("k1"), "e"),
        with(rsa("k1"), json!({ "n": "" })),
        with(rsa("k1"), json!({ "n": 1 })),
        without(rsa("k1"), "kty"),
    ];
    let mut all = rubbish.to_vec();
    all.push(rsa("k1"));
    assert_eq!(key(&keys(json!(rubbish)), "RS256", Some("k1")), Err(Error::KeyNotFound));
    assert_eq!(chosen(&keys(json!(all)), "RS256", Some("k1")), Ok("RSA".into()));
}

#[test]
fn accepts_a_modulus_of_2048_bits_and_rejects_a_shorter_one() {
    let mut short = [0xff; 256];
    short[0] = 0x7f;
    let mut padded = [0xff; 257];
    padded[0] = 0;
    for (modulus, good) in [
        (base64url(&[0x80; 256]), true),
        (base64url(&[0x01; 257]), true),
        (base64url(&short), false),
        (base64url(&[0xff; 128]), false),
        (base64url(&padded), false),
        ("*".repeat(400), false),
    ] {
        let expected = if good { Ok("RSA".into()) } else { Err(Error::KeyUnusable) };
        let jwks = keys(json!([with(rsa("k1"), json!({ "n": modulus }))]));
        assert_eq!(chosen(&jwks, "RS256", Some("k1")), expected, "{modulus}");
    }
}

#[test]
fn rejects_an_rsa_exponent_that_is_even_or_one() {
    for (exponent, good) in [
        (&[3][..], true),
        (&[1, 0, 1], true),
        (&[1], false),
        (&[0, 1], false),
        (&[0, 0, 1], false),
        (&[2], false),
        (&[1, 0, 0], false),
        (&[0], false),
    ] {
        let expected = if good { Ok("RSA".into()) } else { Err(Error::KeyUnusable) };
        let jwks = keys(json!([with(rsa("k1"), json!({ "e": base64url(exponent) }))]));
        assert_eq!(chosen(&jwks, "RS256", Some("k1")), expected, "{exponent:?}");
    }
}

#[test]
fn rejects_a_document_whose_keys_are_no_array() {
    for document in [json!({}), json!({ "keys": {} }), json!({ "keys": null }), json!({ "keys": "x" })] {
        assert_eq!(refusal(Jwks::from_response(&answer(&document))), Some(Error::JwksInvalid), "{document}");
    }
    assert_eq!(refusal(Jwks::from_response(&answer_text("[]"))), Some(Error::JsonInvalid));
}

#[test]
fn reads_json_and_jwk_set_json_and_nothing_else() {
    for (content_type, expected) in [
        ("application/json", None),
        ("application/jwk-set+json", None),
        ("text/html", Some(Error::ResponseNotJson)),
        ("application/octet-stream", Some(Error::ResponseNotJson)),
    ] {
        let response = Response { content_type: content_type.into(), ..answer(&json!({ "keys": [] })) };
        assert_eq!(refusal(Jwks::from_response(&response)), expected, "{content_type}");
    }
    let missing = Response { status: 404, ..answer(&json!({ "keys": [] })) };
    assert_eq!(refusal(Jwks::from_response(&missing)), Some(Error::HttpStatus));
}

#[test]
fn finds_no_key_in_an_empty_set() {
    assert_eq!(key(&Jwks::default(), "RS256", None), Err(Error::KeyNotFound));
    assert_eq!(key(&keys(json!([])), "ES256", Some("e1")), Err(Error::KeyNotFound));
}

fn key(jwks: &Jwks, algorithm: &str, kid: Option<&str>) -> Result<Record, Error> {
    jwks.key(Algorithm::parse(algorithm).unwrap(), kid)
}

fn keys(keys: Value) -> Jwks {
    Jwks::from_response(&answer(&json!({ "keys": keys }))).unwrap()
}

/// The `kty` of the chosen key.
fn chosen(jwks: &Jwks, algorithm: &str, kid: Option<&str>) -> Result<String, Error> {
    key(jwks, algorithm, kid).map(|key| key.text("kty").into())
}

fn rsa(kid: &str) -> Value {
    json!({ "kty": "RSA", "kid": kid, "n": modulus(256), "e": "AQAB" })
}

fn ec(kid: &str) -> Value {
    json!({ "kty": "EC", "kid": kid, "crv": "P-256", "x": base64url(&[1; 32]), "y": base64url(&[2; 32]) })
}

fn modulus(bytes: usize) -> String {
    base64url(&vec![0xff; bytes])
}
