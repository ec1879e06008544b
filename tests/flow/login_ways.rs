//! Logins that do not leave the page: links, other windows, and the user who is there already.

use super::fixtures::*;
use super::host::*;
use super::provider;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::json::Record;
use proofkey::protocol::transaction::Transaction;
use serde_json::json;

#[test]
fn a_link_and_a_window_give_the_page_a_transaction_and_have_nothing_stored() {
    for (flow, waits_in_link) in [("link", true), ("window", false)] {
        let mut host = Host::new();
        let result = host.run(flow, "{}").unwrap();
        assert_eq!(host.trace(), [&format!("GET {DISCOVERY}"), "Entropy"], "{flow}");
        let (state, text) = (result.text("state"), result.text("transaction"));
        assert_eq!(text.contains(r#""link":true"#), waits_in_link, "{flow}: it makes room for all others");
        assert!(Transaction::parse(text, &client(), state, NOW).is_ok(), "{flow}");
        assert_eq!(parameters(result.text("url"), "state"), [state], "{flow}");
    }
}

#[test]
fn a_window_comes_back_to_the_relay_page_and_redeems_its_code_with_that_address() {
    let relay = "https://app.example/relay.html";
    let mut host = Host::with_client(client_with(json!({ "relayRedirectUri": relay })));
    let begun = host.run("window", "{}").unwrap();
    assert_eq!(parameters(begun.text("url"), "redirect_uri"), [relay]);
    host.effects.clear();
    host.answers(TOKEN, Ok(answer(&provider::tokens(&parameters(begun.text("url"), "nonce")[0]))));
    host.run("handleWindow", &answer_to(&begun, relay)).unwrap();
    assert_eq!(parameters(host.requests(TOKEN)[0].form.as_ref().unwrap(), "redirect_uri"), [relay]);
    let expected = [&format!("POST {TOKEN}"), &format!("GET {JWKS}"), "VerifySignature", "SaveSession"];
    assert_eq!(host.trace(), expected, "no storage is asked for the transaction");
}

#[test]
fn an_answer_with_another_state_than_the_kept_transaction_s_is_refused_before_its_code_is_sent() {
    let mut host = Host::new();
    let begun = host.run("window", "{}").unwrap();
    let other = host.run("window", "{}").unwrap();
    host.effects.clear();
    let mixed = answer_to(&begun, REDIRECT_URI).replace(begun.text("state"), other.text("state"));
    let mixed = format!("{}\n{}", begun.text("transaction"), mixed.split_once('\n').unwrap().1);
    assert_eq!(host.run("handleWindow", &mixed), Err(Error::TransactionInvalid.into()));
    assert!(host.trace().is_empty());
}

#[test]
fn a_callback_url_brings_no_transaction_along() {
    let mut host = Host::new();
    let begun = host.run("window", "{}").unwrap();
    host.effects.clear();
    assert!(host.run("handleCallback", &answer_to(&begun, REDIRECT_URI)).is_err());
    assert!(host.requests(TOKEN).is_empty());
}

#[test]
fn a_redirect_never_comes_back_to_the_relay_page() {
    let mut host = Host::with_client(client_with(json!({ "relayRedirectUri": "https://app.example/relay.html" })));
    for flow in ["login", "link"] {
        let url = host.run(flow, "{}").unwrap().text("url").to_owned();
        assert_eq!(parameters(&url, "redirect_uri"), [REDIRECT_URI], "{flow}");
    }
}

#[test]
fn only_a_window_may_be_answered_by_a_message() {
    let mut host = Host::new();
    let options = r#"{"responseMode":"web_message"}"#;
    let url = host.run("window", options).unwrap().text("url").to_owned();
    assert_eq!(parameters(&url, "response_mode"), ["web_message"]);
    let refused = Failure::new(Error::ConfigError).with("option", "responseMode");
    for flow in ["login", "link"] {
        assert_eq!(host.run(flow, options), Err(refused.clone()), "{flow}");
    }
    for mode in ["query", "fragment", "form_post", "x"] {
        assert_eq!(host.run("window", &json!({ "responseMode": mode }).to_string()), Err(refused.clone()), "{mode}");
    }
}

#[test]
fn a_hint_names_the_user_who_is_signed_in() {
    let mut host = Host::new();
    host.sign_in();
    let hint = host.stored()["id_token"].as_str().unwrap().to_owned();
    let url = host.run("window", HINT).unwrap().text("url").to_owned();
    assert_eq!(parameters(&url, "id_token_hint"), [hint]);
    assert!(parameters(host.run("window", "{}").unwrap().text("url"), "id_token_hint").is_empty());
}

#[test]
fn a_hint_without_anybody_signed_in_is_login_required() {
    let mut host = Host::new();
    assert_eq!(host.run("window", HINT), Err(Error::LoginRequired.into()));
    assert!(host.trace().iter().all(|effect| effect != "Entropy"), "{:?}", host.trace());
}

#[test]
fn after_a_hint_the_same_user_goes_on_and_another_one_is_refused() {
    for (sub, expected) in [("user-1", None), ("user-2", Some(Error::SubMismatch))] {
        let mut host = Host::new();
        host.sign_in();
        let before = host.session.clone();
        let begun = host.run("window", HINT).unwrap();
        let nonce = parameters(begun.text("url"), "nonce").remove(0);
        let claims = with(claims(), json!({ "nonce": nonce, "sub": sub }));
        host.answers(TOKEN, Ok(answer(&provider::tokens_with(&claims))));
        let outcome = host.run("handleWindow", &answer_to(&begun, REDIRECT_URI));
        assert_eq!(outcome.err().map(|failure| failure.error), expected, "{sub}");
        assert_eq!(host.session == before, expected.is_some(), "a refused answer leaves the session that is there");
    }
}

#[test]
fn the_state_of_the_session_at_the_server_is_remembered_and_told() {
    let mut host = Host::new();
    let begun = host.log_in(json!({}));
    host.answers(TOKEN, Ok(answer(&provider::tokens(&begun.nonce))));
    let query = format!("code=c-1&state={}&iss={ISSUER}&session_state=s%20s", begun.state);
    let view = host.run("handleCallback", &format!("{REDIRECT_URI}?{query}")).unwrap();
    assert_eq!(view.text("session_state"), "s s");
    assert_eq!(host.run("session", "").unwrap().text("session_state"), "s s");
}

const HINT: &str = r#"{"idTokenHint":true,"prompt":"none"}"#;

/// What the page hands over when a window has come back: the transaction that it kept, and the URL.
fn answer_to(begun: &Record, redirect_uri: &str) -> String {
    let (transaction, state) = (begun.text("transaction"), begun.text("state"));
    format!("{transaction}\n{redirect_uri}?code=c-1&state={state}&iss={ISSUER}")
}
