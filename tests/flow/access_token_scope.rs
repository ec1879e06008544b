//! Access token for a call that needs a scope: what was granted is known, and less is told (RFC 6749 section 5.1).

use super::fixtures::*;
use super::host::*;
use super::provider::{refreshed_tokens, tokens};
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::json::Record;
use serde_json::json;

#[test]
fn gives_a_token_that_was_granted_all_of_the_scope() {
    for scope in ["", "openid", "profile openid", " openid  profile ", "openid profile offline_access"] {
        assert_eq!(access_token(&mut signed_in(), scope).unwrap().text("access_token"), "at-1", "{scope}");
    }
}

#[test]
fn tells_what_was_granted_if_it_is_less() {
    for scope in ["email", "openid email", "OPENID", "open", "openid,profile"] {
        let mut host = signed_in();
        assert_eq!(access_token(&mut host, scope), Err(insufficient(scope, "openid profile offline_access")));
        assert_eq!(host.trace(), ["ReadSession"]);
        assert!(host.session.is_some(), "the session is a good one");
    }
}

#[test]
fn goes_by_what_the_server_granted_and_not_by_what_was_asked_for() {
    let mut host = Host::new();
    let begun = host.log_in(json!({}));
    host.come_back(&begun, &with(tokens(&begun.nonce), json!({ "scope": "openid" }))).unwrap();
    assert_eq!(access_token(&mut host, "profile"), Err(insufficient("profile", "openid")));
}

/// A refresh cannot grant more (RFC 6749 section 6).
#[test]
fn spends_no_refresh_token_on_a_scope_that_was_not_granted() {
    let mut host = signed_in();
    host.now = NOW + 3600;
    assert_eq!(access_token(&mut host, "email"), Err(insufficient("email", "openid profile offline_access")));
    assert_eq!(host.trace(), ["ReadSession"]);
}

#[test]
fn tells_it_if_a_refresh_granted_less_and_keeps_what_came() {
    let mut host = signed_in();
    host.now = NOW + 3600;
    host.answers(TOKEN, Ok(answer(&with(refreshed_tokens(), json!({ "scope": "openid" })))));
    assert_eq!(access_token(&mut host, "profile"), Err(insufficient("profile", "openid")));
    assert_eq!(host.stored()["access_token"], "at-2");
}

fn signed_in() -> Host {
    let mut host = Host::new();
    host.sign_in();
    host
}

fn access_token(host: &mut Host, scope: &str) -> Result<Record, Box<Failure>> {
    host.run("accessToken", &json!({ "scope": scope }).to_string())
}

fn insufficient(expected: &str, received: &str) -> Box<Failure> {
    Failure::new(Error::InsufficientScope).with("expected", expected).with("received", received)
}
