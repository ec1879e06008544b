//! `at_hash` and `c_hash` in the flows: looked at behind the signature, before anything is stored (OpenID Connect Core
//! 3.1.3.8, 3.3.2.11).

use super::fixtures::*;
use super::host::*;
use super::provider::{refreshed_tokens_with, tokens_with};
use super::webcrypto::left_half;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::{AccessToken, Effect};
use serde_json::{Value, json};

#[test]
fn asks_for_no_digest_if_nothing_is_bound() {
    let mut host = Host::new();
    assert_eq!(sign_in(&mut host, |_| json!({})), Ok(()));
    assert_eq!(host.trace()[3..], ["VerifySignature", "SaveSession"]);
}

#[test]
fn accepts_each_of_the_two_alone() {
    for name in ["at_hash", "c_hash"] {
        let mut host = Host::new();
        assert_eq!(sign_in(&mut host, |code| json!({ name: good(code)[name] })), Ok(()), "{name}");
        assert_eq!(host.trace()[3..], ["VerifySignature", "Digest SHA-256", "SaveSession"]);
    }
}

#[test]
fn hashes_the_access_token_first_and_then_the_code() {
    let mut host = Host::new();
    let mut bound = String::new();
    sign_in(&mut host, |code| {
        bound = code.into();
        good(code)
    })
    .unwrap();
    let digests: Vec<&Effect> = host.effects.iter().filter(|effect| matches!(effect, Effect::Digest(..))).collect();
    assert_eq!(digests, [&Effect::Digest("SHA-256", "at-1".into()), &Effect::Digest("SHA-256", bound)]);
}

#[test]
fn rejects_a_token_that_is_bound_to_another_access_token_or_code() {
    let other = left_half("SHA-256", "another");
    for (changes, error) in [
        (json!({ "at_hash": other }), Error::AtHashMismatch),
        (json!({ "at_hash": left_half("SHA-512", "at-1") }), Error::AtHashMismatch),
        (json!({ "at_hash": null }), Error::AtHashMismatch),
        (json!({ "c_hash": other }), Error::CHashMismatch),
        (json!({ "c_hash": left_half("SHA-256", "at-1") }), Error::CHashMismatch),
        (json!({ "c_hash": [] }), Error::CHashMismatch),
    ] {
        let mut host = Host::new();
        let refused = sign_in(&mut host, |code| with(good(code), changes.clone()));
        assert_eq!(refused, Err(error.into()), "{changes}");
        assert!(host.trace().last().unwrap().starts_with("Digest"));
        assert!(!host.has_saved_a_session());
    }
}

#[test]
fn saves_nothing_if_there_is_no_digest() {
    let mut host = Host::new();
    host.broken = |effect| matches!(effect, Effect::Digest(..)).then_some(Error::CryptoUnavailable);
    assert_eq!(sign_in(&mut host, good), Err(Error::CryptoUnavailable.into()));
    assert!(!host.has_saved_a_session());
}

/// A refreshed ID Token may bind the access token that came with it; no code asked for it.
#[test]
fn holds_for_a_refresh_too() {
    for (changes, expected) in [
        (json!({ "at_hash": left_half("SHA-256", "at-2") }), Ok(())),
        (json!({ "at_hash": left_half("SHA-256", "at-1") }), Err(Error::AtHashMismatch.into())),
        (json!({ "c_hash": left_half("SHA-256", "code") }), Err(Error::CHashMismatch.into())),
    ] {
        let mut host = Host::new();
        host.sign_in();
        host.now = NOW + 3600;
        host.answers(TOKEN, Ok(answer(&refreshed_tokens_with(changes, host.now))));
        assert_eq!(host.drive(AccessToken::default()).map(drop), expected);
        assert_eq!(host.session.is_some(), expected.is_ok(), "the old refresh token is spent");
    }
}

/// Signs in with what `bound` adds to the claims, once it is told the code.
fn sign_in(host: &mut Host, bound: impl FnOnce(&str) -> Value) -> Result<(), Box<Failure>> {
    let begun = host.log_in(json!({}));
    host.effects.clear();
    let claims = with(with(claims(), json!({ "nonce": begun.nonce })), bound(&format!("code-of-{}", begun.state)));
    host.come_back(&begun, &tokens_with(&claims)).map(drop)
}

fn good(code: &str) -> Value {
    json!({ "at_hash": left_half("SHA-256", "at-1"), "c_hash": left_half("SHA-256", code) })
}
