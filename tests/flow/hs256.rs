//! The one exception to "every signature is verified": HS256, where the app declares it, for an ID Token that the token
//! endpoint itself answered with (OpenID Connect Core 3.1.3.7 item 6). Nothing else is let off.

use super::fixtures::*;
use super::host::*;
use super::provider::refreshed_tokens;
use super::signer::{hs256, rs256, signed};
use super::webcrypto::left_half;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::AccessToken;
use proofkey::json::{self, Record};
use proofkey::protocol::http::Response;
use serde_json::{Value, json};

#[test]
fn believes_a_token_of_the_token_endpoint_and_says_that_its_signature_was_not_verified() {
    let mut host = host();
    let result = sign_in(&mut host, |claims| hs256(&claims)).unwrap();
    assert_eq!(result.member("id_token_signature_verified"), Some(&json::Value::Bool(false)));
    assert_eq!(host.trace(), ["TakeTransaction", &format!("POST {TOKEN}"), "SaveSession"]);

    let later = host.drive(AccessToken::default()).unwrap();
    assert_eq!(later.member("id_token_signature_verified"), Some(&json::Value::Bool(false)));
}

#[test]
fn checks_every_claim() {
    for (changes, error) in [
        (json!({ "iss": "https://op.example/" }), Error::IssuerMismatch),
        (json!({ "aud": "other" }), Error::AudMismatch),
        (json!({ "aud": ["spa-1", "other"] }), Error::AudUntrusted),
        (json!({ "azp": "other" }), Error::AzpMismatch),
        (json!({ "exp": NOW - 60 }), Error::Expired),
        (json!({ "nbf": NOW + 61 }), Error::NotYetValid),
        (json!({ "nonce": "another sign-in's" }), Error::NonceMismatch),
        (json!({ "nonce": null }), Error::NonceMismatch),
        (json!({ "at_hash": left_half("SHA-256", "another") }), Error::AtHashMismatch),
        (json!({ "c_hash": left_half("SHA-256", "another") }), Error::CHashMismatch),
        (json!({ "sub": "" }), Error::IdTokenClaimInvalid),
    ] {
        let mut host = host();
        assert_eq!(sign_in(&mut host, |claims| hs256(&with(claims, changes.clone()))), Err(error.into()), "{changes}");
        assert!(!host.has_saved_a_session());
    }
}

#[test]
fn names_the_difference_of_the_clocks() {
    let mut host = host();
    let mut expected = Failure::new(Error::ClockSkew);
    expected.details.set_seconds("skew_seconds", 61);
    let refused = sign_in(&mut host, |claims| hs256(&with(claims, json!({ "iat": NOW + 61 }))));
    assert_eq!(refused, Err(expected));
    assert!(!host.has_saved_a_session());
}

#[test]
fn binds_the_access_token_with_sha_256() {
    let mut host = host();
    let bound = json!({ "at_hash": left_half("SHA-256", "at-1") });
    sign_in(&mut host, |claims| hs256(&with(claims, bound))).unwrap();
    assert_eq!(host.trace()[2..], ["Digest SHA-256", "SaveSession"]);
}

/// A server that begins to sign properly is not taken at its word: the app says what it expects.
#[test]
fn rejects_every_other_algorithm_where_it_is_declared() {
    for alg in ["RS256", "ES256", "HS384", "HS512", "hs256", "none"] {
        let mut host = host();
        let header = json!({ "alg": alg });
        let refused = sign_in(&mut host, |claims| match alg {
            "RS256" => rs256(&header, &claims),
            _ => signed(&header, &claims, |_| b"mac".into()),
        });
        let expected = Failure::new(Error::AlgNotAllowed).with("expected", "HS256").with("received", alg);
        assert_eq!(refused, Err(expected));
        assert!(!host.has_saved_a_session());
    }
}

#[test]
fn reads_its_form_as_strictly_as_any_other() {
    for (changes, error) in [
        (json!({ "typ": "at+jwt" }), Error::TypUnsupported),
        (json!({ "crit": ["exp"] }), Error::CritUnsupported),
        (json!({ "kid": 1 }), Error::JwsMalformed),
    ] {
        let header = with(json!({ "alg": "HS256" }), changes);
        let refused = sign_in(&mut host(), |claims| signed(&header, &claims, |_| b"mac".into()));
        assert_eq!(refused, Err(error.into()), "{header}");
    }
}

#[test]
fn rejects_it_if_the_metadata_lists_algorithms_without_it() {
    let list = "id_token_signing_alg_values_supported";
    let mut host = host();
    host.stands(DISCOVERY, answer(&with(metadata_document(), json!({ list: ["RS256"] }))));
    let expected = Failure::new(Error::AlgNotAllowed).with("expected", list).with("received", "HS256");
    assert_eq!(sign_in(&mut host, |claims| hs256(&claims)), Err(expected));
}

#[test]
fn is_no_exception_for_userinfo() {
    let mut host = host();
    sign_in(&mut host, |claims| hs256(&claims)).unwrap();
    let body = hs256(&json!({ "sub": "user-1" }));
    let answer = Response { content_type: "application/jwt".into(), body: body.into(), ..answer_text("") };
    host.answers(USERINFO, Ok(answer));
    assert_eq!(host.run("userInfo", ""), Err(Error::AlgUnsupported.into()));
}

#[test]
fn refreshes_into_a_token_that_is_signed_in_the_same_way() {
    let mut host = stale();
    host.answers(TOKEN, Ok(answer(&refreshed(hs256(&claims_at(NOW + 3600))))));
    let result = host.drive(AccessToken::default()).unwrap();
    assert_eq!(result.member("id_token_signature_verified"), Some(&json::Value::Bool(false)));
    assert_eq!(result.text("access_token"), "at-2");
    let post = format!("POST {TOKEN}");
    assert_eq!(host.trace(), ["ReadSession", "Lock", "ReadSession", &post, "ReplaceSession", "Unlock"]);
}

#[test]
fn ends_the_session_if_a_refresh_changes_the_algorithm() {
    let mut host = stale();
    host.answers(TOKEN, Ok(answer(&refreshed(rs256(&header(), &claims_at(NOW + 3600))))));
    let expected = Failure::new(Error::AlgNotAllowed).with("expected", "HS256").with("received", "RS256");
    assert_eq!(host.drive(AccessToken::default()), Err(expected));
    assert_eq!(host.session, None);
}

/// The session outlives a release of the app that no longer declares HS256.
#[test]
fn ends_the_session_if_the_next_release_of_the_app_expects_another_algorithm() {
    let mut host = stale();
    host.client = client();
    host.new_page();
    host.stands(DISCOVERY, answer(&metadata_document()));
    host.answers(TOKEN, Ok(answer(&refreshed(rs256(&header(), &claims_at(NOW + 3600))))));
    assert_eq!(host.drive(AccessToken::default()), Err(Error::RefreshMismatch.into()));
    assert_eq!(host.session, None);
}

/// A client that declares HS256, before a server that lists it.
fn host() -> Host {
    let mut host = Host::with_client(client_with(json!({ "idTokenSignedResponseAlg": "HS256" })));
    let list = json!({ "id_token_signing_alg_values_supported": ["RS256", "HS256"] });
    host.stands(DISCOVERY, answer(&with(metadata_document(), list)));
    host
}

/// Signed in, and the access token has just expired.
fn stale() -> Host {
    let mut host = host();
    sign_in(&mut host, |claims| hs256(&claims)).unwrap();
    host.effects.clear();
    host.now = NOW + 3600;
    host
}

fn sign_in(host: &mut Host, token: impl FnOnce(Value) -> String) -> Result<Record, Box<Failure>> {
    let begun = host.log_in(json!({}));
    host.effects.clear();
    let id_token = token(with(claims(), json!({ "nonce": begun.nonce })));
    host.come_back(&begun, &with(token_document(), json!({ "id_token": id_token })))
}

fn claims_at(now: i64) -> Value {
    with(without(claims(), "nonce"), json!({ "iat": now, "exp": now + 300 }))
}

fn refreshed(id_token: String) -> Value {
    with(refreshed_tokens(), json!({ "id_token": id_token }))
}
