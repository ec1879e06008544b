//! UserInfo: the request, the form of the answer, and what it must say (OpenID Connect Core 5.3).

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::protocol::client::Client;
use proofkey::protocol::http::{Request, Response};
use proofkey::protocol::metadata::Metadata;
use proofkey::protocol::userinfo;
use serde_json::{Value, json};

/// RFC 6750 section 2.1
#[test]
fn is_asked_for_with_the_token_in_the_authorization_header() {
    let expected = Request { access_token: Some("at-1".into()), ..Request::get("https://op.example/userinfo") };
    assert_eq!(userinfo::request(&metadata(), "at-1"), Ok(expected));
}

#[test]
fn is_not_asked_for_if_there_is_no_endpoint() {
    let document = without(metadata_document(), "userinfo_endpoint");
    let metadata = Metadata::check(&record(&document), &client()).unwrap();
    let expected = Failure::new(Error::EndpointMissing).with("expected", "userinfo_endpoint");
    assert_eq!(userinfo::request(&metadata, "at-1"), Err(expected));
}

#[test]
fn is_plain_or_signed_as_its_media_type_says() {
    for (content_type, expected) in [
        ("application/json", "plain"),
        ("application/json; charset=utf-8", "plain"),
        ("application/jwt", "signed"),
        ("Application/JWT;x=y", "signed"),
    ] {
        let body = if expected == "plain" { "{}" } else { "a.b.c" };
        let response = Response { content_type: content_type.into(), ..answer_text(body) };
        assert_eq!(form(&response, &client()), Ok(expected), "{content_type}");
    }
}

#[test]
fn rejects_other_media_types_and_every_status_but_200() {
    for (status, content_type, error) in [
        (200, "text/html", Error::ResponseNotJson),
        (200, "application/jose", Error::ResponseNotJson),
        (401, "application/json", Error::HttpStatus),
        (401, "application/jwt", Error::HttpStatus),
        (206, "application/jwt", Error::HttpStatus),
    ] {
        let response = Response { status, content_type: content_type.into(), ..answer_text("{}") };
        assert_eq!(form(&response, &client()), Err(error), "{status} {content_type}");
    }
}

#[test]
fn rejects_plain_json_where_signed_answers_were_declared() {
    let declared = client_with(json!({ "userinfoSignedResponseAlg": "ES256" }));
    assert_eq!(form(&answer(&json!({ "sub": "user-1" })), &declared), Err(Error::UserInfoNotSigned));
    let missing = Response { status: 404, ..answer_text("{}") };
    assert_eq!(form(&missing, &declared), Err(Error::HttpStatus), "what went wrong comes first");
}

/// OpenID Connect Core 5.3.2
#[test]
fn rejects_a_sub_that_is_missing_or_not_the_id_tokens() {
    for claims in [
        json!({}),
        json!({ "sub": null }),
        json!({ "sub": "" }),
        json!({ "sub": ["user-1"] }),
        json!({ "sub": "User-1" }),
        json!({ "sub": "user-11" }),
        json!({ "sub": "user-" }),
    ] {
        assert_eq!(userinfo::check_sub(&record(&claims), "user-1"), Err(Error::UserInfoSubMismatch), "{claims}");
    }
    assert_eq!(userinfo::check_sub(&record(&json!({ "sub": "user-1" })), "user-1"), Ok(()));
}

#[test]
fn accepts_a_jwt_that_tells_neither_issuer_nor_audience_nor_times() {
    assert_eq!(signed(json!({})), Ok(()));
}

#[test]
fn checks_what_a_jwt_tells_of_issuer_audience_and_times() {
    for (changes, expected) in [
        (json!({ "iss": ISSUER }), Ok(())),
        (json!({ "iss": "https://op.example/" }), Err(Error::IssuerMismatch)),
        (json!({ "iss": "" }), Err(Error::IssuerMismatch)),
        (json!({ "iss": [ISSUER] }), Err(Error::IdTokenClaimInvalid)),
        (json!({ "aud": CLIENT_ID }), Ok(())),
        (json!({ "aud": [CLIENT_ID] }), Ok(())),
        (json!({ "aud": "other" }), Err(Error::AudMismatch)),
        (json!({ "aud": [CLIENT_ID, "other"] }), Err(Error::AudUntrusted)),
        (json!({ "aud": null }), Err(Error::IdTokenClaimInvalid)),
        (json!({ "exp": NOW - 59 }), Ok(())),
        (json!({ "exp": NOW - 60 }), Err(Error::Expired)),
        (json!({ "exp": "soon" }), Err(Error::IdTokenClaimInvalid)),
        (json!({ "iat": NOW + 60 }), Ok(())),
        (json!({ "iat": NOW + 61 }), Err(Error::IssuedInFuture)),
        (json!({ "nbf": NOW + 60 }), Ok(())),
        (json!({ "nbf": NOW + 61 }), Err(Error::NotYetValid)),
    ] {
        assert_eq!(signed(changes.clone()), expected, "{changes}");
    }
}

fn signed(claims: Value) -> Result<(), Error> {
    userinfo::check_signed(&record(&claims), &client(), NOW)
}

fn form(response: &Response, client: &Client) -> Result<&'static str, Error> {
    match userinfo::claims(response, client) {
        Ok(Some(claims)) => {
            assert_eq!(claims.to_json().as_bytes(), response.body);
            Ok("plain")
        }
        Ok(None) => Ok("signed"),
        Err(failure) => Err(failure.error),
    }
}
