//! Logins that do not leave the page: links, other windows, and the user who is there already.

use super::fixtures::*;
use super::host::*;
use super::provider;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::Effect;
use proofkey::protocol::login::Way;
use serde_json::json;

#[test]
fn a_link_saves_a_transaction_that_says_so() {
    let mut host = Host::new();
    let result = host.run("link", "{}").unwrap();
    assert_eq!(host.trace().last().unwrap(), "SaveTransaction Link");
    let text = &host.transactions[result.text("state")];
    assert!(text.contains(r#""link":true"#), "{text}");
    assert!(result.text("url").contains(result.text("state")));
}

#[test]
fn a_window_has_its_transaction_kept_and_nothing_stored() {
    let mut host = Host::new();
    let result = host.run("window", "{}").unwrap();
    assert_eq!(host.trace(), [&format!("GET {DISCOVERY}"), "Entropy", "SaveTransaction Window"]);
    let kept = |effect: &Effect| matches!(effect, Effect::SaveTransaction(Way::Window, state, _) if *state == result.text("state"));
    assert!(host.effects.iter().any(kept));
}

#[test]
fn a_window_comes_back_to_the_relay_page_and_redeems_its_code_with_that_address() {
    let relay = "https://app.example/relay.html";
    let mut host = Host::with_client(client_with(json!({ "relayRedirectUri": relay })));
    let url = host.run("window", "{}").unwrap().text("url").to_owned();
    assert_eq!(parameters(&url, "redirect_uri"), [relay]);
    let [state, nonce] = ["state", "nonce"].map(|name| parameters(&url, name).remove(0));
    host.answers(TOKEN, Ok(answer(&provider::tokens(&nonce))));
    host.run("handleCallback", &format!("{relay}?code=c-1&state={state}&iss={ISSUER}")).unwrap();
    assert_eq!(parameters(host.requests(TOKEN)[0].form.as_ref().unwrap(), "redirect_uri"), [relay]);
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
        let url = host.run("window", HINT).unwrap().text("url").to_owned();
        let [state, nonce] = ["state", "nonce"].map(|name| parameters(&url, name).remove(0));
        let claims = with(claims(), json!({ "nonce": nonce, "sub": sub }));
        host.answers(TOKEN, Ok(answer(&provider::tokens_with(&claims))));
        let outcome = host.run("handleCallback", &format!("{REDIRECT_URI}?code=c-1&state={state}&iss={ISSUER}"));
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
