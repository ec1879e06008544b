//! Metadata that the app brings along: it stands in, whole, when nobody answers, and never for a document that failed a check.

use super::fixtures::*;
use super::host::*;
use super::provider::tokens;
use proofkey::error::Error;
use proofkey::flow::Discovery;
use proofkey::json::Record;
use proofkey::protocol::http::Response;
use serde_json::{Value, json};

const OWN_TOKEN: &str = "https://own.example/token";

#[test]
fn stands_in_when_discovery_is_unreachable() {
    for lost in [Error::NetworkError, Error::Timeout] {
        let mut host = host();
        host.answers(DISCOVERY, Err(lost));
        let begun = host.log_in(json!({}));
        assert!(begun.url.starts_with("https://own.example/authorize?"), "{}", begun.url);
    }
}

#[test]
fn is_kept_to_by_the_login_that_began_with_it() {
    let mut host = host();
    host.answers(DISCOVERY, Err(Error::NetworkError));
    let begun = host.log_in(json!({}));
    host.effects.clear();
    // Discovery is up again, and names other endpoints.
    host.answers(OWN_TOKEN, Ok(answer(&tokens(&begun.nonce))));
    host.stands("https://own.example/jwks", answer(&super::provider::jwks("k1")));
    host.run("handleCallback", &callback_url(&begun.state)).unwrap();
    let [token, keys] = [format!("POST {OWN_TOKEN}"), "GET https://own.example/jwks".into()];
    assert_eq!(host.trace(), ["TakeTransaction", &*token, &*keys, "VerifySignature", "SaveSession"]);
}

#[test]
fn is_asked_of_nobody_again_on_the_same_page() {
    let mut host = host();
    host.answers(DISCOVERY, Err(Error::NetworkError));
    let document = host.drive(Discovery::default()).unwrap();
    assert_eq!(document.text("authorization_endpoint"), "https://own.example/authorize");
    host.log_in(json!({}));
    assert_eq!(host.requests(DISCOVERY).len(), 1);
    // The next page asks anew.
    host.log_in(json!({}));
    assert_eq!(host.requests(DISCOVERY).len(), 2);
}

#[test]
fn gives_way_to_a_discovered_document() {
    let begun = host().log_in(json!({}));
    assert!(begun.url.starts_with("https://op.example/authorize?"), "{}", begun.url);
}

#[test]
fn never_stands_in_for_a_document_that_failed_a_check() {
    let good = answer(&metadata_document());
    let document = |changes| Ok(answer(&with(metadata_document(), changes)));
    for (bad, error) in [
        (document(json!({ "issuer": "https://evil.example" })), Error::MetadataIssuerMismatch),
        (document(json!({ "token_endpoint": "http://op.example/token" })), Error::MetadataInvalid),
        (document(json!({ "revocation_endpoint": 1 })), Error::MetadataInvalid),
        (document(json!({ "end_session_endpoint": null })), Error::MetadataInvalid),
        (document(json!({ "code_challenge_methods_supported": ["plain"] })), Error::PkceUnsupported),
        (Ok(answer(&without(metadata_document(), "jwks_uri"))), Error::MetadataInvalid),
        (Ok(Response { status: 404, ..good.clone() }), Error::HttpStatus),
        (Ok(Response { status: 503, ..good.clone() }), Error::HttpStatus),
        (Ok(Response { content_type: "text/html".into(), ..good }), Error::ResponseNotJson),
        (Ok(answer_text("{")), Error::JsonInvalid),
        (Err(Error::ResponseTooLarge), Error::ResponseTooLarge),
    ] {
        let mut host = host();
        host.answers(DISCOVERY, bad);
        assert_eq!(host.run("login", "{}").unwrap_err().error, error);
        assert!(host.transactions.is_empty());
    }
}

#[test]
fn names_the_optional_endpoints_that_a_discovered_document_leaves_out() {
    let mut host = host();
    let document = without(without(metadata_document(), "revocation_endpoint"), "end_session_endpoint");
    host.stands(DISCOVERY, answer(&document));
    host.sign_in();
    host.answers("https://own.example/revoke", Ok(answer_text("")));
    assert_eq!(host.run("revoke", ""), Ok(Record::default()));
    let url = host.run("logout", "{}").unwrap().text("url").to_owned();
    assert!(url.starts_with("https://own.example/logout?"), "{url}");
}

#[test]
fn adds_nothing_else_to_a_discovered_document() {
    let list = "id_token_signing_alg_values_supported";
    let mut host = Host::with_client(client_with(json!({ "metadata": with(own(), json!({ list: ["ES256"] })) })));
    host.stands(DISCOVERY, answer(&without(metadata_document(), list)));
    host.sign_in();
    assert!(host.session.is_some(), "RS256 is not refused for the list of the document that gave way");
}

#[test]
fn is_all_there_is_without_discovery() {
    let mut host = Host::with_client(client_with(json!({ "metadata": own(), "discovery": false })));
    let document = host.drive(Discovery::default()).unwrap();
    assert_eq!(document.text("authorization_endpoint"), "https://own.example/authorize");
    let begun = host.log_in(json!({}));
    assert!(begun.url.starts_with("https://own.example/authorize?"), "{}", begun.url);
    assert_eq!(host.requests(DISCOVERY).len(), 0);
}

#[test]
fn is_used_for_a_logout_on_a_page_that_cannot_reach_discovery() {
    let mut host = host();
    host.answers(DISCOVERY, Err(Error::NetworkError));
    let url = host.run("logout", "{}").unwrap().text("url").to_owned();
    assert_eq!(url, "https://own.example/logout?client_id=spa-1");
}

/// A client whose document has other endpoints than the server's.
fn host() -> Host {
    Host::with_client(client_with(json!({ "metadata": own() })))
}

fn own() -> Value {
    let text = metadata_document().to_string().replace("op.example/", "own.example/");
    serde_json::from_str(&text).unwrap()
}
