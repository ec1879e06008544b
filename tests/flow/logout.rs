//! Logout: the local state goes first, whatever the server does.

use super::fixtures::*;
use super::host::*;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::{Effect, Logout};
use proofkey::json::Record;
use serde_json::{Value, json};

#[test]
fn clears_everything_before_it_asks_for_the_metadata() {
    let mut host = Host::new();
    host.sign_in();
    let login = host.log_in(json!({}));
    let id_token = host.stored()["id_token"].as_str().unwrap().to_owned();
    host.effects.clear();
    let result = log_out(&mut host, json!({ "postLogoutRedirectUri": "https://app.example/bye" })).unwrap();
    let discovery = format!("GET {DISCOVERY}");
    assert_eq!(host.trace(), ["ReadSession", "RemoveEverything", &discovery, "Entropy", "SaveTransaction"]);
    assert_eq!(host.session, None);
    assert!(!host.transactions.keys().any(|key| *key == login.state), "the login under way is over, too");
    let url = result.text("url");
    assert!(url.starts_with("https://op.example/logout?"), "{url}");
    assert_eq!(parameters(url, "id_token_hint"), [id_token]);
    assert_eq!(parameters(url, "client_id"), [CLIENT_ID]);
    assert_eq!(parameters(url, "post_logout_redirect_uri"), ["https://app.example/bye"]);
}

#[test]
fn asks_for_nothing_if_the_page_has_the_metadata() {
    let mut host = Host::new();
    host.sign_in();
    assert!(log_out(&mut host, json!({})).unwrap().text("url").starts_with("https://op.example/logout?"));
    assert_eq!(host.trace(), ["ReadSession", "RemoveEverything"]);
}

#[test]
fn is_done_locally_even_if_discovery_fails() {
    for bad in [Err(Error::NetworkError), Err(Error::Timeout), Ok(answer_text("<html>")), Ok(answer(&json!({})))] {
        let mut host = Host::new();
        host.sign_in();
        host.new_page();
        host.answers(DISCOVERY, bad);
        assert_eq!(log_out(&mut host, json!({})), Ok(Record::default()));
        assert_eq!(host.session, None);
    }
}

#[test]
fn is_a_local_one_if_the_server_has_no_endpoint_for_it() {
    let mut host = Host::new();
    host.stands(DISCOVERY, answer(&without(metadata_document(), "end_session_endpoint")));
    host.sign_in();
    assert_eq!(log_out(&mut host, json!({})), Ok(Record::default()));
    assert_eq!(host.session, None);
}

#[test]
fn tells_the_server_without_a_hint_if_nobody_is_signed_in() {
    for stored in [None, Some("not json")] {
        let mut host = Host::new();
        host.session = stored.map(Into::into);
        let result = log_out(&mut host, json!({})).unwrap();
        assert_eq!(result.text("url"), "https://op.example/logout?client_id=spa-1");
        assert_eq!(host.session, None);
    }
}

#[test]
fn clears_a_store_that_cannot_be_read() {
    let mut host = Host::new();
    host.sign_in();
    host.broken = |effect| (*effect == Effect::ReadSession).then_some(Error::StorageUnavailable);
    assert!(log_out(&mut host, json!({})).is_ok());
    assert_eq!(host.session, None);
}

#[test]
fn fails_if_the_store_cannot_be_cleared() {
    let mut host = Host::new();
    host.sign_in();
    host.broken = |effect| (*effect == Effect::RemoveEverything).then_some(Error::StorageUnavailable);
    assert_eq!(log_out(&mut host, json!({})), Err(Error::StorageUnavailable.into()));
}

#[test]
fn refuses_options_that_it_does_not_know() {
    let refused = Logout::new(r#"{"federated":"x"}"#).err().unwrap();
    assert_eq!(refused, Failure::new(Error::ConfigError).with("option", "federated"));
}

fn log_out(host: &mut Host, options: Value) -> Result<Record, Box<Failure>> {
    host.drive(Logout::new(&options.to_string())?)
}
