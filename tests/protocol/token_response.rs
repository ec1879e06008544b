//! The token response (RFC 6749 section 5), rules TK-04 to TK-17.

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::protocol::http::Response;
use proofkey::protocol::token::TokenResponse;
use serde_json::{Value, json};

#[test]
fn reads_every_member_of_a_good_answer() {
    let response = read(token_document());
    assert_eq!(response.access_token(), "at-1");
    assert_eq!(response.refresh_token(), "rt-1");
    assert_eq!(response.id_token(), unsigned(&header(), &claims()));
    assert_eq!(response.expires_in(), 3600);
    assert_eq!(response.scope("openid profile"), "openid profile");
}

/// TK-04
#[test]
fn rejects_an_answer_that_is_no_object() {
    for body in ["[]", "null", "\"x\"", "", "1"] {
        assert_eq!(refusal(TokenResponse::from_response(&answer_text(body))), Some(Error::JsonInvalid), "{body}");
    }
}

/// TK-04
#[test]
fn rejects_an_access_token_that_is_missing_empty_or_no_string() {
    rejects(without(token_document(), "access_token"), Error::TokenResponseInvalid);
    for value in [json!(""), json!(null), json!(1), json!(["at"]), json!({})] {
        rejects_member("access_token", value, Error::TokenResponseInvalid);
    }
}

/// TK-05
#[test]
fn accepts_bearer_in_any_case_and_rejects_any_other_token_type() {
    for token_type in ["Bearer", "bearer", "bEARER"] {
        assert_eq!(read(with(token_document(), json!({ "token_type": token_type }))).access_token(), "at-1");
    }
    rejects(without(token_document(), "token_type"), Error::TokenTypeUnsupported);
    for value in
        [json!("mac"), json!("DPoP"), json!("N_A"), json!("Bearer "), json!(""), json!(null), json!(["Bearer"])]
    {
        rejects_member("token_type", value, Error::TokenTypeUnsupported);
    }
}

/// TK-06
#[test]
fn ignores_members_that_it_does_not_know() {
    let extra =
        json!({ "state": "x", "profile": { "sub": "evil" }, "issuer": "https://evil.example", "constructor": 1 });
    let response = read(with(token_document(), extra));
    assert_eq!((response.access_token(), response.expires_in()), ("at-1", 3600));
}

/// TK-07
#[test]
fn gives_an_access_token_without_expires_in_a_short_life() {
    assert_eq!(read(without(token_document(), "expires_in")).expires_in(), 300);
}

/// TK-08
#[test]
fn reads_expires_in_from_numbers_and_from_strings_of_digits() {
    for (value, seconds) in [
        (json!(3600), 3600),
        (json!(0), 0),
        (json!(59.9), 59),
        (json!("3600"), 3600),
        (json!("0"), 0),
        (json!("007"), 7),
        (json!(31_536_000), 31_536_000),
        (json!(31_536_001), 31_536_000),
        (json!(1e300), 31_536_000),
        (json!("99999999999999999999999999"), 31_536_000),
    ] {
        assert_eq!(read(with(token_document(), json!({ "expires_in": value }))).expires_in(), seconds, "{value}");
    }
}

/// TK-08
#[test]
fn rejects_every_other_expires_in() {
    for value in [
        json!(-1),
        json!(-0.5),
        json!(null),
        json!(true),
        json!([3600]),
        json!({}),
        json!(""),
        json!("abc"),
        json!("60abc"),
        json!("-1"),
        json!("+60"),
        json!("60.5"),
        json!("1e3"),
        json!(" 60"),
        json!("٦"),
        json!("NaN"),
    ] {
        rejects_member("expires_in", value, Error::ExpiresInInvalid);
    }
}

/// TK-09
#[test]
fn tells_the_granted_scope_and_takes_an_absent_one_for_the_same() {
    assert_eq!(read(with(token_document(), json!({ "scope": "openid" }))).scope("openid profile"), "openid");
    assert_eq!(read(with(token_document(), json!({ "scope": "" }))).scope("openid profile"), "");
    assert_eq!(read(token_document()).scope("openid profile"), "openid profile");
    for value in [json!(null), json!(["openid"]), json!(1), json!("openid\n")] {
        rejects_member("scope", value, Error::TokenResponseInvalid);
    }
}

/// TK-10 is the flow's: a refresh may leave the ID Token out.
#[test]
fn has_empty_optional_tokens_when_none_came() {
    let response = read(without(without(token_document(), "id_token"), "refresh_token"));
    assert_eq!((response.id_token(), response.refresh_token()), ("", ""));
}

#[test]
fn rejects_optional_tokens_that_are_empty_or_no_strings() {
    for name in ["id_token", "refresh_token"] {
        for value in [json!(""), json!(null), json!(1), json!({ "token": "x" })] {
            rejects_member(name, value, Error::TokenResponseInvalid);
        }
    }
}

/// TK-11
#[test]
fn tells_an_oauth_error_with_its_status() {
    let body = json!({ "error": "invalid_grant", "error_description": "used" });
    let failure = failure(TokenResponse::from_response(&Response { status: 400, ..answer(&body) })).unwrap();
    assert_eq!(failure.error, Error::TokenError);
    assert_eq!(failure.details.text("error"), "invalid_grant");
    assert_eq!(failure.details.text("error_description"), "used");
    assert_eq!(failure.details.seconds("status"), Some(400));
}

/// TK-12
#[test]
fn tells_the_status_of_an_error_that_is_no_json() {
    for body in ["<html>", ""] {
        let response = Response { status: 500, content_type: "text/html".into(), ..answer_text(body) };
        assert_eq!(refusal(TokenResponse::from_response(&response)), Some(Error::HttpStatus));
    }
}

/// TK-13
#[test]
fn rejects_a_200_with_an_error_member_even_beside_tokens() {
    rejects(with(token_document(), json!({ "error": "server_error" })), Error::TokenError);
}

/// TK-13
#[test]
fn rejects_good_tokens_under_any_status_but_200() {
    for status in [201, 202, 204, 302, 307, 400, 503] {
        let response = Response { status, ..answer(&token_document()) };
        assert_eq!(refusal(TokenResponse::from_response(&response)), Some(Error::HttpStatus), "{status}");
    }
}

/// TK-14
#[test]
fn rejects_good_tokens_under_any_type_but_json() {
    for content_type in ["text/html", "", "application/jwt"] {
        let response = Response { content_type: content_type.into(), ..answer(&token_document()) };
        assert_eq!(refusal(TokenResponse::from_response(&response)), Some(Error::ResponseNotJson), "{content_type}");
    }
}

/// TK-16
#[test]
fn rejects_json_that_two_readers_could_understand_in_two_ways() {
    let good = token_document().to_string();
    let duplicate = good.replacen('{', r#"{"access_token":"other","#, 1);
    for body in [duplicate, "\u{feff}".to_owned() + &good, good.clone() + "x", good.clone() + &good] {
        assert_eq!(refusal(TokenResponse::from_response(&answer_text(&body))), Some(Error::JsonInvalid), "{body}");
    }
}

/// TK-17
#[test]
fn rejects_tokens_with_other_than_printable_ascii() {
    for name in ["access_token", "refresh_token", "id_token"] {
        for bad in ["a\r\nX-Evil: 1", "a\0", "a\u{7f}", "é", "a\tb"] {
            rejects_member(name, json!(bad), Error::TokenResponseInvalid);
        }
    }
    assert_eq!(read(with(token_document(), json!({ "access_token": " ~!\"" }))).access_token(), " ~!\"");
}

fn read(document: Value) -> TokenResponse {
    TokenResponse::from_response(&answer(&document)).ok().unwrap()
}

#[track_caller]
fn rejects_member(name: &str, value: Value, error: Error) {
    rejects(with(token_document(), json!({ name: value })), error);
}

#[track_caller]
fn rejects(document: Value, error: Error) {
    assert_eq!(refusal(TokenResponse::from_response(&answer(&document))), Some(error), "{document}");
}
