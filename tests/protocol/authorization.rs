//! The authorization URL (RFC 6749 section 4.1.1, OpenID Connect Core 3.1.2.1).

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::protocol::authorization;
use proofkey::protocol::client::Client;
use proofkey::protocol::transaction::Transaction;
use serde_json::{Value, json};

#[test]
fn carries_every_parameter_of_the_protocol_exactly_once() {
    let transaction = transaction();
    let url = url(json!({}));
    let challenge = transaction.code_verifier().ok().unwrap().challenge();
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", CLIENT_ID),
        ("redirect_uri", REDIRECT_URI),
        ("scope", "openid profile offline_access"),
        ("state", transaction.state()),
        ("nonce", transaction.nonce()),
        ("code_challenge", &challenge),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(parameters(&url, name), [value], "{name}");
    }
    assert!(url.starts_with("https://op.example/authorize?response_type=code&"));
    assert_eq!(url.split('&').count(), 8, "there is nothing else in {url}");
}

#[test]
fn never_carries_the_verifier_nor_what_stays_in_the_browser() {
    let options = json!({ "appState": "\"app-secret\"", "returnTo": "/return-secret" });
    let url = url(options);
    let transaction = transaction();
    let verifier = transaction.code_verifier().ok().unwrap();
    for secret in [verifier.secret(), "app-secret", "return-secret", "appState", "returnTo"] {
        assert!(!url.contains(secret), "{secret} in {url}");
    }
}

#[test]
fn has_256_bits_of_state_and_of_nonce() {
    let transaction = transaction();
    assert_eq!(transaction.state(), base64url(&entropy(1)[32..64]));
    assert_eq!(transaction.nonce(), base64url(&entropy(1)[64..]));
}

#[test]
fn keeps_the_query_of_the_endpoint() {
    for (endpoint, start) in [
        ("https://op.example/auth?tenant=a", "https://op.example/auth?tenant=a&response_type=code&"),
        ("https://op.example/auth?", "https://op.example/auth?response_type=code&"),
        ("https://op.example/auth?a=b?", "https://op.example/auth?a=b?&response_type=code&"),
    ] {
        let metadata = metadata_with(json!({ "authorization_endpoint": endpoint }));
        let options = login_options(json!({}));
        let transaction = Transaction::begin(&client(), &options, &metadata, &entropy(1), NOW).ok().unwrap();
        let url = authorization::url(&client(), &options, &transaction).unwrap();
        assert!(url.starts_with(start), "{url}");
    }
}

#[test]
fn encodes_form_values_once_so_that_they_round_trip() {
    let hint = "a+b&c=d é%20#?/\u{1f600}";
    let url = url(json!({ "authorizationParams": { "login_hint": hint, "näme": "x" } }));
    assert_eq!(parameters(&url, "login_hint"), [hint]);
    assert!(url.contains("&login_hint=a%2Bb%26c%3Dd%20%C3%A9%2520%23%3F%2F%F0%9F%98%80&n%C3%A4me=x"), "{url}");
}

#[test]
fn sends_max_age_zero() {
    assert_eq!(parameters(&url(json!({ "maxAge": 0 })), "max_age"), ["0"]);
    assert_eq!(parameters(&url(json!({ "maxAge": 3600.9 })), "max_age"), ["3600"]);
}

#[test]
fn sends_prompt_scope_and_claims_of_the_call() {
    let claims = json!({ "id_token": { "acr": { "essential": true, "value": "gold" } } });
    let url = url(json!({ "prompt": "login consent", "scope": "openid email", "claims": claims }));
    assert_eq!(parameters(&url, "prompt"), ["login consent"]);
    assert_eq!(parameters(&url, "scope"), ["openid email"]);
    let sent: Value = serde_json::from_str(&parameters(&url, "claims")[0]).unwrap();
    assert_eq!(sent, claims);
}

#[test]
fn prefers_the_extra_parameters_of_the_call_to_those_of_the_client() {
    let client = client_with(json!({ "authorizationParams": { "audience": "a", "ui_locales": "fr" } }));
    let url = url_of(&client, json!({ "authorizationParams": { "audience": "b" } })).unwrap();
    assert_eq!(parameters(&url, "audience"), ["b"]);
    assert_eq!(parameters(&url, "ui_locales"), ["fr"]);
}

#[test]
fn rejects_extra_parameters_that_belong_to_the_protocol() {
    for name in [
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
        "response_mode",
        "request",
        "request_uri",
        "prompt",
        "max_age",
        "claims",
    ] {
        let extras = json!({ "authorizationParams": { name: "x" } });
        let expected = Failure::new(Error::ConfigError).with("option", "authorizationParams").with("received", name);
        assert_eq!(url_of(&client(), extras.clone()), Err(expected.clone()), "in the call");
        assert_eq!(url_of(&client_with(extras), json!({})), Err(expected), "in the client");
    }
}

#[test]
fn sends_what_an_option_says_and_no_extra_parameter_of_the_same_name() {
    let extras = json!({ "ui_locales": "fr", "acr_values": "low", "id_token_hint": "a.b.c" });
    let client = client_with(json!({ "authorizationParams": extras }));
    let sent = url_of(&client, json!({ "uiLocales": "en", "authorizationParams": { "acr_values": "high" } })).unwrap();
    for (name, value) in [("ui_locales", "en"), ("acr_values", "high"), ("id_token_hint", "a.b.c")] {
        assert_eq!(parameters(&sent, name), [value]);
    }
}

fn url(options: Value) -> String {
    url_of(&client(), options).unwrap()
}

fn url_of(client: &Client, options: Value) -> Result<String, Box<Failure>> {
    let options = login_options(options);
    let transaction = Transaction::begin(client, &options, &metadata(), &entropy(1), NOW)?;
    authorization::url(client, &options, &transaction)
}
