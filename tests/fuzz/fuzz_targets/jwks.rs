//! A key set: `alg kid`, then the document. A key that is chosen is the only one that fits, strong enough, public, and
//! nothing but its material; and the order of the keys decides nothing.

#![no_main]

use libfuzzer_sys::fuzz_target;
use proofkey::error::Error;
use proofkey::json::{Record, Value};
use proofkey::protocol::algorithm::Algorithm;
use proofkey::protocol::http::Response;
use proofkey::protocol::jwks::Jwks;
use proofkey_fuzz::{decoded, head_and_body};

fuzz_target!(|input: &[u8]| {
    let Some((head, body)) = head_and_body(input) else { return };
    let (name, kid) = head.split_once(' ').unwrap_or((head, ""));
    let response = Response {
        status: 200,
        content_type: "application/jwk-set+json".into(),
        retry_after: String::new(),
        body: body.into(),
    };
    let (Ok(algorithm), Ok(jwks)) = (Algorithm::parse(name), Jwks::from_response(&response)) else { return };
    let document = Record::parse(body).expect("a key set is an object");
    let keys = document.member("keys").and_then(Value::as_array).expect("a key set has keys");
    let kid = (!kid.is_empty()).then_some(kid);

    let chosen = jwks.key(algorithm, kid);
    assert_eq!(chosen, reversed(keys).key(algorithm, kid), "the order of the keys decides");
    match chosen {
        Ok(key) => {
            let fitting = keys.iter().filter_map(Value::as_record).filter(|known| fits(known, algorithm, kid));
            let [original] = fitting.collect::<Vec<_>>()[..] else { panic!("not one key fits") };
            let names: Vec<_> = key.members().map(|(name, _)| name).collect();
            assert_eq!(names, algorithm.key.material);
            for name in names {
                assert!(!key.text(name).is_empty());
                assert_eq!(key.member(name), original.member(name));
            }
            if algorithm.key.kty == "RSA" {
                strong(&key);
            }
        }
        // Without a kid, there may be several; with one, it is because two keys share it.
        Err(Error::KeyAmbiguous | Error::KeyUnusable) => {
            assert!(keys.iter().filter_map(Value::as_record).any(|key| fits(key, algorithm, kid)));
        }
        Err(error) => {
            assert_eq!(error, Error::KeyNotFound);
            assert!(!keys.iter().filter_map(Value::as_record).any(|key| fits(key, algorithm, kid)));
        }
    }
});

fn reversed(keys: &[Value]) -> Jwks {
    let mut document = Record::default();
    document.set("keys", Value::Array(keys.iter().rev().cloned().collect()));
    Jwks::parse(&document).expect("it has keys")
}

/// RFC 7517 section 4 in other words than the core's: the key is public, of this kind, whole, and not for another use.
fn fits(key: &Record, algorithm: &Algorithm, kid: Option<&str>) -> bool {
    let is = |name: &str, expected: &str| key.member(name) == Some(&Value::Text(expected.into()));
    let is_or_absent = |name: &str, expected: &str| key.member(name).is_none() || is(name, expected);
    let verifies = match key.member("key_ops") {
        None => true,
        Some(Value::Array(operations)) => operations.contains(&Value::Text("verify".into())),
        Some(_) => false,
    };
    let whole = algorithm
        .key
        .material
        .iter()
        .all(|name| matches!(key.member(name), Some(Value::Text(text)) if !text.is_empty()));
    // An RSA key has no curve; one that names it as empty, or as anything but a text, is taken for one without.
    let same_curve = key.text("crv") == algorithm.key.crv;
    kid.is_none_or(|kid| is("kid", kid))
        && is("kty", algorithm.key.kty)
        && same_curve
        && whole
        && verifies
        && key.member("d").is_none()
        && is_or_absent("use", "sig")
        && is_or_absent("alg", algorithm.name)
}

/// 2048 bits or more, and an odd exponent above 1, both without leading zeros (RFC 7518 sections 3.3 and 6.3.1).
fn strong(key: &Record) {
    let modulus = decoded(key.text("n")).expect("n is base64url");
    let exponent = decoded(key.text("e")).expect("e is base64url");
    let bits = modulus.len() * 8 - usize::try_from(modulus[0].leading_zeros()).expect("a byte has 8 bits");
    assert!(bits >= 2048 && modulus[0] != 0, "{bits} bits");
    assert!(exponent[0] != 0 && exponent != [1] && exponent[exponent.len() - 1] % 2 == 1, "exponent {exponent:?}");
}
