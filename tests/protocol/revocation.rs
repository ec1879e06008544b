//! Token revocation (RFC 7009).

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::protocol::http::{Request, Response};
use proofkey::protocol::metadata::Metadata;
use proofkey::protocol::revocation;
use serde_json::json;

/// RFC 7009 section 2.1
#[test]
fn posts_the_token_its_kind_and_the_client_in_the_body() {
    let form = "token=rt%2F1&token_type_hint=refresh_token&client_id=spa-1".to_owned();
    let expected = Request::post("https://op.example/revoke", form);
    assert_eq!(revocation::request(&client(), &metadata(), "rt/1", "refresh_token"), Ok(expected));
}

#[test]
fn has_no_request_if_there_is_no_endpoint() {
    let document = without(metadata_document(), "revocation_endpoint");
    let metadata = Metadata::check(&record(&document), &client()).unwrap();
    let expected = Failure::new(Error::EndpointMissing).with("expected", "revocation_endpoint");
    assert_eq!(revocation::request(&client(), &metadata, "rt-1", "refresh_token"), Err(expected));
}

/// RFC 7009 section 2.2 says 200; ReachFive, which has no body to send, says 204.
#[test]
fn is_done_with_200_or_204_and_ignores_the_body() {
    assert_eq!(revocation::check(&Response { status: 204, ..Response::default() }), Ok(()));
    for body in ["", "{", "<html>", r#"{"error":"invalid_request"}"#] {
        let response = Response { content_type: "text/html".into(), ..answer_text(body) };
        assert_eq!(revocation::check(&response), Ok(()), "{body}");
    }
}

/// RFC 7009 section 2.2.1
#[test]
fn is_not_done_with_any_other_status() {
    for status in [0, 201, 202, 302, 400, 401, 404, 500, 503] {
        let failure = revocation::check(&Response { status, ..answer_text("") }).unwrap_err();
        assert_eq!((failure.error, failure.details.seconds("status")), (Error::HttpStatus, Some(status.into())));
    }
    let busy = Response { status: 503, retry_after: "120".into(), ..answer_text("") };
    assert_eq!(revocation::check(&busy).unwrap_err().details.text("retry_after"), "120");
}

/// RFC 7009 section 2.2.1
#[test]
fn tells_the_oauth_error_of_a_refusal() {
    for error in ["unsupported_token_type", "invalid_client"] {
        let response = Response { status: 400, ..answer(&json!({ "error": error })) };
        let failure = revocation::check(&response).unwrap_err();
        assert_eq!((failure.error, failure.details.text("error")), (Error::TokenError, error));
    }
}
