//! Access token: what comes between a refresh and its answer. Then the answer is nobody's (conformance rule RF-07).

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
fn drops_the_answer_when_a_logout_came_between() {
    for document in [refreshed_tokens(), refreshed_tokens_with(json!({}), NOW + 3600)] {
        let mut host = stale();
        host.answers(TOKEN, Ok(answer(&document)));
        let refused = refresh_while(&mut host, |host| drop(host.drive(Logout::new("{}").unwrap()).unwrap()));
        assert_eq!(refused, Err(Error::SessionExpired.into()));
        assert_eq!(host.session, None);
    }
}

#[test]
fn drops_the_answer_for_the_token_of_a_sign_in_that_came_between() {
    let mut host = stale();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
    let result = refresh_while(&mut host, sign_in_again).unwrap();
    assert_eq!(result.text("access_token"), "at-new");
    assert_eq!(host.stored()["access_token"], "at-new");
}

#[test]
fn leaves_a_sign_in_that_came_between_alone_when_the_old_refresh_token_is_refused() {
    let mut host = stale();
    let body = json!({ "error": "invalid_grant" });
    host.answers(TOKEN, Ok(Response { status: 400, ..answer(&body) }));
    let result = refresh_while(&mut host, sign_in_again).unwrap();
    assert_eq!(result.text("access_token"), "at-new");
    assert_eq!(host.stored()["access_token"], "at-new");
}

#[test]
fn leaves_a_sign_in_that_came_between_alone_when_the_old_ones_id_token_is_bad() {
    let mut host = stale();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens_with(json!({ "sub": "user-2" }), NOW + 3600))));
    let result = refresh_while(&mut host, sign_in_again).unwrap();
    assert_eq!(result.text("access_token"), "at-new");
    assert_eq!(host.stored()["access_token"], "at-new");
}

#[test]
fn leaves_the_session_that_another_tab_refreshed_alone() {
    let mut host = stale();
    host.answers(TOKEN, Ok(Response { status: 400, ..answer(&json!({ "error": "invalid_grant" })) }));
    let result = refresh_while(&mut host, |host| {
        let rotated = json!({ "access_token": "at-tab", "refresh_token": "rt-tab", "expires_at": NOW + 9000 });
        host.session = Some(with(host.stored(), rotated).to_string());
    });
    assert_eq!(result.unwrap().text("access_token"), "at-tab");
    assert_eq!(host.stored()["refresh_token"], "rt-tab");
}

#[test]
fn hands_out_no_stale_token_of_another_tab() {
    let mut host = stale();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
    let refused = refresh_while(&mut host, |host| {
        let rotated = json!({ "access_token": "at-tab", "refresh_token": "rt-tab", "expires_at": host.now + 30 });
        host.session = Some(with(host.stored(), rotated).to_string());
    });
    assert_eq!(refused, Err(Error::SessionExpired.into()));
    assert_eq!(host.stored()["refresh_token"], "rt-tab", "which the next call refreshes with");
}

#[test]
fn tells_why_it_failed_when_the_session_is_gone_anyway() {
    let mut host = stale();
    host.answers(TOKEN, Ok(Response { status: 400, ..answer(&json!({ "error": "invalid_grant" })) }));
    let refused = refresh_while(&mut host, |host| host.session = None).unwrap_err();
    assert_eq!((refused.error, refused.details.text("error")), (Error::SessionExpired, "invalid_grant"));
}

/// Tabs share a store, and no logout waits for a refresh of another tab.
#[test]
fn brings_back_no_session_that_a_logout_has_ended_after_whichever_effect_it_came() {
    for document in [refreshed_tokens(), refreshed_tokens_with(json!({}), NOW + 3600)] {
        after_every_effect(
            &Ok(answer(&document)),
            |host| host.session = None,
            |host, trace| {
                assert_eq!(host.session, None, "{trace:?}");
            },
        );
    }
}

#[test]
fn leaves_the_session_that_another_tab_saved_alone_after_whichever_effect_it_came() {
    let refused = Response { status: 400, ..answer(&json!({ "error": "invalid_grant" })) };
    for sent in [Ok(answer(&refreshed_tokens())), Ok(refused), Err(Error::NetworkError)] {
        let other = json!({ "access_token": "at-tab", "refresh_token": "rt-tab", "expires_at": NOW + 9000 });
        let saved_elsewhere = |host: &mut Host| host.session = Some(with(before(), other.clone()).to_string());
        after_every_effect(&sent, saved_elsewhere, |host, trace| {
            assert_eq!(host.stored()["refresh_token"], "rt-tab", "{trace:?}");
        });
    }
}

/// Refreshes as often as that has effects; each time, `happens` comes behind the next one, before the flow hears of it.
fn after_every_effect(sent: &Result<Response, Error>, happens: impl Fn(&mut Host), holds: impl Fn(&Host, &[String])) {
    for chosen in 0.. {
        let mut host = stale();
        host.answers(TOKEN, sent.clone());
        let mut effects = 0;
        let _ = host.drive_while(AccessToken::default(), |host, _| {
            if effects == chosen {
                happens(host);
            }
            effects += 1;
        });
        if effects <= chosen {
            assert!(chosen > 3, "there was a token request");
            return;
        }
        holds(&host, &host.trace());
    }
}

/// The session that is refreshed.
fn before() -> Value {
    stale().stored()
}

/// Refreshes; `meanwhile` happens once, while the token request is under way.
fn refresh_while(host: &mut Host, meanwhile: impl FnOnce(&mut Host)) -> Result<Record, Box<Failure>> {
    let mut meanwhile = Some(meanwhile);
    let outcome = host.drive_while(AccessToken::default(), |host, effect| {
        if matches!(effect, Effect::Http(request) if request.url == TOKEN) {
            meanwhile.take().into_iter().for_each(|happens| happens(host));
        }
    });
    assert!(meanwhile.is_none(), "there was a token request");
    outcome
}

fn sign_in_again(host: &mut Host) {
    let begun = host.log_in(json!({}));
    let mut claims = with(claims(), json!({ "nonce": begun.nonce, "exp": host.now + 300 }));
    claims["sub"] = json!("user-3");
    let document = with(tokens_with(&claims), json!({ "access_token": "at-new" }));
    host.come_back(&begun, &document).unwrap();
}

/// A signed-in page whose access token has just expired.
fn stale() -> Host {
    let mut host = Host::new();
    host.sign_in();
    host.now = NOW + 3600;
    host
}
