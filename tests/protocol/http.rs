//! What every JSON answer must be, whichever endpoint it comes from.

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::protocol::http::Response;
use serde_json::{Value, json};

#[test]
fn reads_an_answer_whose_body_has_lines_of_its_own() {
    let response = Response::parse("429\ntext/plain; x=y\n30\nnonce-1\nfirst\n\nthird");
    assert_eq!((response.status, response.content_type.as_str()), (429, "text/plain; x=y"));
    assert_eq!((response.retry_after.as_str(), response.dpop_nonce.as_str()), ("30", "nonce-1"));
    assert_eq!(response.body, b"first\n\nthird");
}

#[test]
fn reads_an_answer_without_headers_and_body() {
    assert_eq!(Response::parse("200\n\n\n\n"), Response { status: 200, ..Response::default() });
    assert_eq!(Response::parse(""), Response::default());
    assert_eq!(Response::parse("70000\n\n\n\n").status, 0, "no status at all");
}

#[test]
fn accepts_json_media_types_with_parameters_in_any_case() {
    for content_type in
        ["application/json", "application/json;charset=UTF-8", "Application/JSON ; x=y", "application/x"]
    {
        let response = Response { content_type: content_type.into(), ..answer_text("{}") };
        assert_eq!(refusal(response.record("application/x", Error::TokenError)), None, "{content_type}");
    }
}

#[test]
fn rejects_a_success_of_another_media_type() {
    for content_type in ["", "text/html", "text/json", "application/jsonp", "application/problem+json", "json"] {
        let response = Response { content_type: content_type.into(), ..answer_text("{}") };
        let refused = response.record("application/json", Error::TokenError).unwrap_err();
        assert_eq!(refused.error, Error::ResponseNotJson, "{content_type}");
        assert_eq!(refused.details.text("received"), content_type);
    }
}

#[test]
fn rejects_every_status_but_200() {
    for status in [0, 201, 204, 301, 302, 400, 404, 500, 503] {
        let response = Response { status, ..answer_text("{}") };
        let refused = response.record("application/json", Error::TokenError).unwrap_err();
        assert_eq!((refused.error, refused.details.seconds("status")), (Error::HttpStatus, Some(status.into())));
    }
}

#[test]
fn tells_an_oauth_error_whatever_the_status_and_the_media_type() {
    let body = json!({ "error": "invalid_request", "error_description": "d", "error_uri": "u", "secret": "s" });
    for (status, content_type) in [(200, "application/json"), (400, "application/json"), (503, "text/html"), (401, "")]
    {
        let response = Response { status, content_type: content_type.into(), ..answer(&body) };
        let mut expected = Failure::new(Error::TokenError);
        expected.details.set_seconds("status", status.into());
        let expected = expected.with("error", "invalid_request").with("error_description", "d").with("error_uri", "u");
        assert_eq!(response.record("application/json", Error::TokenError), Err(expected), "{status} {content_type}");
    }
}

/// What ReachFive's errors have beside those of RFC 6749.
#[test]
fn tells_reachfive_members_of_an_error_each_if_it_has_its_type() {
    let details = json!([{ "field": "code", "message": "is missing", "code": "missing" }]);
    let body = json!({
        "error": "invalid_request", "error_id": "aB3dE6gH9k", "error_user_msg": "m", "error_message_key": "error.x",
        "error_details": details,
    });
    let told = |body: &Value| {
        let failure =
            Response { status: 400, ..answer(body) }.record("application/json", Error::TokenError).unwrap_err();
        serde_json::from_str::<Value>(&failure.details.to_json()).unwrap()
    };
    assert_eq!(told(&body), with(body.clone(), json!({ "status": 400 })));
    for name in ["error_description", "error_id", "error_user_msg", "error_message_key"] {
        for bad in [json!(1), json!({}), json!(["x"]), json!("")] {
            let bad = with(body.clone(), json!({ name: bad }));
            assert_eq!(told(&bad).get(name), None, "{bad}");
        }
    }
}

#[test]
fn never_echoes_a_body_that_is_no_oauth_error() {
    for body in ["<h1>secret</h1>", "", "[]", r#"{"secret":1}"#, "\u{feff}{\"error\":\"x\"}"] {
        let response = Response { status: 502, content_type: "text/html".into(), ..answer_text(body) };
        let mut expected = Failure::new(Error::HttpStatus);
        expected.details.set_seconds("status", 502);
        assert_eq!(response.record("application/json", Error::TokenError), Err(expected), "{body}");
    }
}

#[test]
fn tells_retry_after() {
    let response = Response { status: 503, retry_after: "120".into(), ..answer_text("") };
    let refused = response.record("application/json", Error::TokenError).unwrap_err();
    assert_eq!(refused.details.text("retry_after"), "120");
}

#[test]
fn rejects_a_body_that_the_strict_reader_refuses() {
    for body in ["", "null", "[]", r#"{"a":1,"a":2}"#, "\u{feff}{}", "{}{}", r#"{"__proto__":{}}"#] {
        let refused = answer_text(body).record("application/json", Error::TokenError).unwrap_err();
        assert_eq!(refused.error, Error::JsonInvalid, "{body}");
    }
    let bad_utf_8 = Response { body: b"{\"a\":\"\xff\"}".to_vec(), ..answer_text("") };
    assert_eq!(refusal(bad_utf_8.record("application/json", Error::TokenError)), Some(Error::JsonInvalid));
}
