//! The compact JWS: its form and its header (RFC 7515, RFC 8725). Signatures are checked in the tests of the flows.

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::json::Record;
use proofkey::protocol::algorithm::Algorithm;
use proofkey::protocol::jwks::Jwks;
use proofkey::protocol::jws::{Jws, SignatureCheck};
use serde_json::{Value, json};

#[test]
fn reads_a_token_of_three_parts() {
    let token = unsigned(&header(), &claims());
    let jws = Jws::parse(&token).ok().unwrap();
    assert_eq!(jws.claims().unwrap(), record(&claims()));
    assert_eq!(jws.into_payload(), claims().to_string().as_bytes());
}

#[test]
fn rejects_what_has_not_three_parts() {
    for token in ["", ".", "..", "e30", "e30.e30", "e30.e30.e30.e30", "e30.e30.", ".e30.e30", "e30..e30", "{}"] {
        rejects(token, Error::JwsMalformed);
    }
    let good = unsigned(&header(), &claims());
    rejects(&(good.clone() + ".x"), Error::JwsMalformed);
    rejects(&json!({ "payload": "e30", "signatures": [] }).to_string(), Error::JwsMalformed);
    rejects(good.rsplit_once('.').unwrap().0, Error::JwsMalformed);
}

#[test]
fn rejects_a_part_that_is_empty() {
    let [header, payload, signature] = parts();
    rejects(&format!(".{payload}.{signature}"), Error::JwsMalformed);
    rejects(&format!("{header}..{signature}"), Error::JwsMalformed);
    rejects(&format!("{header}.{payload}."), Error::JwsMalformed);
}

/// 3.1.3.7 item 1
#[test]
fn rejects_an_encrypted_token_of_five_parts() {
    rejects("e30.e30.e30.e30.e30", Error::JweUnsupported);
    rejects("e30..e30.e30.e30", Error::JweUnsupported);
}

#[test]
fn rejects_base64url_that_is_not_strict() {
    let [header, payload, signature] = parts();
    for spoil in [
        |part: &str| part.to_owned() + "=",
        |part: &str| part.to_owned() + "==",
        |part: &str| part.to_owned() + "\n",
        |part: &str| " ".to_owned() + part,
        |part: &str| "+".to_owned() + &part[1..],
        |part: &str| "/".to_owned() + &part[1..],
        |part: &str| "é".to_owned() + &part[1..],
        |part: &str| "%41".to_owned() + &part[1..],
    ] {
        rejects(&[&spoil(&header), &*payload, &*signature].join("."), Error::JwsMalformed);
        rejects(&[&*header, &spoil(&payload), &*signature].join("."), Error::JwsMalformed);
        rejects(&[&*header, &*payload, &spoil(&signature)].join("."), Error::JwsMalformed);
    }
}

#[test]
fn rejects_base64url_with_spare_bits_or_a_length_that_cannot_be() {
    let [header, payload, _] = parts();
    for signature in ["QQ", "QUI"] {
        assert_eq!(refusal(Jws::parse(&[&header, &payload, signature].join("."))), None, "{signature}");
    }
    for signature in ["QR", "QUJ", "Q", "QUJDR"] {
        rejects(&[&header, &payload, signature].join("."), Error::JwsMalformed);
    }
}

/// The core's own base64url against the engine of the `base64` crate, which wrote these tokens.
#[test]
fn reads_bytes_of_every_length_and_value() {
    for length in 1..=300_usize {
        let payload: Vec<u8> = (0..length).map(|index| u8::try_from(index * 7 % 256).unwrap()).collect();
        let token = compact(header().to_string().as_bytes(), &payload);
        assert_eq!(Jws::parse(&token).ok().unwrap().into_payload(), payload, "{length}");
    }
}

/// All signatures of one to three symbols, and what the strict engine of the `base64` crate makes of them.
#[test]
fn accepts_exactly_the_base64url_that_the_base64_crate_accepts() {
    let [header, payload, _] = parts();
    let symbols = "AQgwZaz0159-_=+/.é \n";
    let mut texts: Vec<String> = vec![String::new()];
    for _ in 0..3 {
        let longer = texts.iter().flat_map(|text| symbols.chars().map(move |symbol| format!("{text}{symbol}")));
        texts = longer.chain([String::new()]).collect();
        for text in texts.iter().filter(|text| !text.is_empty() && !text.contains('.')) {
            let expected = strict_bytes(text).is_none().then_some(Error::JwsMalformed);
            assert_eq!(refusal(Jws::parse(&[&*header, &*payload, text].join("."))), expected, "{text:?}");
        }
    }
}

#[test]
fn rejects_a_header_that_is_no_json_object() {
    for header in [&b"[]"[..], b"null", b"\"x\"", b"{", b"{\"alg\":\"RS256\xff\"}", b"\xef\xbb\xbf{\"alg\":\"RS256\"}"]
    {
        rejects(&compact(header, b"{}"), Error::JwsMalformed);
    }
    rejects(&compact(br#"{"alg":"none","alg":"RS256"}"#, b"{}"), Error::JwsMalformed);
}

#[test]
fn rejects_a_payload_that_is_no_json_object() {
    for payload in
        [&b"[]"[..], b"null", b"\"x\"", b"{}{}", b"{\"a\":\"\xff\"}", b"\xef\xbb\xbf{}", b"{\"a\":1,\"a\":1}"]
    {
        let token = compact(header().to_string().as_bytes(), payload);
        let jws = Jws::parse(&token).ok().unwrap();
        assert_eq!(jws.claims(), Err(Error::JwsMalformed), "{payload:x?}");
    }
}

#[test]
fn rejects_a_missing_or_mistyped_alg_and_a_mistyped_kid() {
    rejects(&unsigned(&without(header(), "alg"), &claims()), Error::JwsMalformed);
    for value in [json!(""), json!(null), json!(["RS256"]), json!(256)] {
        rejects_header(json!({ "alg": value }), Error::JwsMalformed);
    }
    for value in [json!(null), json!(1), json!(["k1"])] {
        rejects_header(json!({ "kid": value }), Error::JwsMalformed);
    }
}

#[test]
fn rejects_every_critical_extension() {
    for crit in [json!(["exp"]), json!(["b64"]), json!([]), json!(null), json!("exp")] {
        rejects_header(json!({ "crit": crit, "b64": false, "exp": 1 }), Error::CritUnsupported);
    }
}

#[test]
fn accepts_no_typ_or_jwt_in_any_case_and_rejects_every_other() {
    for typ in ["JWT", "jwt", "application/jwt", "Application/JWT"] {
        assert_eq!(refusal(Jws::parse(&unsigned(&with(header(), json!({ "typ": typ })), &claims()))), None, "{typ}");
    }
    assert_eq!(refusal(Jws::parse(&unsigned(&without(header(), "typ"), &claims()))), None);
    for typ in [json!("at+jwt"), json!("logout+jwt"), json!("dpop+jwt"), json!("JWS"), json!(""), json!(null), json!(1)]
    {
        rejects_header(json!({ "typ": typ }), Error::TypUnsupported);
    }
}

#[test]
fn accepts_64_kib_and_rejects_one_byte_more() {
    let start = compact(header().to_string().as_bytes(), b"{}");
    let token = start.clone() + &"A".repeat(64 * 1024 - start.len());
    assert_eq!(token.len() % 4, 0, "the length is one that base64url can have");
    assert_eq!(refusal(Jws::parse(&token)), None);
    rejects(&(token + "A"), Error::JwsMalformed);
}

/// 3.1.3.7 item 7
#[test]
fn rejects_a_good_algorithm_that_is_not_one_of_those_expected() {
    for (allowed, received) in [("RS256", "ES256"), ("RS256 PS256 EdDSA", "RS512"), ("Ed25519", "EdDSA"), ("", "RS256")]
    {
        let token = unsigned(&with(header(), json!({ "alg": received })), &claims());
        let expected = Failure::new(Error::AlgNotAllowed).with("expected", allowed).with("received", received);
        assert_eq!(Jws::parse(&token).ok().unwrap().algorithm(allowed), Err(expected));
    }
}

/// 3.1.3.7 item 7
#[test]
fn accepts_each_of_the_algorithms_expected() {
    for alg in ["RS256", "PS256", "EdDSA"] {
        let token = unsigned(&with(header(), json!({ "alg": alg })), &claims());
        let algorithm = Jws::parse(&token).ok().unwrap().algorithm("RS256 PS256 EdDSA").unwrap();
        assert_eq!(algorithm.name, alg);
    }
}

/// 3.1.3.7 item 8
#[test]
fn rejects_hmac_algorithms_although_a_key_of_that_kid_exists() {
    for alg in ["HS256", "HS384", "HS512"] {
        assert_eq!(signature_check(json!({ "alg": alg })), Err(Error::AlgUnsupported.into()), "{alg}");
    }
}

/// 3.1.3.7 item 7
#[test]
fn rejects_the_algorithm_none_in_every_spelling_and_all_unknown_ones() {
    for alg in [
        "none",
        "None",
        "NONE",
        "nOnE",
        "rs256",
        "RS256 ",
        "RS256 ES256",
        "RS1",
        "HS256",
        "ES256K",
        "RSA-OAEP",
        "toString",
    ] {
        assert_eq!(signature_check(json!({ "alg": alg })), Err(Error::AlgUnsupported.into()), "{alg}");
    }
}

/// 3.1.3.7 item 6
#[test]
fn asks_for_a_check_of_the_received_bytes_under_the_issuers_key() {
    let token = unsigned(&header(), &claims());
    let material = format!(r#"{{"kty":"RSA","n":"{}","e":"AQAB"}}"#, modulus());
    let expected = SignatureCheck {
        algorithm: Algorithm::parse("RS256").unwrap(),
        jwk: Record::parse(material.as_bytes()).unwrap(),
        signing_input: token.rsplit_once('.').unwrap().0.into(),
        signature: b"signature".into(),
    };
    assert_eq!(signature_check(json!({})), Ok(expected));
}

#[test]
fn never_uses_a_key_that_the_header_itself_brings() {
    let attacker = json!({ "kty": "RSA", "n": "evil", "e": "AQAB" });
    let brought =
        json!({ "jwk": attacker, "jku": "https://evil.example", "x5u": "https://evil.example", "x5c": ["x"] });
    assert_eq!(signature_check(brought.clone()).unwrap().jwk.text("n"), modulus());
    let unknown = signature_check(with(brought, json!({ "kid": "evil" })));
    assert_eq!(unknown, Err(Error::KeyNotFound.into()));
}

fn signature_check(changes: Value) -> Result<SignatureCheck, Box<Failure>> {
    let keys = json!({ "keys": [{ "kty": "RSA", "kid": "k1", "n": modulus(), "e": "AQAB" }] });
    let jwks = Jwks::from_response(&answer(&keys)).unwrap();
    let token = unsigned(&with(header(), changes), &claims());
    let jws = Jws::parse(&token)?;
    Ok(jws.signature_check(jws.algorithm("RS256 ES256")?, &jwks)?)
}

fn modulus() -> String {
    base64url(&[0xff; 256])
}

fn parts() -> [String; 3] {
    let token = unsigned(&header(), &claims());
    let parts: Vec<String> = token.split('.').map(Into::into).collect();
    parts.try_into().unwrap()
}

#[track_caller]
fn rejects_header(changes: Value, error: Error) {
    rejects(&unsigned(&with(header(), changes), &claims()), error);
}

#[track_caller]
fn rejects(token: &str, error: Error) {
    let start: String = token.chars().take(80).collect();
    assert_eq!(refusal(Jws::parse(token)), Some(error), "{start}");
}
