//! Proof Key for Code Exchange (RFC 7636).

use super::fixtures::*;
use proofkey::base64url;
use proofkey::error::Error;
use proofkey::protocol::pkce::CodeVerifier;
use std::collections::BTreeSet;

#[test]
fn derives_the_challenge_of_rfc_7636_appendix_b() {
    let verifier = CodeVerifier::parse("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").ok().unwrap();
    assert_eq!(verifier.challenge(), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

#[test]
fn makes_the_verifier_of_rfc_7636_appendix_b_from_its_octets() {
    let octets = [
        116, 24, 223, 180, 151, 153, 224, 37, 79, 250, 96, 125, 216, 173, 187, 186, 22, 212, 37, 77, 105, 214, 191,
        240, 91, 88, 5, 88, 83, 132, 141, 121,
    ];
    assert_eq!(base64url::encode(&octets), "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
}

#[test]
fn makes_verifiers_of_43_unreserved_characters_that_are_all_distinct() {
    let mut seen = BTreeSet::new();
    for seed in 0..10_000_u32 {
        let mut bytes = [7; 32];
        bytes[..4].copy_from_slice(&seed.to_be_bytes());
        let verifier = base64url::encode(&bytes);
        assert_eq!(verifier.len(), 43);
        assert_eq!(refusal(CodeVerifier::parse(&verifier)), None);
        assert!(seen.insert(verifier));
    }
}

#[test]
fn accepts_stored_verifiers_of_43_to_128_characters_only() {
    for (length, expected) in [
        (0, Some(Error::TransactionInvalid)),
        (42, Some(Error::TransactionInvalid)),
        (43, None),
        (128, None),
        (129, Some(Error::TransactionInvalid)),
    ] {
        assert_eq!(refusal(CodeVerifier::parse(&"a".repeat(length))), expected, "{length}");
    }
}

#[test]
fn rejects_stored_verifiers_with_other_than_unreserved_characters() {
    for character in [" ", "+", "/", "=", "%", "&", "é", "\n", "\0"] {
        let text = "a".repeat(43) + character;
        assert_eq!(refusal(CodeVerifier::parse(&text)), Some(Error::TransactionInvalid), "{character:?}");
    }
    assert_eq!(refusal(CodeVerifier::parse(&("-._~".to_owned() + &"Z9".repeat(20)))), None);
}
