//! Access token: a fresh one from the store, or one refresh (RFC 6749 section 6, OpenID Connect Core 12).

use super::fixtures::*;
use super::host::*;
use super::provider::{refreshed_tokens, refreshed_tokens_with};
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::{AccessToken, Effect};
use proofkey::json::Record;
use proofkey::protocol::http::Response;
use serde_json::{Value, json};

#[test]
fn gives_a_fresh_token_from_the_store_and_asks_nobody() {
    let mut host = Host::new();
    host.sign_in();
    host.now = NOW + 3600 - 31;
    let result = access_token(&mut host).unwrap();
    assert_eq!(host.trace(), ["ReadSession"]);
    let names: Vec<&str> = result.members().map(|(name, _)| name).collect();
    assert_eq!(names, ["id_token_signature_verified", "claims", "scope", "access_token", "expires_at"]);
    assert_eq!(result.text("access_token"), "at-1");
}

#[test]
fn refreshes_a_token_that_is_about_to_expire_and_saves_both_new_tokens_in_one_write() {
    let mut host = stale();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
    let result = access_token(&mut host).unwrap();
    let post = format!("POST {TOKEN}");
    assert_eq!(host.trace(), ["ReadSession", "Lock", "ReadSession", &post, "ReplaceSession", "Unlock"]);
    assert_eq!(
        host.requests(TOKEN)[0].form.as_deref(),
        Some("grant_type=refresh_token&refresh_token=rt-1&client_id=spa-1")
    );
    assert_eq!(result.text("access_token"), "at-2");
    assert_eq!((&host.stored()["access_token"], &host.stored()["refresh_token"]), (&json!("at-2"), &json!("rt-2")));
    assert_eq!(host.stored()["expires_at"], json!(host.now + 3600));
}

#[test]
fn uses_the_rotated_refresh_token_next_time() {
    let mut host = stale();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
    access_token(&mut host).unwrap();
    host.now += 3600;
    host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
    access_token(&mut host).unwrap();
    assert_eq!(parameters(host.requests(TOKEN)[1].form.as_ref().unwrap(), "refresh_token"), ["rt-2"]);
}

#[test]
fn keeps_the_refresh_token_if_no_new_one_came() {
    let mut host = stale();
    host.answers(TOKEN, Ok(answer(&without(refreshed_tokens(), "refresh_token"))));
    access_token(&mut host).unwrap();
    assert_eq!((&host.stored()["access_token"], &host.stored()["refresh_token"]), (&json!("at-2"), &json!("rt-1")));
}

#[test]
fn never_gives_the_refresh_token() {
    let mut host = stale();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
    let result = access_token(&mut host).unwrap().to_json();
    assert!(!result.contains("rt-1") && !result.contains("rt-2"), "{result}");
}

#[test]
fn fetches_the_metadata_first_on_a_new_page() {
    let mut host = stale();
    host.new_page();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
    access_token(&mut host).unwrap();
    let (get, post) = (format!("GET {DISCOVERY}"), format!("POST {TOKEN}"));
    let under_lock = ["Lock", "ReadSession", &post, "ReplaceSession", "Unlock"];
    assert_eq!(
        host.trace(),
        [["ReadSession", &get].as_slice(), &under_lock].concat(),
        "nobody waits for a fetch of it"
    );
}

#[test]
fn requires_a_login_without_a_session() {
    for stored in [None, Some(""), Some("{}"), Some("not json")] {
        let mut host = Host::new();
        host.session = stored.map(Into::into);
        assert_eq!(access_token(&mut host), Err(Error::LoginRequired.into()), "{stored:?}");
        assert_eq!(host.trace(), ["ReadSession"]);
    }
}

#[test]
fn requires_a_login_if_the_token_expired_and_there_is_no_refresh_token() {
    let mut host = stale();
    let before = Some(without(host.stored(), "refresh_token").to_string());
    host.session.clone_from(&before);
    assert_eq!(access_token(&mut host), Err(Error::LoginRequired.into()));
    assert_eq!((host.trace(), host.session), (vec!["ReadSession".into()], before));
}

#[test]
fn takes_over_the_claims_of_a_refreshed_id_token_once_it_is_verified() {
    let mut host = stale();
    let tokens = refreshed_tokens_with(json!({ "name": "New" }), host.now);
    host.answers(TOKEN, Ok(answer(&tokens)));
    let result = access_token(&mut host).unwrap();
    let post = format!("POST {TOKEN}");
    let under_lock = ["Lock", "ReadSession", &post, "VerifySignature", "ReplaceSession", "Unlock"];
    assert_eq!(host.trace(), [["ReadSession"].as_slice(), &under_lock].concat());
    let claims: Value = serde_json::from_str(result.text("claims")).unwrap();
    assert_eq!(claims["name"], "New");
    assert_eq!(host.stored()["id_token"], tokens["id_token"]);
}

#[test]
fn forgets_the_session_if_the_refreshed_id_token_is_bad() {
    for (changes, error) in [
        (json!({ "sub": "user-2" }), Error::RefreshMismatch),
        (json!({ "nonce": "other" }), Error::RefreshMismatch),
        (json!({ "iss": "https://evil.example" }), Error::IssuerMismatch),
        (json!({ "aud": "other" }), Error::AudMismatch),
        (json!({ "exp": NOW }), Error::Expired),
    ] {
        let mut host = stale();
        host.answers(TOKEN, Ok(answer(&refreshed_tokens_with(changes, host.now))));
        assert_eq!(access_token(&mut host), Err(error.into()));
        assert!(!host.has_saved_a_session());
        assert_eq!(host.session, None);
    }
}

#[test]
fn forgets_the_session_if_the_refreshed_id_token_is_not_signed_by_the_issuer() {
    for (id_token, error) in [
        (unsigned(&header(), &claims()), Error::SignatureInvalid),
        (unsigned(&with(header(), json!({ "alg": "HS256" })), &claims()), Error::AlgUnsupported),
        ("x".into(), Error::JwsMalformed),
    ] {
        let mut host = stale();
        host.answers(TOKEN, Ok(answer(&with(refreshed_tokens(), json!({ "id_token": id_token })))));
        assert_eq!(access_token(&mut host), Err(error.into()));
        assert!(!host.has_saved_a_session());
        assert_eq!(host.session, None);
    }
}

/// OpenID Connect Core 12.2 speaks of the ID Token of the original sign-in, not of the one before.
#[test]
fn compares_every_refreshed_id_token_with_that_of_the_sign_in() {
    let refresh = |host: &mut Host, changes: Value| {
        host.now += 4000;
        let now = host.now;
        host.answers(TOKEN, Ok(answer(&refreshed_tokens_with(changes, now))));
        access_token(host).map(drop).map_err(|failure| failure.error)
    };
    let signed_in = || {
        let mut host = Host::new();
        let begun = host.log_in(json!({}));
        let claims = with(claims(), json!({ "nonce": begun.nonce, "auth_time": NOW - 10 }));
        host.come_back(&begun, &super::provider::tokens_with(&claims)).unwrap();
        assert_eq!(refresh(&mut host, json!({})), Ok(()), "neither nonce nor auth_time came");
        (host, begun.nonce)
    };
    let (mut host, nonce) = signed_in();
    assert_eq!(refresh(&mut host, json!({ "nonce": nonce, "auth_time": NOW - 10 })), Ok(()));
    let (mut host, _) = signed_in();
    assert_eq!(refresh(&mut host, json!({ "auth_time": NOW - 9 })), Err(Error::AuthTimeInvalid));
}

#[test]
fn forgets_the_session_when_the_server_says_invalid_grant_and_does_not_ask_again() {
    let mut host = stale();
    let body = json!({ "error": "invalid_grant", "error_description": "revoked" });
    host.answers(TOKEN, Ok(Response { status: 400, ..answer(&body) }));
    let refused = access_token(&mut host).unwrap_err();
    assert_eq!((refused.error, refused.details.text("error")), (Error::SessionExpired, "invalid_grant"));
    assert_eq!(host.session, None);
    assert_eq!(access_token(&mut host), Err(Error::LoginRequired.into()));
    assert_eq!(host.requests(TOKEN).len(), 1);
}

#[test]
fn keeps_the_session_when_the_refresh_did_not_reach_the_server_or_the_server_failed() {
    let busy = Response { status: 503, retry_after: "5".into(), ..answer_text("") };
    let invalid_client = Response { status: 401, ..answer(&json!({ "error": "invalid_client" })) };
    for (bad, error) in [
        (Err(Error::NetworkError), Error::NetworkError),
        (Err(Error::Timeout), Error::Timeout),
        (Err(Error::ResponseTooLarge), Error::ResponseTooLarge),
        (Ok(busy), Error::HttpStatus),
        (Ok(invalid_client), Error::TokenError),
        (Ok(answer_text("<html>")), Error::JsonInvalid),
        (Ok(answer(&json!({}))), Error::TokenResponseInvalid),
    ] {
        let mut host = stale();
        let before = host.session.clone();
        host.answers(TOKEN, bad);
        assert_eq!(access_token(&mut host).unwrap_err().error, error);
        assert_eq!(host.session, before);
        assert_eq!(host.requests(TOKEN).len(), 1, "there is no retry of its own");
    }
}

#[test]
fn keeps_the_session_when_discovery_fails() {
    let mut host = stale();
    let before = host.session.clone();
    host.new_page();
    host.answers(DISCOVERY, Err(Error::NetworkError));
    assert_eq!(access_token(&mut host), Err(Error::NetworkError.into()));
    assert_eq!(host.session, before);
}

#[test]
fn gives_no_token_that_could_not_be_stored() {
    let mut host = stale();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
    host.broken = |effect| matches!(effect, Effect::ReplaceSession(..)).then_some(Error::StorageUnavailable);
    assert_eq!(access_token(&mut host), Err(Error::StorageUnavailable.into()));
}

#[test]
fn refreshes_a_fresh_token_when_it_is_told_to() {
    let mut host = Host::new();
    host.sign_in();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
    let result = host.drive(AccessToken::new(r#"{"forceRefresh":true}"#).unwrap()).unwrap();
    assert_eq!((result.text("access_token"), host.requests(TOKEN).len()), ("at-2", 1));

    let kept = host.drive(AccessToken::new(r#"{"forceRefresh":false}"#).unwrap()).unwrap();
    assert_eq!((kept.text("access_token"), host.requests(TOKEN).len()), ("at-2", 1));
}

#[test]
fn refreshes_for_a_caller_who_needs_more_life_than_is_left() {
    for (needed, left, expected) in
        [(600, 601, "at-1"), (600, 600, "at-2"), (0, 1, "at-1"), (0, 0, "at-2"), (29, 30, "at-1")]
    {
        let mut host = Host::new();
        host.sign_in();
        host.now = NOW + 3600 - left;
        host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
        let options = json!({ "minValiditySeconds": needed }).to_string();
        let result = host.drive(AccessToken::new(&options).unwrap()).unwrap();
        assert_eq!(result.text("access_token"), expected, "{left} s left of {needed}");
    }
}

/// What the server gives is all there is: to ask again would be a loop.
#[test]
fn gives_a_new_token_that_lives_for_less_than_the_caller_needs() {
    let mut host = stale();
    host.answers(TOKEN, Ok(answer(&with(refreshed_tokens(), json!({ "expires_in": 60 })))));
    let result = host.drive(AccessToken::new(r#"{"minValiditySeconds":600}"#).unwrap()).unwrap();
    assert_eq!((result.text("access_token"), host.requests(TOKEN).len()), ("at-2", 1));
}

#[test]
fn refreshes_by_a_clock_that_was_set_back_by_more_than_a_minute() {
    for (seconds, expected) in [(60, "at-1"), (61, "at-2"), (86_400, "at-2")] {
        let mut host = Host::new();
        host.sign_in();
        host.now = NOW - seconds;
        host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
        assert_eq!(access_token(&mut host).unwrap().text("access_token"), expected, "by {seconds} s");
    }
}

#[test]
fn judges_a_session_of_an_older_release_by_its_expiry_alone() {
    let mut host = Host::new();
    host.sign_in();
    host.session = Some(without(host.stored(), "received_at").to_string());
    host.now = NOW - 86_400;
    assert_eq!(access_token(&mut host).unwrap().text("access_token"), "at-1");
}

#[test]
fn rejects_an_option_that_it_does_not_know() {
    for (options, option) in [
        (r#"{"force":true}"#, "force"),
        (r#"{"forceRefresh":"yes"}"#, "forceRefresh"),
        (r#"{"minValiditySeconds":"60"}"#, "minValiditySeconds"),
        (r#"{"minValiditySeconds":-1}"#, "minValiditySeconds"),
    ] {
        let refused = AccessToken::new(options).err().unwrap();
        assert_eq!((refused.error, refused.details.text("option")), (Error::ConfigError, option));
    }
}

#[test]
fn keeps_the_session_if_the_keys_for_the_new_id_token_cannot_be_had() {
    let unavailable = Response { status: 503, ..answer(&json!({})) };
    for (lost, error) in [
        (Err(Error::NetworkError), Error::NetworkError),
        (Err(Error::Timeout), Error::Timeout),
        (Ok(unavailable), Error::HttpStatus),
    ] {
        let mut host = stale();
        host.new_page();
        host.answers(TOKEN, Ok(answer(&refreshed_tokens_with(json!({}), host.now))));
        host.answers(JWKS, lost);
        assert_eq!(access_token(&mut host).unwrap_err().error, error);
        assert_eq!(host.stored()["refresh_token"], json!("rt-1"));
    }
}

/// A signed-in page whose access token has just expired.
fn stale() -> Host {
    let mut host = Host::new();
    host.sign_in();
    host.now = NOW + 3600;
    host
}

fn access_token(host: &mut Host) -> Result<Record, Box<Failure>> {
    host.drive(AccessToken::default())
}
