//! Revocation: the local state goes first, then the server takes the grant back (RFC 7009).

use super::fixtures::*;
use super::host::*;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::Effect;
use proofkey::json::Record;
use proofkey::protocol::http::Response;
use serde_json::json;

#[test]
fn takes_the_refresh_token_back_behind_the_local_state() {
    let mut host = signed_in();
    assert_eq!(revoke(&mut host, answer_text("")), Ok(Record::default()));
    assert_eq!(host.trace(), ["ReadSession", "RemoveEverything", &format!("POST {REVOCATION}")]);
    let form = "token=rt-1&token_type_hint=refresh_token&client_id=spa-1";
    assert_eq!(host.requests(REVOCATION)[0].form.as_deref(), Some(form));
    assert_eq!(host.requests(REVOCATION)[0].access_token, None);
    assert_eq!(host.session, None);
}

#[test]
fn takes_the_access_token_back_where_there_is_no_refresh_token() {
    let mut host = signed_in();
    host.session = Some(without(host.stored(), "refresh_token").to_string());
    assert_eq!(revoke(&mut host, answer_text("")), Ok(Record::default()));
    let form = "token=at-1&token_type_hint=access_token&client_id=spa-1";
    assert_eq!(host.requests(REVOCATION)[0].form.as_deref(), Some(form));
}

#[test]
fn fetches_the_metadata_on_a_new_page() {
    let mut host = signed_in();
    host.new_page();
    assert_eq!(revoke(&mut host, answer_text("")), Ok(Record::default()));
    let expected = ["ReadSession", "RemoveEverything", &format!("GET {DISCOVERY}"), &format!("POST {REVOCATION}")];
    assert_eq!(host.trace(), expected);
}

/// RFC 7009 section 2.2
#[test]
fn is_done_with_200_whatever_the_body_says() {
    for body in ["", "<html>", "[]", r#"{"error":"invalid_token"}"#] {
        let html = Response { content_type: "text/html".into(), ..answer_text(body) };
        assert_eq!(revoke(&mut signed_in(), html), Ok(Record::default()), "{body}");
    }
}

/// RFC 7009 section 2.2.1
#[test]
fn tells_that_the_token_lives_on_and_when_to_try_again() {
    let busy = Response { status: 503, retry_after: "120".into(), ..answer_text("") };
    let mut host = signed_in();
    let failure = revoke(&mut host, busy).unwrap_err();
    assert_eq!(
        (failure.error, failure.details.to_json().as_str()),
        (Error::HttpStatus, r#"{"status":503,"retry_after":"120"}"#)
    );
    assert_eq!(host.session, None, "here, nobody is signed in any more");
}

/// RFC 7009 section 2.2.1
#[test]
fn tells_that_the_server_does_not_revoke_tokens_of_this_type() {
    let mut host = signed_in();
    let unsupported = Response { status: 400, ..answer(&json!({ "error": "unsupported_token_type" })) };
    let failure = revoke(&mut host, unsupported).unwrap_err();
    assert_eq!((failure.error, failure.details.text("error")), (Error::TokenError, "unsupported_token_type"));
    assert_eq!(host.session, None);
}

#[test]
fn sends_the_token_nowhere_if_the_server_has_no_endpoint_for_it() {
    let mut host = Host::new();
    host.stands(DISCOVERY, answer(&without(metadata_document(), "revocation_endpoint")));
    host.sign_in();
    let expected = Failure::new(Error::EndpointMissing).with("expected", "revocation_endpoint");
    assert_eq!(host.run("revoke", ""), Err(expected));
    assert_eq!(host.trace(), ["ReadSession", "RemoveEverything"]);
    assert_eq!(host.session, None);
}

#[test]
fn tells_that_the_server_could_not_be_reached() {
    for lost in [Error::NetworkError, Error::Timeout] {
        let mut host = signed_in();
        host.answers(REVOCATION, Err(lost));
        assert_eq!(host.run("revoke", ""), Err(lost.into()));
        assert_eq!(host.session, None);

        let mut host = signed_in();
        host.new_page();
        host.answers(DISCOVERY, Err(lost));
        assert_eq!(host.run("revoke", ""), Err(lost.into()), "discovery");
        assert_eq!(host.session, None);
    }
}

#[test]
fn asks_nobody_if_nobody_is_signed_in() {
    for stored in [None, Some("not json")] {
        let mut host = Host::new();
        host.session = stored.map(Into::into);
        assert_eq!(host.run("revoke", ""), Ok(Record::default()));
        assert_eq!(host.trace(), ["ReadSession", "RemoveEverything"]);
    }
}

#[test]
fn fails_if_the_store_cannot_be_cleared() {
    let mut host = signed_in();
    host.broken = |effect| (*effect == Effect::RemoveEverything).then_some(Error::StorageUnavailable);
    assert_eq!(host.run("revoke", ""), Err(Error::StorageUnavailable.into()));
}

fn signed_in() -> Host {
    let mut host = Host::new();
    host.sign_in();
    host
}

fn revoke(host: &mut Host, response: Response) -> Result<Record, Box<Failure>> {
    host.answers(REVOCATION, Ok(response));
    host.run("revoke", "")
}
