//! The way back from a logout: its `state` is made here, recognised once, and carries nothing (RP-Initiated Logout 1.0
//! section 3).

use super::fixtures::*;
use super::host::*;
use super::provider;
use proofkey::error::Error;
use proofkey::flow::Effect;
use proofkey::json::Value::Bool;
use serde_json::json;

#[test]
fn makes_a_state_of_32_random_bytes_and_remembers_it() {
    let mut host = Host::new();
    host.sign_in();
    let state = log_out(&mut host);
    assert_eq!(host.trace(), ["ReadSession", "RemoveEverything", "Entropy", "SaveTransaction"]);
    assert_eq!(state, base64url(&entropy(2)[..32]), "the first entropy was that of the sign-in");
    assert!(host.transactions.contains_key(&format!("logout.{state}")));
}

#[test]
fn recognises_the_state_that_came_back_once() {
    let mut host = Host::new();
    let state = log_out(&mut host);
    host.new_page();
    assert!(matches(&mut host, &format!("state={state}")));
    assert!(!matches(&mut host, &format!("state={state}")), "the second time");
    assert_eq!(host.trace().last().unwrap(), "TakeTransaction");
}

#[test]
fn recognises_no_other_state_and_leaves_its_own_for_the_true_return() {
    let mut host = Host::new();
    let state = log_out(&mut host);
    for query in [
        String::new(),
        "state=".into(),
        format!("state={state}x"),
        format!("state=logout.{state}"),
        format!("state={state}&state={state}"),
        format!("other={state}"),
    ] {
        assert!(!matches(&mut host, &query), "{query}");
    }
    assert!(matches(&mut host, &format!("state={state}")));
}

#[test]
fn asks_no_storage_if_no_state_came_back() {
    let mut host = Host::new();
    assert!(!matches(&mut host, ""));
    assert!(host.effects.is_empty());
}

#[test]
fn forgets_a_logout_after_an_hour() {
    for (later, expected) in [(3599, true), (3600, false)] {
        let mut host = Host::new();
        let state = log_out(&mut host);
        host.now += later;
        assert_eq!(matches(&mut host, &format!("state={state}")), expected, "{later}");
    }
}

#[test]
fn takes_no_login_for_a_logout_and_no_logout_for_a_login() {
    let mut host = Host::new();
    let state = log_out(&mut host);
    let begun = host.log_in(json!({}));
    assert!(!matches(&mut host, &format!("state={}", begun.state)));
    let forged = host.run("handleCallback", &callback_url(&format!("logout.{state}")));
    assert_eq!(forged, Err(Error::TransactionInvalid.into()));
    assert!(host.come_back(&begun, &provider::tokens(&begun.nonce)).is_ok());
}

/// The user is signed out here; what the browser lacks does not keep them at this page.
#[test]
fn goes_on_without_a_state_if_there_is_no_entropy_or_no_storage() {
    let no_entropy: Broken = |effect| (*effect == Effect::Entropy).then_some(Error::EntropyUnavailable);
    let no_storage: Broken =
        |effect| matches!(effect, Effect::SaveTransaction(..)).then_some(Error::StorageUnavailable);
    for broken in [no_entropy, no_storage] {
        let mut host = Host::new();
        host.broken = broken;
        let url = host.run("logout", OPTIONS).unwrap().text("url").to_owned();
        assert_eq!(parameters(&url, "post_logout_redirect_uri"), ["https://app.example/bye"]);
        assert!(parameters(&url, "state").is_empty(), "nobody could recognise it: {url}");
    }
}

#[test]
fn tells_that_the_storage_cannot_be_read() {
    let mut host = Host::new();
    host.broken = |effect| matches!(effect, Effect::TakeTransaction(_)).then_some(Error::StorageUnavailable);
    let refused = host.run("handleLogout", "https://app.example/bye?state=st-1");
    assert_eq!(refused, Err(Error::StorageUnavailable.into()));
}

const OPTIONS: &str = r#"{"postLogoutRedirectUri":"https://app.example/bye"}"#;

/// Logs out; gives the state of the URL.
fn log_out(host: &mut Host) -> String {
    let url = host.run("logout", OPTIONS).unwrap().text("url").to_owned();
    parameters(&url, "state").remove(0)
}

fn matches(host: &mut Host, query: &str) -> bool {
    let result = host.run("handleLogout", &format!("https://app.example/bye?{query}")).unwrap();
    result.member("state_matches") == Some(&Bool(true))
}
