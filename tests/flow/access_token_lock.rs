//! Access token: one refresh across tabs. The lock is there before the request, the store is read again under it, and it
//! is given back before anybody hears of the outcome.

use super::fixtures::*;
use super::host::*;
use super::provider::{refreshed_tokens, refreshed_tokens_with, tokens_with};
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::{AccessToken, Effect, Logout};
use proofkey::json::Record;
use proofkey::protocol::http::Response;
use serde_json::{Value, json};

#[test]
fn takes_no_lock_for_a_fresh_token_nor_without_a_session() {
    let mut host = Host::new();
    assert_eq!(host.drive(AccessToken::default()), Err(Error::LoginRequired.into()));
    host.sign_in();
    assert_eq!(host.drive(AccessToken::default()).unwrap().text("access_token"), "at-1");
    assert_eq!(host.trace(), ["ReadSession"]);
}

#[test]
fn takes_no_lock_for_a_scope_that_the_session_lacks_nor_without_a_refresh_token() {
    let mut host = stale();
    let refused = host.drive(AccessToken::new(r#"{"scope":"admin"}"#).unwrap()).unwrap_err();
    assert_eq!(refused.error, Error::InsufficientScope);
    host.session = Some(without(host.stored(), "refresh_token").to_string());
    assert_eq!(host.drive(AccessToken::default()), Err(Error::LoginRequired.into()));
    assert_eq!(host.trace(), ["ReadSession", "ReadSession"]);
}

/// Tokens that are not in the store are nobody else's to refresh.
#[test]
fn takes_no_lock_to_adopt_tokens() {
    let mut host = Host::new();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens_with(json!({}), NOW))));
    let tokens = tokens_with(&claims()).to_string();
    host.run("adopt", &tokens).unwrap();
    assert!(!host.trace().iter().any(|effect| effect.contains("ock")), "{:?}", host.trace());
    assert!(host.has_saved_a_session());
}

#[test]
fn gives_the_lock_back_before_the_outcome_is_told_whatever_it_is() {
    let busy = Response { status: 503, ..answer_text("") };
    let refused = Response { status: 400, ..answer(&json!({ "error": "invalid_grant" })) };
    let bad = refreshed_tokens_with(json!({ "sub": "user-2" }), NOW + 3600);
    let unkept: Broken = |effect| matches!(effect, Effect::ReplaceSession(..)).then_some(Error::StorageUnavailable);
    for (sent, broken, expected) in [
        (Ok(answer(&refreshed_tokens())), NOTHING, Ok(())),
        (Ok(answer(&refreshed_tokens_with(json!({}), NOW + 3600))), NOTHING, Ok(())),
        (Err(Error::NetworkError), NOTHING, Err(Error::NetworkError)),
        (Err(Error::Timeout), NOTHING, Err(Error::Timeout)),
        (Ok(busy), NOTHING, Err(Error::HttpStatus)),
        (Ok(refused.clone()), NOTHING, Err(Error::SessionExpired)),
        (Ok(refused), unkept, Err(Error::SessionExpired)),
        (Ok(answer(&bad)), NOTHING, Err(Error::RefreshMismatch)),
        (Ok(answer(&refreshed_tokens())), unkept, Err(Error::StorageUnavailable)),
    ] {
        let mut host = stale();
        host.answers(TOKEN, sent);
        host.broken = broken;
        let outcome = host.drive(AccessToken::default());
        assert_eq!(outcome.map(drop).map_err(|failure| failure.error), expected);
        let trace = host.trace();
        assert_eq!(trace[..4], ["ReadSession", "Lock", "ReadSession", &format!("POST {TOKEN}")], "{expected:?}");
        assert_eq!(trace.last().unwrap(), "Unlock", "{expected:?}");
        assert_eq!(trace.iter().filter(|effect| *effect == "Unlock").count(), 1, "{expected:?}");
    }
}

#[test]
fn gives_the_lock_back_when_the_store_fails_under_it() {
    let mut host = stale();
    let mut reads = 0;
    let outcome = host.drive_while(AccessToken::default(), |host, effect| {
        reads += usize::from(*effect == Effect::ReadSession);
        if *effect == Effect::Lock {
            host.broken = |effect| (*effect == Effect::ReadSession).then_some(Error::StorageUnavailable);
        }
    });
    assert_eq!(outcome, Err(Error::StorageUnavailable.into()));
    assert_eq!(host.trace(), ["ReadSession", "Lock", "ReadSession", "Unlock"]);
    assert_eq!(reads, 2);
}

#[test]
fn tells_the_same_if_the_lock_cannot_be_given_back() {
    let mut host = stale();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
    host.broken = |effect| (*effect == Effect::Unlock).then_some(Error::StorageUnavailable);
    assert_eq!(host.drive(AccessToken::default()).unwrap().text("access_token"), "at-2");
    assert_eq!(host.stored()["refresh_token"], "rt-2");
}

#[test]
fn takes_what_another_tab_saved_while_it_waited_even_if_it_was_told_to_refresh() {
    for options in ["{}", r#"{"forceRefresh":true}"#] {
        let mut host = stale();
        let result = while_waiting(&mut host, options, |host| refreshed_elsewhere(host, json!({}))).unwrap();
        assert_eq!(result.text("access_token"), "at-tab", "{options}");
        assert_eq!(host.trace(), ["ReadSession", "Lock", "ReadSession", "Unlock"], "{options}");
    }
}

#[test]
fn takes_the_sign_in_that_another_tab_finished_while_it_waited() {
    let mut host = stale();
    let other = tokens_with(&with(claims(), json!({ "sub": "user-2" })))["id_token"].clone();
    let result =
        while_waiting(&mut host, "{}", |host| refreshed_elsewhere(host, json!({ "id_token": other }))).unwrap();
    assert_eq!(result.text("access_token"), "at-tab");
    let claims: Value = serde_json::from_str(result.text("claims")).unwrap();
    assert_eq!(claims["sub"], "user-2", "the token comes with the user whose it is");
}

#[test]
fn refreshes_with_what_another_tab_saved_if_that_is_stale_already() {
    let mut host = stale();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
    let short = json!({ "expires_at": host.now + 30 });
    let result = while_waiting(&mut host, "{}", |host| refreshed_elsewhere(host, short)).unwrap();
    assert_eq!(result.text("access_token"), "at-2");
    assert_eq!(parameters(host.requests(TOKEN)[0].form.as_ref().unwrap(), "refresh_token"), ["rt-tab"]);
}

#[test]
fn refreshes_with_what_another_tab_saved_if_that_lives_for_less_than_the_caller_needs() {
    let mut host = stale();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
    let options = r#"{"minValiditySeconds":10000}"#;
    while_waiting(&mut host, options, |host| refreshed_elsewhere(host, json!({}))).unwrap();
    assert_eq!(parameters(host.requests(TOKEN)[0].form.as_ref().unwrap(), "refresh_token"), ["rt-tab"]);
}

#[test]
fn holds_what_another_tab_saved_against_the_scope_that_is_needed() {
    let mut host = stale();
    let options = r#"{"scope":"profile"}"#;
    let narrow = json!({ "scope": "openid" });
    let refused = while_waiting(&mut host, options, |host| refreshed_elsewhere(host, narrow));
    assert_eq!(refused, Err(Failure::mismatch(Error::InsufficientScope, "profile", "openid")));
    assert_eq!(host.trace().last().unwrap(), "Unlock");
}

#[test]
fn requires_a_login_if_what_another_tab_saved_has_no_refresh_token_and_is_stale() {
    let mut host = stale();
    let refused = while_waiting(&mut host, "{}", |host| {
        let short = json!({ "expires_at": host.now });
        refreshed_elsewhere(host, short);
        host.session = Some(without(host.stored(), "refresh_token").to_string());
    });
    assert_eq!(refused, Err(Error::LoginRequired.into()));
    assert_eq!(host.trace(), ["ReadSession", "Lock", "ReadSession", "Unlock"]);
}

#[test]
fn requires_a_login_if_a_logout_came_while_it_waited() {
    let mut host = stale();
    let refused = while_waiting(&mut host, "{}", |host| drop(host.drive(Logout::new("{}").unwrap()).unwrap()));
    assert_eq!(refused, Err(Error::LoginRequired.into()));
    assert_eq!((host.requests(TOKEN).len(), host.session.clone()), (0, None));
    assert_eq!(host.trace().last().unwrap(), "Unlock");
}

/// A browser may have no locks, or deny them to an opaque origin: one tab is no worse off for that.
#[test]
fn refreshes_without_a_lock_where_there_is_none_and_gives_none_back() {
    let locks: [Broken; 2] = [
        |effect| (*effect == Effect::Lock).then_some(Error::StorageUnavailable),
        |effect| (*effect == Effect::Lock).then_some(Error::CryptoUnavailable),
    ];
    for broken in locks {
        let mut host = stale();
        host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
        host.broken = broken;
        assert_eq!(host.drive(AccessToken::default()).unwrap().text("access_token"), "at-2");
        let post = format!("POST {TOKEN}");
        assert_eq!(host.trace(), ["ReadSession", "Lock", "ReadSession", &post, "ReplaceSession"]);
    }
}

const NOTHING: Broken = |_| None;

/// Asks for a token; `meanwhile` happens while another tab has the lock.
fn while_waiting(host: &mut Host, options: &str, meanwhile: impl FnOnce(&mut Host)) -> Result<Record, Box<Failure>> {
    let mut meanwhile = Some(meanwhile);
    let outcome = host.drive_while(AccessToken::new(options).unwrap(), |host, effect| {
        if *effect == Effect::Lock {
            let effects = host.effects.len();
            meanwhile.take().into_iter().for_each(|happens| happens(host));
            // What the other tab did is not of this trace.
            host.effects.truncate(effects);
        }
    });
    assert!(meanwhile.is_none(), "a lock was asked for");
    outcome
}

/// What another tab leaves in the store, with changes.
fn refreshed_elsewhere(host: &mut Host, changes: Value) {
    let rotated = json!({ "access_token": "at-tab", "refresh_token": "rt-tab", "expires_at": NOW + 9000 });
    host.session = Some(with(with(host.stored(), rotated), changes).to_string());
}

/// A signed-in page whose access token has just expired.
fn stale() -> Host {
    let mut host = Host::new();
    host.sign_in();
    host.now = NOW + 3600;
    host
}

/// An app's own store may keep the session in another form than it was given it in.
#[test]
fn replaces_a_session_whose_text_is_written_in_another_way() {
    let mut host = stale();
    let stored = host.stored();
    host.session = Some(serde_json::to_string_pretty(&stored).unwrap());
    host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
    assert_eq!(host.drive(AccessToken::default()).unwrap().text("access_token"), "at-2");
    assert_eq!(host.stored()["refresh_token"], "rt-2");
}
