//! Callback: what is refused, at which effect it stops, and that nothing is saved.

use super::fixtures::*;
use super::host::*;
use super::provider;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::{Effect, HandleCallback};
use proofkey::protocol::http::Response;
use serde_json::json;

#[test]
fn asks_for_nothing_if_the_url_is_no_callback() {
    for (url, error) in [
        ("https://app.example/cb", Error::NotACallback),
        ("https://app.example/other?state=s", Error::NotACallback),
        ("https://app.example/cb?code=c", Error::StateNotFound),
        ("https://app.example/cb?state=%E0%A4%A&code=c", Error::CallbackMalformed),
        ("https://app.example/cb#access_token=t&state=s", Error::CallbackHasToken),
    ] {
        let mut host = Host::new();
        assert_eq!(host.drive(HandleCallback::new(url)), Err(error.into()), "{url}");
        assert!(host.effects.is_empty(), "{url}");
    }
}

#[test]
fn believes_nothing_of_a_bad_response_whose_state_is_unknown() {
    for (url, error) in [
        ("https://app.example/other?code=c&state=s", Error::NotACallback),
        ("https://app.example/cb?code=c&code=d&state=s", Error::StateNotFound),
    ] {
        let mut host = Host::new();
        assert_eq!(host.drive(HandleCallback::new(url)), Err(error.into()), "{url}");
        assert_eq!(host.trace(), ["TakeTransaction"], "{url}");
    }
}

/// A response that is refused is used up like one that is redeemed.
#[test]
fn consumes_the_transaction_of_a_response_that_cannot_be_believed() {
    for (base, query, error) in [
        (REDIRECT_URI, "code=c&code=d", Error::CallbackAmbiguous),
        (REDIRECT_URI, "code=c&error=e", Error::CallbackAmbiguous),
        (REDIRECT_URI, "code=c&id_token=t", Error::CallbackHasToken),
        (REDIRECT_URI, "code=", Error::CallbackMalformed),
        ("https://evil.example/cb", "code=c", Error::NotACallback),
    ] {
        let (mut host, begun) = begin();
        let refused = host.drive(HandleCallback::new(&format!("{base}?{query}&state={}", begun.state)));
        assert_eq!(refused, Err(expected(error, &[])), "{query}");
        assert_eq!(host.trace(), ["TakeTransaction"], "{query}");
        let again = host.come_back(&begun, &provider::tokens(&begun.nonce)).unwrap_err();
        assert_eq!(again.error, Error::TransactionUsed, "{query}");
    }
}

#[test]
fn leaves_the_live_transaction_alone_when_a_forged_error_or_code_has_an_unknown_state() {
    let mut host = Host::new();
    let begun = host.log_in(json!({ "appState": "\"secret\"" }));
    for forged in ["error=access_denied&state=forged", "code=c&state=forged", "error=x&state=__proto__"] {
        let refused = host.drive(HandleCallback::new(&format!("{REDIRECT_URI}?{forged}&iss={ISSUER}")));
        assert_eq!(refused, Err(Error::StateNotFound.into()), "no appState comes out");
    }
    let result = host.come_back(&begun, &provider::tokens(&begun.nonce)).unwrap();
    assert_eq!(result.text("appState"), "\"secret\"");
}

#[test]
fn tells_an_error_response_with_app_state_and_consumes_the_transaction() {
    let (mut host, begun) = begin();
    let url = format!("{REDIRECT_URI}?error=login_required&error_description=d&state={}&iss={ISSUER}", begun.state);
    let expected = expected(Error::AuthorizationError, &[("error", "login_required"), ("error_description", "d")]);
    assert_eq!(host.drive(HandleCallback::new(&url)), Err(expected));
    assert_eq!(host.trace(), ["TakeTransaction"]);
    let refused = host.come_back(&begun, &provider::tokens(&begun.nonce)).unwrap_err();
    assert_eq!(refused.error, Error::TransactionUsed);
}

#[test]
fn sends_no_code_to_a_mixed_up_issuer() {
    for (iss, error) in [("&iss=https://evil.example", Error::IssMismatch), ("", Error::IssMissing)] {
        let (mut host, begun) = begin();
        let refused = host.drive(HandleCallback::new(&format!("{REDIRECT_URI}?code=c&state={}{iss}", begun.state)));
        let refused = refused.unwrap_err();
        assert_eq!((refused.error, refused.details.text("appState")), (error, "\"s\""));
        assert_eq!(host.trace(), ["TakeTransaction"]);
    }
}

#[test]
fn sends_no_code_for_a_transaction_that_expired_or_was_altered() {
    let (mut host, begun) = begin();
    host.now = NOW + 3600;
    let refused = host.drive(HandleCallback::new(&callback_url(&begun.state)));
    let refused = refused.unwrap_err();
    assert_eq!((refused.error, refused.details.text("appState")), (Error::TransactionExpired, "\"s\""));
    assert_eq!(host.trace(), ["TakeTransaction"]);

    for (name, value) in [("code_verifier", "a".repeat(42)), ("issuer", "https://evil.example".into())] {
        let (mut host, begun) = begin();
        let text = host.transactions.get_mut(&begun.state).unwrap();
        *text = with(serde_json::from_str(text).unwrap(), json!({ name: value })).to_string();
        let refused = host.drive(HandleCallback::new(&callback_url(&begun.state)));
        assert_eq!(refused.unwrap_err().error, Error::TransactionInvalid, "{name}");
        assert_eq!(host.trace(), ["TakeTransaction"]);
    }
}

#[test]
fn saves_nothing_if_the_token_endpoint_refuses() {
    let (mut host, begun) = begin();
    let body = json!({ "error": "invalid_grant", "error_description": "PKCE verification failed" });
    host.answers(TOKEN, Ok(Response { status: 400, ..answer(&body) }));
    let refused = host.drive(HandleCallback::new(&callback_url(&begun.state))).unwrap_err();
    assert_eq!(refused.error, Error::TokenError);
    assert_eq!(refused.details.text("error"), "invalid_grant");
    assert_eq!(refused.details.text("appState"), "\"s\"", "a failure after the transaction was found carries it");
    assert_eq!(host.trace(), ["TakeTransaction", &format!("POST {TOKEN}")]);
}

#[test]
fn saves_nothing_if_no_id_token_came() {
    let (mut host, begun) = begin();
    let refused = host.come_back(&begun, &without(provider::tokens(&begun.nonce), "id_token"));
    assert_eq!(refused, Err(expected(Error::IdTokenMissing, &[])));
    assert_eq!(host.trace(), ["TakeTransaction", &format!("POST {TOKEN}")]);
}

/// Every token here has a good signature of the issuer's key.
#[test]
fn saves_nothing_if_a_claim_of_the_id_token_is_bad() {
    for (changes, error) in [
        (json!({ "iss": "https://op.example/" }), Error::IssuerMismatch),
        (json!({ "aud": "other" }), Error::AudMismatch),
        (json!({ "aud": ["spa-1", "other"] }), Error::AudUntrusted),
        (json!({ "azp": "other" }), Error::AzpMismatch),
        (json!({ "exp": NOW - 60 }), Error::Expired),
        (json!({ "nbf": NOW + 61 }), Error::NotYetValid),
        (json!({ "nonce": "another sign-in's" }), Error::NonceMismatch),
        (json!({ "sub": "" }), Error::IdTokenClaimInvalid),
    ] {
        let (mut host, begun) = begin();
        let claims = with(with(claims(), json!({ "nonce": begun.nonce })), changes);
        let refused = host.come_back(&begun, &provider::tokens_with(&claims));
        assert_eq!(refused, Err(expected(error, &[])));
        assert_eq!(host.trace().last().unwrap(), "VerifySignature");
        assert_eq!(host.session, None);
    }
}

/// No option helps here: a person must set the clock, and is told how far it is off.
#[test]
fn names_the_difference_of_the_clocks_if_one_of_them_is_wrong() {
    for (changes, seconds) in [
        (json!({ "iat": NOW + 61 }), 61),
        (json!({ "iat": NOW + 86_400, "nbf": NOW + 86_400, "exp": NOW + 86_700 }), 86_400),
        (json!({ "iat": NOW - 7200, "exp": NOW - 6900 }), -7200),
    ] {
        let (mut host, begun) = begin();
        let claims = with(with(claims(), json!({ "nonce": begun.nonce })), changes.clone());
        let mut expected = Failure::new(Error::ClockSkew);
        expected.details.set_seconds("skew_seconds", seconds);
        let refused = host.come_back(&begun, &provider::tokens_with(&claims));
        assert_eq!(refused, Err(expected.with("appState", "\"s\"")), "{changes}");
        assert_eq!(host.trace().last().unwrap(), "VerifySignature", "a clock is named by nobody but the issuer");
        assert_eq!(host.session, None);
    }
}

#[test]
fn checks_max_age_and_acr_of_its_own_login() {
    let acr = json!({ "id_token": { "acr": { "essential": true, "values": ["gold"] } } });
    for (options, changes, error) in [
        (json!({ "maxAge": 0 }), json!({ "auth_time": NOW - 61 }), Error::AuthTimeInvalid),
        (json!({ "maxAge": 300 }), json!({}), Error::AuthTimeInvalid),
        (json!({ "claims": acr }), json!({ "acr": "silver" }), Error::AcrMismatch),
    ] {
        let mut host = Host::new();
        let begun = host.log_in(options);
        let claims = with(with(claims(), json!({ "nonce": begun.nonce })), changes);
        assert_eq!(host.come_back(&begun, &provider::tokens_with(&claims)).unwrap_err().error, error);
        assert!(!host.has_saved_a_session());
    }
}

#[test]
fn keeps_the_session_before_it_when_a_sign_in_fails() {
    let mut host = Host::new();
    host.sign_in();
    let before = host.session.clone();
    let begun = host.log_in(json!({}));
    let refused = host.come_back(&begun, &provider::tokens("another nonce")).unwrap_err();
    assert_eq!(refused.error, Error::NonceMismatch);
    assert_eq!(host.session, before);
}

#[test]
fn announces_nothing_if_the_session_cannot_be_stored() {
    let (mut host, begun) = begin();
    host.broken = |effect| matches!(effect, Effect::SaveSession(_)).then_some(Error::StorageUnavailable);
    let refused = host.come_back(&begun, &provider::tokens(&begun.nonce));
    assert_eq!(refused, Err(expected(Error::StorageUnavailable, &[])));
}

#[test]
fn sends_no_code_if_the_transaction_cannot_be_taken() {
    let (mut host, begun) = begin();
    host.broken = |effect| matches!(effect, Effect::TakeTransaction(_)).then_some(Error::StorageUnavailable);
    let refused = host.drive(HandleCallback::new(&callback_url(&begun.state)));
    assert_eq!(refused, Err(Error::StorageUnavailable.into()));
    assert_eq!(host.requests(TOKEN).len(), 0);
}

/// A login with an `appState`; the record of effects begins behind it.
fn begin() -> (Host, Begun) {
    let mut host = Host::new();
    let begun = host.log_in(json!({ "appState": "\"s\"" }));
    host.effects.clear();
    (host, begun)
}

/// The failure with these details and the `appState` of [`begin`].
fn expected(error: Error, details: &[(&str, &str)]) -> Box<Failure> {
    let failure = details.iter().fold(Failure::new(error), |failure, (name, value)| failure.with(name, value));
    failure.with("appState", "\"s\"")
}
