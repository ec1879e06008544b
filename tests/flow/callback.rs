//! Callback: what a good one does, and that each transaction serves once.

use super::fixtures::*;
use super::host::*;
use super::provider;
use proofkey::error::Error;
use proofkey::flow::{HandleCallback, Logout};
use serde_json::{Value, json};

#[test]
fn takes_redeems_verifies_and_only_then_saves() {
    let mut host = Host::new();
    let begun = host.log_in(json!({}));
    host.effects.clear();
    host.come_back(&begun, &provider::tokens(&begun.nonce)).unwrap();
    let expected =
        ["TakeTransaction", &format!("POST {TOKEN}"), &format!("GET {JWKS}"), "VerifySignature", "SaveSession"];
    assert_eq!(host.trace(), expected);
}

#[test]
fn gives_the_claims_the_scope_the_access_token_and_what_stayed_in_the_browser() {
    let mut host = Host::new();
    let begun = host.log_in(json!({ "appState": "{\"cart\":3}", "returnTo": "/here" }));
    let tokens = with(provider::tokens(&begun.nonce), json!({ "scope": "openid" }));
    let result = host.come_back(&begun, &tokens).unwrap();
    let claims = with(claims(), json!({ "nonce": begun.nonce }));
    let expected = json!({
        "id_token_signature_verified": true, "claims": claims.to_string(), "scope": "openid",
        "access_token": "at-1", "expires_at": NOW + 3600, "appState": "{\"cart\":3}", "returnTo": "/here",
    });
    assert_eq!(serde_json::from_str::<Value>(&result.to_json()).unwrap(), expected);
}

#[test]
fn stores_the_whole_token_set_of_this_issuer_and_client() {
    let mut host = Host::new();
    host.sign_in();
    let stored = host.stored();
    for (name, value) in [
        ("issuer", json!(ISSUER)),
        ("client_id", json!(CLIENT_ID)),
        ("access_token", json!("at-1")),
        ("refresh_token", json!("rt-1")),
        ("scope", json!("openid profile offline_access")),
        ("expires_at", json!(NOW + 3600)),
    ] {
        assert_eq!(stored[name], value, "{name}");
    }
}

#[test]
fn sends_the_code_with_the_verifier_of_its_own_login() {
    let mut host = Host::new();
    let logins = [host.log_in(json!({})), host.log_in(json!({}))];
    let verifiers = logins.each_ref().map(|begun| {
        let stored: Value = serde_json::from_str(&host.transactions[&begun.state]).unwrap();
        stored["code_verifier"].as_str().unwrap().to_owned()
    });
    for (begun, verifier) in logins.iter().zip(&verifiers).rev() {
        host.effects.clear();
        host.come_back(begun, &provider::tokens(&begun.nonce)).unwrap();
        let form = host.requests(TOKEN)[0].form.clone().unwrap();
        assert_eq!(parameters(&form, "code"), [format!("code-of-{}", begun.state)]);
        assert_eq!(parameters(&form, "code_verifier"), [verifier.as_str()]);
        assert_eq!(parameters(&form, "redirect_uri"), [REDIRECT_URI]);
    }
}

#[test]
fn sends_the_verifier_in_the_body_of_the_token_request_only() {
    let mut host = Host::new();
    let begun = host.log_in(json!({}));
    let stored: Value = serde_json::from_str(&host.transactions[&begun.state]).unwrap();
    let verifier = stored["code_verifier"].as_str().unwrap();
    host.effects.clear();
    host.come_back(&begun, &provider::tokens(&begun.nonce)).unwrap();
    let holders = host.effects.iter().filter(|effect| format!("{effect:?}").contains(verifier));
    assert_eq!(holders.count(), 1);
    assert!(host.requests(TOKEN)[0].form.as_ref().unwrap().contains(verifier));
    assert!(!host.session.unwrap().contains(verifier));
    assert!(!host.transactions[&begun.state].contains(verifier));
}

#[test]
fn uses_the_metadata_that_the_login_began_with() {
    let mut host = Host::new();
    let begun = host.log_in(json!({}));
    let moved = json!({ "token_endpoint": "https://op.example/moved", "jwks_uri": "https://op.example/moved-keys" });
    host.stands(DISCOVERY, answer(&with(metadata_document(), moved)));
    host.log_in(json!({}));
    host.effects.clear();
    host.come_back(&begun, &provider::tokens(&begun.nonce)).unwrap();
    assert_eq!((host.requests(TOKEN).len(), host.requests(JWKS).len()), (1, 1));
    assert_eq!(host.requests(DISCOVERY).len(), 0);
}

#[test]
fn never_sends_a_code_twice_when_the_same_url_comes_again() {
    let mut host = Host::new();
    let begun = host.log_in(json!({ "appState": "\"s\"" }));
    host.come_back(&begun, &provider::tokens(&begun.nonce)).unwrap();
    let again = host.drive(HandleCallback::new(&callback_url(&begun.state))).unwrap_err();
    assert_eq!(again, Error::TransactionUsed.into());
    assert_eq!(host.requests(TOKEN).len(), 1);
    assert_eq!(host.stored()["access_token"], "at-1", "the session is left alone");
}

#[test]
fn never_sends_a_code_twice_when_the_first_answer_was_lost() {
    for lost in [Err(Error::NetworkError), Err(Error::Timeout), Err(Error::ResponseTooLarge)] {
        let mut host = Host::new();
        let begun = host.log_in(json!({}));
        host.answers(TOKEN, lost.clone());
        let url = callback_url(&begun.state);
        assert_eq!(host.drive(HandleCallback::new(&url)).unwrap_err().error, lost.unwrap_err());
        assert_eq!(host.drive(HandleCallback::new(&url)).unwrap_err().error, Error::TransactionUsed);
        assert_eq!(host.requests(TOKEN).len(), 1);
        assert!(!host.has_saved_a_session());
    }
}

#[test]
fn sends_one_code_for_two_callbacks_that_overlap() {
    let mut host = Host::new();
    let begun = host.log_in(json!({}));
    let url = callback_url(&begun.state);
    host.answers(TOKEN, Ok(answer(&provider::tokens(&begun.nonce))));
    let mut second = None;
    let first = host.drive_while(HandleCallback::new(&url), |host, _| {
        second.get_or_insert_with(|| host.drive(HandleCallback::new(&url)));
    });
    assert!(first.is_ok());
    assert_eq!(second.unwrap().unwrap_err().error, Error::TransactionUsed);
    assert_eq!(host.requests(TOKEN).len(), 1);
}

#[test]
fn replaces_the_session_of_another_user_whole() {
    let mut host = Host::new();
    host.sign_in();
    let begun = host.log_in(json!({}));
    let claims = with(claims(), json!({ "sub": "user-2", "nonce": begun.nonce }));
    let tokens = with(provider::tokens_with(&claims), json!({ "access_token": "at-of-2" }));
    host.come_back(&begun, &without(tokens, "refresh_token")).unwrap();
    assert_eq!(host.stored()["access_token"], "at-of-2");
    assert_eq!(host.stored().get("refresh_token"), None);
}

#[test]
fn gives_no_refresh_token_nor_code_in_a_result_or_a_failure() {
    let mut host = Host::new();
    let begun = host.log_in(json!({}));
    let good = host.come_back(&begun, &provider::tokens(&begun.nonce)).unwrap().to_json();
    let begun = host.log_in(json!({}));
    let bad = host.come_back(&begun, &provider::tokens("another nonce")).unwrap_err().details.to_json();
    for secret in ["rt-1", "code-of-"] {
        assert!(!good.contains(secret) && !bad.contains(secret), "{secret}");
    }
    assert!(good.contains("at-1") && !bad.contains("at-1"));
}

#[test]
fn finds_no_transaction_after_a_logout() {
    let mut host = Host::new();
    let begun = host.log_in(json!({}));
    host.drive(Logout::new("{}").unwrap()).unwrap();
    let refused = host.drive(HandleCallback::new(&callback_url(&begun.state)));
    assert_eq!(refused, Err(Error::StateNotFound.into()));
    assert_eq!(host.requests(TOKEN).len(), 0);
}
