//! Discovery: once for each page, and nothing of a bad document is used.

use super::fixtures::*;
use super::host::*;
use proofkey::error::Error;
use proofkey::flow::Discovery;
use proofkey::protocol::http::Response;
use serde_json::json;

#[test]
fn fetches_the_document_once() {
    let mut host = Host::new();
    for _ in 0..2 {
        assert_eq!(host.run("metadata", ""), Ok(metadata().record().clone()));
    }
    assert_eq!(host.trace(), [format!("GET {DISCOVERY}")]);
}

#[test]
fn spares_the_login_its_request() {
    let mut host = Host::new();
    host.drive(Discovery::default()).unwrap();
    host.log_in(json!({}));
    assert_eq!(host.requests(DISCOVERY).len(), 1);
}

#[test]
fn fails_and_keeps_nothing_if_the_answer_is_bad() {
    let good = answer(&metadata_document());
    let moved = json!({ "issuer": "https://evil.example" });
    for (bad, error) in [
        (Err(Error::NetworkError), Error::NetworkError),
        (Err(Error::Timeout), Error::Timeout),
        (Err(Error::ResponseTooLarge), Error::ResponseTooLarge),
        (Ok(Response { status: 404, ..good.clone() }), Error::HttpStatus),
        (Ok(Response { status: 301, ..good.clone() }), Error::HttpStatus),
        (Ok(Response { content_type: "text/html".into(), ..good.clone() }), Error::ResponseNotJson),
        (Ok(answer_text("{")), Error::JsonInvalid),
        (Ok(answer(&with(metadata_document(), moved))), Error::MetadataIssuerMismatch),
        (Ok(answer(&without(metadata_document(), "jwks_uri"))), Error::MetadataInvalid),
    ] {
        let mut host = Host::new();
        host.answers(DISCOVERY, bad);
        assert_eq!(host.drive(Discovery::default()).unwrap_err().error, error);
        assert!(host.drive(Discovery::default()).is_ok(), "the next one asks again");
        assert_eq!(host.requests(DISCOVERY).len(), 2);
    }
}
