//! The options of `loginWithRedirect`: what cannot be said, and what `acr` is asked for as essential.

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::json::Value as Json;
use proofkey::protocol::login::{LoginOptions, Way};
use serde_json::{Value, json};

#[test]
fn cannot_express_another_flow_nor_leave_pkce_out() {
    for option in
        ["responseType", "pkce", "usePkce", "codeChallengeMethod", "state", "nonce", "code_verifier", "clientSecret"]
    {
        rejects(json!({ option: "plain" }), option);
    }
}

#[test]
fn rejects_prompt_none_beside_another_value() {
    for prompt in ["none login", "login none", "none none"] {
        rejects(json!({ "prompt": prompt }), "prompt");
    }
    assert!(LoginOptions::parse(r#"{"prompt":"none"}"#, Way::Redirect).is_ok());
}

#[test]
fn rejects_a_scope_without_openid() {
    for scope in ["profile", "", "openidx", "OpenID", "profile,openid"] {
        rejects(json!({ "scope": scope }), "scope");
    }
}

#[test]
fn rejects_options_of_the_wrong_type() {
    for (option, value) in [
        ("scope", json!(["openid"])),
        ("prompt", json!(true)),
        ("maxAge", json!("60")),
        ("maxAge", json!(-1)),
        ("maxAge", json!(-0.5)),
        ("maxAge", json!(null)),
        ("claims", json!("{}")),
        ("authorizationParams", json!({ "a": 1 })),
        ("authorizationParams", json!([])),
        ("appState", json!({ "cart": 3 })),
        ("returnTo", json!(null)),
    ] {
        rejects(json!({ option: value }), option);
    }
}

#[test]
fn rejects_options_that_are_no_json_object() {
    for text in ["", "[]", "null", r#"{"scope":"openid","scope":"openid"}"#] {
        let expected = Failure::new(Error::ConfigError).with("option", "");
        assert_eq!(LoginOptions::parse(text, Way::Redirect).unwrap_err(), expected, "{text}");
    }
}

#[test]
fn takes_one_or_several_values_of_an_essential_acr() {
    let gold = || Json::Text("gold".into());
    assert_eq!(acr(json!({ "essential": true, "value": "gold" })), Some(vec![gold()]));
    assert_eq!(acr(json!({ "essential": true, "values": ["gold", "x"] })), Some(vec![gold(), Json::Text("x".into())]));
}

#[test]
fn asks_for_no_acr_that_is_voluntary() {
    for request in [json!({ "value": "gold" }), json!({ "essential": false, "values": ["gold"] }), json!(null)] {
        assert_eq!(acr(request.clone()), None, "{request}");
    }
    assert_eq!(login_options(json!({ "claims": { "userinfo": {} } })).essential_acr(), None);
}

#[test]
fn rejects_a_request_for_acr_values_that_could_not_be_checked_later() {
    let acr = json!({ "essential": true, "values": "gold" });
    rejects(json!({ "claims": { "id_token": { "acr": acr } } }), "claims");
}

#[track_caller]
fn rejects(options: Value, option: &str) {
    let expected = Failure::new(Error::ConfigError).with("option", option);
    assert_eq!(LoginOptions::parse(&options.to_string(), Way::Redirect).unwrap_err(), expected, "{options}");
}

fn acr(request: Value) -> Option<Vec<Json>> {
    login_options(json!({ "claims": { "id_token": { "acr": request } } })).essential_acr()
}
