//! Login: metadata, entropy, transaction saved, URL.

use super::fixtures::*;
use super::host::*;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::{Effect, Login};
use proofkey::json::Record;
use proofkey::protocol::login::Way;
use serde_json::{Value, json};

#[test]
fn asks_for_metadata_and_entropy_saves_the_transaction_and_gives_the_url() {
    let mut host = Host::new();
    let result = log_in(&mut host, json!({})).unwrap();
    assert_eq!(host.trace(), [&format!("GET {DISCOVERY}"), "Entropy", "SaveTransaction"]);
    let names: Vec<&str> = result.members().map(|(name, _)| name).collect();
    assert_eq!(names, ["url", "state"]);
    let url = result.text("url");
    assert!(url.starts_with("https://op.example/authorize?"), "{url}");
    assert_eq!(parameters(url, "code_challenge_method"), ["S256"]);
}

#[test]
fn saves_the_transaction_under_its_state() {
    let mut host = Host::new();
    let begun = host.log_in(json!({ "appState": "\"s\"" }));
    let stored: Value = serde_json::from_str(&host.transactions[&begun.state]).unwrap();
    assert_eq!(host.transactions.len(), 1);
    assert_eq!((&stored["state"], &stored["nonce"]), (&json!(begun.state), &json!(begun.nonce)));
    assert_eq!(stored["created_at"], json!(NOW));
    assert!(!begun.url.contains(stored["code_verifier"].as_str().unwrap()));
}

#[test]
fn fetches_the_metadata_once_for_each_page() {
    let mut host = Host::new();
    log_in(&mut host, json!({})).unwrap();
    log_in(&mut host, json!({})).unwrap();
    assert_eq!(host.requests(DISCOVERY).len(), 1);
    host.new_page();
    log_in(&mut host, json!({})).unwrap();
    assert_eq!(host.requests(DISCOVERY).len(), 2);
}

#[test]
fn gives_two_logins_two_states_nonces_and_verifiers() {
    let mut host = Host::new();
    let (first, second) = (host.log_in(json!({})), host.log_in(json!({})));
    assert_ne!(first.state, second.state);
    assert_ne!(first.nonce, second.nonce);
    assert_ne!(parameters(&first.url, "code_challenge"), parameters(&second.url, "code_challenge"));
    assert_eq!(host.transactions.len(), 2);
}

#[test]
fn ends_before_entropy_if_the_metadata_fails_a_check() {
    for (document, error) in [
        (json!({ "issuer": "https://op.example/INVALID" }), Error::MetadataIssuerMismatch),
        (json!({ "token_endpoint": "http://op.example/token" }), Error::MetadataInvalid),
        (json!({ "code_challenge_methods_supported": ["plain"] }), Error::PkceUnsupported),
    ] {
        let mut host = Host::new();
        host.stands(DISCOVERY, answer(&with(metadata_document(), document)));
        assert_eq!(log_in(&mut host, json!({})).unwrap_err().error, error);
        assert_eq!(host.trace(), [format!("GET {DISCOVERY}")]);
    }
}

#[test]
fn ends_without_url_if_there_is_no_entropy() {
    let mut host = Host::new();
    host.broken = |effect| (*effect == Effect::Entropy).then_some(Error::EntropyUnavailable);
    assert_eq!(log_in(&mut host, json!({})), Err(Error::EntropyUnavailable.into()));
    assert!(host.transactions.is_empty());
}

#[test]
fn ends_without_url_if_the_transaction_has_no_place() {
    let mut host = Host::new();
    host.broken = |effect| matches!(effect, Effect::SaveTransaction(..)).then_some(Error::StorageUnavailable);
    assert_eq!(log_in(&mut host, json!({})), Err(Error::StorageUnavailable.into()));
}

#[test]
fn refuses_bad_options_before_anything_is_asked_for() {
    let refused = Login::new(r#"{"pkce":false}"#, Way::Redirect).err().unwrap();
    assert_eq!(refused, Failure::new(Error::ConfigError).with("option", "pkce"));
}

#[test]
fn saves_nothing_if_an_extra_parameter_would_override_the_protocol() {
    let mut host = Host::new();
    let refused = log_in(&mut host, json!({ "authorizationParams": { "code_challenge_method": "plain" } }));
    assert_eq!(refused.unwrap_err().error, Error::ConfigError);
    assert!(host.transactions.is_empty());
}

fn log_in(host: &mut Host, options: Value) -> Result<Record, Box<Failure>> {
    host.drive(Login::new(&options.to_string(), Way::Redirect)?)
}
