//! Compact JWS of every form.

use super::config;
use super::fixtures::*;
use proofkey::error::Error;
use proofkey::protocol::jwks::Jwks;
use proofkey::protocol::jws::{Jws, SignatureCheck};
use proptest::prelude::*;
use serde_json::json;

const ERRORS: [Error; 4] = [Error::JwsMalformed, Error::JweUnsupported, Error::CritUnsupported, Error::TypUnsupported];

proptest! {
    #![proptest_config(config())]

    #[test]
    fn reads_any_text_without_a_panic(text in any::<String>(), near in r"[A-Za-z0-9_.=-]{0,60}") {
        for text in [text, near] {
            prop_assert!(refusal(Jws::parse(&text)).is_some_and(|error| ERRORS.contains(&error)));
        }
    }

    #[test]
    fn reads_parts_of_any_bytes_without_a_panic(
        header in prop::collection::vec(any::<u8>(), 0..40),
        payload in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let good = header_text();
        for header in [header.as_slice(), good.as_bytes()] {
            match Jws::parse(&compact(header, &payload)) {
                Ok(token) => {
                    let claims = token.claims();
                    let is_object = matches!(serde_json::from_slice(&payload), Ok(serde_json::Value::Object(_)));
                    prop_assert!(claims.is_err() || is_object);
                    prop_assert_eq!(token.into_payload(), payload.clone());
                }
                Err(error) => prop_assert!(ERRORS.contains(&error)),
            }
        }
    }

    /// Whatever is changed of a token is refused, or is in the bytes that the signature is checked for.
    #[test]
    fn hands_every_character_of_a_token_to_the_signature_check(
        place in any::<prop::sample::Index>(),
        character in "[A-Za-z0-9_.=é-]",
    ) {
        let token = unsigned(&header(), &claims());
        let place = place.index(token.len());
        let changed = [&token[..place], &character, &token[place + 1..]].concat();
        let before = check_of(&token).unwrap();
        if let Some(after) = check_of(&changed) {
            prop_assert_eq!(after == before, changed == token);
            let input = changed.rsplit_once('.').unwrap().0;
            prop_assert_eq!(after.signing_input, input.as_bytes());
        }
    }
}

/// The check that a token would be put to; `None` if it is refused before.
fn check_of(token: &str) -> Option<SignatureCheck> {
    let key = json!({ "kty": "RSA", "n": base64url(&[0xff; 256]), "e": "AQAB" });
    let jwks = Jwks::parse(&record(&json!({ "keys": [with(key, json!({ "kid": "k1" }))] }))).unwrap();
    let jws = Jws::parse(token).ok()?;
    jws.signature_check(jws.algorithm("RS256 PS256").ok()?, &jwks).ok()
}

fn header_text() -> String {
    header().to_string()
}
