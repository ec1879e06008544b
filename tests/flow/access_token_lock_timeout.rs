//! Access token: another tab keeps the lock for too long. It is never taken from it by force: the store is read once more,
//! and says whether that tab has come to an end.

use super::fixtures::*;
use super::host::*;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::{AccessToken, Effect};
use proofkey::json::Record;
use serde_json::json;

#[test]
fn fails_with_lock_timeout_if_the_other_tab_has_saved_nothing() {
    let mut host = stale();
    let before = host.session.clone();
    assert_eq!(while_late(&mut host, "{}", |_| {}), Err(Error::LockTimeout.into()));
    assert_eq!(host.trace(), ["ReadSession", "Lock", "ReadSession"], "no request, and nothing to give back");
    assert_eq!(host.session, before);
}

#[test]
fn takes_what_the_other_tab_has_saved_after_all() {
    for options in ["{}", r#"{"forceRefresh":true}"#] {
        let mut host = stale();
        let result = while_late(&mut host, options, |host| saved_elsewhere(host, NOW + 9000)).unwrap();
        assert_eq!(result.text("access_token"), "at-tab");
        assert_eq!(host.trace(), ["ReadSession", "Lock", "ReadSession"]);
    }
}

#[test]
fn fails_with_lock_timeout_if_what_the_other_tab_has_saved_is_stale() {
    let mut host = stale();
    let soon = host.now + 30;
    assert_eq!(while_late(&mut host, "{}", |host| saved_elsewhere(host, soon)), Err(Error::LockTimeout.into()));
    assert_eq!((host.requests(TOKEN).len(), &host.stored()["refresh_token"]), (0, &json!("rt-tab")));
}

/// A forced refresh is not answered by the token that is to be replaced.
#[test]
fn fails_with_lock_timeout_if_a_fresh_token_was_to_be_replaced_and_is_still_there() {
    let mut host = Host::new();
    host.sign_in();
    let refused = while_late(&mut host, r#"{"forceRefresh":true}"#, |_| {});
    assert_eq!(refused, Err(Error::LockTimeout.into()));
    assert_eq!(host.stored()["access_token"], "at-1");
}

#[test]
fn requires_a_login_if_a_logout_came_meanwhile() {
    let mut host = stale();
    assert_eq!(while_late(&mut host, "{}", |host| host.session = None), Err(Error::LoginRequired.into()));
}

#[test]
fn tells_of_the_store_if_that_cannot_be_read() {
    let mut host = stale();
    let refused = while_late(&mut host, "{}", |host| {
        host.broken = |effect| (*effect == Effect::ReadSession).then_some(Error::StorageUnavailable);
    });
    assert_eq!(refused, Err(Error::StorageUnavailable.into()));
}

#[test]
fn refreshes_at_the_next_call_once_the_lock_is_free() {
    let mut host = stale();
    assert_eq!(while_late(&mut host, "{}", |_| {}), Err(Error::LockTimeout.into()));
    host.broken = |_| None;
    host.answers(TOKEN, Ok(answer(&super::provider::refreshed_tokens())));
    assert_eq!(host.drive(AccessToken::default()).unwrap().text("access_token"), "at-2");
    assert_eq!(host.trace().last().unwrap(), "Unlock");
}

/// Asks for a token whose lock is not to be had; `meanwhile` happens while it waits.
fn while_late(host: &mut Host, options: &str, meanwhile: impl FnOnce(&mut Host)) -> Result<Record, Box<Failure>> {
    let mut meanwhile = Some(meanwhile);
    host.broken = |effect| (*effect == Effect::Lock).then_some(Error::LockTimeout);
    let outcome = host.drive_while(AccessToken::new(options).unwrap(), |host, effect| {
        if *effect == Effect::Lock {
            meanwhile.take().into_iter().for_each(|happens| happens(host));
        }
    });
    assert!(meanwhile.is_none(), "a lock was asked for");
    outcome
}

fn saved_elsewhere(host: &mut Host, expires_at: i64) {
    let rotated = json!({ "access_token": "at-tab", "refresh_token": "rt-tab", "expires_at": expires_at });
    host.session = Some(with(host.stored(), rotated).to_string());
}

/// A signed-in page whose access token has just expired.
fn stale() -> Host {
    let mut host = Host::new();
    host.sign_in();
    host.now = NOW + 3600;
    host
}
