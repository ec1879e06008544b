//! A logout that takes the grant back on its way: as far as that works, and never at the cost of the way out.

use super::fixtures::*;
use super::host::*;
use proofkey::error::Error;
use proofkey::json::Record;
use proofkey::protocol::http::Response;
use serde_json::{Value, json};

#[test]
fn takes_the_grant_back_behind_the_local_state_and_before_it_leaves() {
    let mut host = signed_in();
    host.answers(REVOCATION, Ok(answer_text("")));
    let result = log_out(&mut host, json!({ "postLogoutRedirectUri": "https://app.example/bye" }));
    let revocation = format!("POST {REVOCATION}");
    assert_eq!(host.trace(), ["ReadSession", "RemoveEverything", &revocation, "Entropy", "SaveTransaction"]);
    let form = "token=rt-1&token_type_hint=refresh_token&client_id=spa-1";
    assert_eq!(host.requests(REVOCATION)[0].form.as_deref(), Some(form));
    assert_eq!(parameters(result.text("url"), "post_logout_redirect_uri"), ["https://app.example/bye"]);
}

#[test]
fn leaves_whatever_the_revocation_ends_in() {
    let refused = Response { status: 400, ..answer(&json!({ "error": "unsupported_token_type" })) };
    let busy = Response { status: 503, ..answer_text("") };
    for bad in [Ok(refused), Ok(busy), Err(Error::NetworkError), Err(Error::Timeout)] {
        let mut host = signed_in();
        host.answers(REVOCATION, bad);
        let result = log_out(&mut host, json!({}));
        assert!(result.text("url").starts_with("https://op.example/logout?"));
        assert_eq!(host.session, None);
    }
}

#[test]
fn leaves_a_server_that_revokes_nothing() {
    let mut host = Host::new();
    host.stands(DISCOVERY, answer(&without(metadata_document(), "revocation_endpoint")));
    host.sign_in();
    let result = log_out(&mut host, json!({}));
    assert!(result.text("url").starts_with("https://op.example/logout?"));
    assert_eq!(host.trace(), ["ReadSession", "RemoveEverything"]);
}

#[test]
fn sends_nothing_back_if_nobody_is_signed_in() {
    let mut host = Host::new();
    let result = log_out(&mut host, json!({}));
    assert_eq!(result.text("url"), "https://op.example/logout?client_id=spa-1");
    assert!(host.requests(REVOCATION).is_empty());
}

#[test]
fn is_a_local_logout_if_discovery_fails() {
    let mut host = signed_in();
    host.new_page();
    host.answers(DISCOVERY, Err(Error::NetworkError));
    assert_eq!(log_out(&mut host, json!({})), Record::default());
    assert_eq!(host.session, None);
}

#[test]
fn leaves_the_tokens_alone_unless_it_is_asked_to() {
    for options in [json!({}), json!({ "revokeTokens": false })] {
        let mut host = signed_in();
        host.run("logout", &options.to_string()).unwrap();
        assert!(host.requests(REVOCATION).is_empty());
    }
    let refused = signed_in().run("logout", r#"{"revokeTokens":"yes"}"#).unwrap_err();
    assert_eq!((refused.error, refused.details.text("option")), (Error::ConfigError, "revokeTokens"));
}

fn signed_in() -> Host {
    let mut host = Host::new();
    host.sign_in();
    host
}

fn log_out(host: &mut Host, options: Value) -> Record {
    host.run("logout", &with(options, json!({ "revokeTokens": true })).to_string()).unwrap()
}
