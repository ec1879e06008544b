//! The session: what is stored, when it is fresh, what a refresh changes, what the page sees.

use super::fixtures::*;
use proofkey::protocol::token::TokenResponse;
use proofkey::session::Session;
use serde_json::{Value, json};

#[test]
fn reads_back_what_it_stored() {
    let session = session();
    let read = Session::parse(&session.to_json(), &client()).unwrap();
    assert_eq!(read.to_json(), session.to_json());
    assert_eq!((read.access_token(), read.refresh_token(), read.scope()), ("at-1", "rt-1", "openid profile"));
    assert_eq!(read.claims().unwrap(), record(&claims()));
}

#[test]
fn is_no_session_if_what_is_stored_is_malformed() {
    let good = session().to_json();
    let bad_token = with(stored(), json!({ "id_token": "x" }));
    for text in ["", "null", "[]", "{}", "{", &(good.clone() + "x"), &bad_token.to_string()] {
        assert!(Session::parse(text, &client()).is_none(), "{text}");
    }
    for name in ["issuer", "client_id", "access_token", "expires_at", "id_token"] {
        assert!(Session::parse(&without(stored(), name).to_string(), &client()).is_none(), "{name}");
    }
    for (name, value) in [("access_token", json!("")), ("expires_at", json!("1")), ("id_token", json!(null))] {
        let altered = with(stored(), json!({ name: value }));
        assert!(Session::parse(&altered.to_string(), &client()).is_none(), "{name}: {value}");
    }
}

#[test]
fn is_no_session_of_another_client_or_issuer() {
    for changes in [json!({ "clientId": "other" }), json!({ "issuer": "https://other.example" })] {
        assert!(Session::parse(&session().to_json(), &client_with(changes.clone())).is_none(), "{changes}");
    }
}

#[test]
fn is_fresh_until_30_seconds_are_left() {
    let session = session();
    assert!(session.is_fresh(NOW + 3600 - 31, 30));
    assert!(!session.is_fresh(NOW + 3600 - 30, 30));
    assert!(!session.is_fresh(NOW + 3600, 30));
    assert!(!session.is_fresh(i64::MAX, 30));
}

/// A clock that was set back would make the token live for longer than the server said.
#[test]
fn is_stale_when_the_clock_was_set_back_by_more_than_a_minute() {
    assert!(session().is_fresh(NOW - 60, 30));
    assert!(!session().is_fresh(NOW - 61, 30));
    assert!(!session().is_fresh(i64::MIN, 30));
}

/// A release before this one did not note when the tokens came.
#[test]
fn is_judged_by_its_expiry_alone_if_it_does_not_tell_when_its_tokens_came() {
    let session = Session::parse(&without(stored(), "received_at").to_string(), &client()).unwrap();
    assert!(session.is_fresh(NOW - 61, 30));
    assert!(session.is_fresh(NOW + 3600 - 31, 30) && !session.is_fresh(NOW + 3600 - 30, 30));
}

#[test]
fn counts_the_clock_from_the_last_refresh() {
    let refreshed = session().refreshed(&response(json!({})), NOW + 4000);
    assert!(refreshed.is_fresh(NOW + 3940, 30) && !refreshed.is_fresh(NOW + 3939, 30));
    // After a refresh by the clock that was set back, it is right again.
    let refreshed = session().refreshed(&response(json!({})), NOW - 4000);
    assert!(refreshed.is_fresh(NOW - 4000, 30) && !refreshed.is_fresh(NOW - 430, 30));
}

#[test]
fn is_fresh_for_as_long_as_the_caller_needs() {
    assert!(session().is_fresh(NOW, 3599));
    assert!(!session().is_fresh(NOW, 3600));
    assert!(session().is_fresh(NOW + 3599, 0));
}

#[test]
fn is_stale_at_once_if_the_access_token_lives_no_time() {
    let response = response(json!({ "expires_in": 0 }));
    assert!(!Session::new(&client(), &response, "openid", NOW).is_fresh(NOW, 30));
}

#[test]
fn takes_the_new_tokens_of_a_refresh_and_their_scope() {
    let answer = json!({ "access_token": "at-2", "refresh_token": "rt-2", "expires_in": 60, "scope": "openid" });
    let refreshed = session().refreshed(&response(answer), NOW + 4000);
    assert_eq!((refreshed.access_token(), refreshed.refresh_token(), refreshed.scope()), ("at-2", "rt-2", "openid"));
    assert!(refreshed.is_fresh(NOW + 4029, 30) && !refreshed.is_fresh(NOW + 4030, 30));
}

#[test]
fn keeps_what_did_not_come_with_a_refresh() {
    let document = without(without(token_document(), "refresh_token"), "id_token");
    let response = TokenResponse::from_response(&answer(&document)).ok().unwrap();
    let refreshed = session().refreshed(&response, NOW);
    assert_eq!((refreshed.refresh_token(), refreshed.scope()), ("rt-1", "openid profile"));
    assert_eq!(refreshed.id_token(), session().id_token());
}

#[test]
fn shows_claims_scope_access_token_and_expiry() {
    let view: Value = serde_json::from_str(&session().view().unwrap().to_json()).unwrap();
    let expected = json!({
        "id_token_signature_verified": true, "claims": claims().to_string(), "scope": "openid profile",
        "access_token": "at-1", "expires_at": NOW + 3600,
    });
    assert_eq!(view, expected);
}

#[test]
fn shows_that_the_signature_of_an_hs256_token_was_not_verified() {
    let token = unsigned(&json!({ "alg": "HS256" }), &claims());
    let session = Session::new(&client(), &response(json!({ "id_token": token })), "openid", NOW);
    let view: Value = serde_json::from_str(&session.view().unwrap().to_json()).unwrap();
    assert_eq!(view["id_token_signature_verified"], json!(false));
}

#[test]
fn shows_the_claims_in_the_text_that_was_signed() {
    let payload = r#"{ "sub" : "user-1", "n": 1.50, "big": 12345678901234567890 }"#;
    let token = compact(header().to_string().as_bytes(), payload.as_bytes());
    let session = Session::new(&client(), &response(json!({ "id_token": token })), "openid", NOW);
    assert_eq!(session.view().unwrap().text("claims"), payload);
}

/// OpenID Connect Core 12.2 compares with the ID Token "issued when the original authentication occurred".
#[test]
fn remembers_the_claims_of_the_sign_in_through_every_refresh() {
    let refresh = |session: &Session, iat: i64| {
        let claims = without(with(claims(), json!({ "iat": iat })), "nonce");
        session.refreshed(&response(json!({ "id_token": unsigned(&header(), &claims) })), NOW)
    };
    let twice = refresh(&refresh(&session(), NOW + 1), NOW + 2);
    let read = Session::parse(&twice.to_json(), &client()).unwrap();
    assert_eq!(read.claims().unwrap().seconds("iat"), Some(NOW + 2));
    assert_eq!(read.original().unwrap().claims().unwrap(), record(&claims()));
    assert_eq!(session().original().unwrap().claims().unwrap(), record(&claims()));
}

fn session() -> Session {
    Session::new(&client(), &response(json!({})), "openid profile", NOW)
}

fn stored() -> Value {
    serde_json::from_str(&session().to_json()).unwrap()
}

fn response(changes: Value) -> TokenResponse {
    TokenResponse::from_response(&answer(&with(token_document(), changes))).ok().unwrap()
}
