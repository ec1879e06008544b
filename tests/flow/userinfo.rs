//! UserInfo: asked with the access token, believed for the user of the ID Token (OpenID Connect Core 5.3).

use super::fixtures::*;
use super::host::*;
use super::provider::jwks;
use super::signer::{edit_signature, rs256, signed, token};
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::Effect;
use proofkey::json::Record;
use proofkey::protocol::client::Client;
use proofkey::protocol::http::Response;
use serde_json::json;

#[test]
fn asks_with_the_access_token_in_the_header_and_nowhere_else() {
    let mut host = signed_in(client());
    user_info(&mut host, answer(&json!({ "sub": "user-1" }))).unwrap();
    assert_eq!(host.trace(), ["ReadSession", &format!("GET {USERINFO} with a token")]);
    let request = host.requests(USERINFO)[0];
    assert_eq!((request.access_token.as_deref(), request.form.as_deref()), (Some("at-1"), None));
}

#[test]
fn gives_the_claims_and_leaves_the_session_as_it_is() {
    let mut host = signed_in(client());
    let before = host.session.clone();
    let result = user_info(&mut host, answer_text(r#"{ "sub": "user-1", "n": 1.50, "iss": "x" }"#)).unwrap();
    assert_eq!(result, record(&json!({ "claims": r#"{"sub":"user-1","n":1.50,"iss":"x"}"# })));
    assert_eq!(host.session, before);
}

#[test]
fn fetches_the_metadata_first_on_a_new_page() {
    let mut host = signed_in(client());
    host.new_page();
    user_info(&mut host, answer(&json!({ "sub": "user-1" }))).unwrap();
    let expected = ["ReadSession", &format!("GET {DISCOVERY}"), &format!("GET {USERINFO} with a token")];
    assert_eq!(host.trace(), expected);
}

#[test]
fn requires_a_login_without_a_session() {
    let mut host = Host::new();
    assert_eq!(host.run("userInfo", ""), Err(Error::LoginRequired.into()));
    assert_eq!(host.trace(), ["ReadSession"]);
}

#[test]
fn sends_the_token_nowhere_if_the_server_has_no_endpoint_for_it() {
    let mut host = Host::new();
    host.stands(DISCOVERY, answer(&without(metadata_document(), "userinfo_endpoint")));
    host.sign_in();
    let expected = Failure::new(Error::EndpointMissing).with("expected", "userinfo_endpoint");
    assert_eq!(host.run("userInfo", ""), Err(expected));
    assert_eq!(host.trace(), ["ReadSession"]);
}

#[test]
fn rejects_an_answer_about_nobody_or_about_another_user() {
    for claims in [json!({}), json!({ "sub": "user-2" }), json!({ "sub": "" }), json!({ "sub": ["user-1"] })] {
        let plain = user_info(&mut signed_in(client()), answer(&claims));
        assert_eq!(plain, Err(Error::UserInfoSubMismatch.into()), "{claims}");
        let in_jwt = user_info(&mut signed_in(client()), jwt(rs256(&header(), &claims)));
        assert_eq!(in_jwt, Err(Error::UserInfoSubMismatch.into()), "signed {claims}");
    }
}

#[test]
fn verifies_the_signature_of_a_jwt() {
    let mut host = signed_in(client());
    let result = user_info(&mut host, jwt(rs256(&header(), &json!({ "sub": "user-1" })))).unwrap();
    assert_eq!(result, record(&json!({ "claims": r#"{"sub":"user-1"}"# })));
    assert_eq!(host.trace()[2..], ["VerifySignature"], "the page has the keys");

    host.new_page();
    host.effects.clear();
    user_info(&mut host, jwt(rs256(&header(), &json!({ "sub": "user-1" })))).unwrap();
    assert_eq!(host.trace()[3..], [&format!("GET {JWKS}"), "VerifySignature"]);
}

#[test]
fn rejects_a_jwt_that_the_issuer_did_not_sign() {
    let claims = json!({ "sub": "user-1" });
    let spoilt = edit_signature(&rs256(&header(), &claims), |signature| signature[0] ^= 1);
    let unknown = with(header(), json!({ "kid": "unknown" }));
    let of_alg = |alg: &str| signed(&json!({ "alg": alg }), &claims, |_| b"mac".into());
    for (token, error) in [
        (spoilt, Error::SignatureInvalid),
        (rs256(&unknown, &claims), Error::KeyNotFound),
        (of_alg("none"), Error::AlgUnsupported),
        (of_alg("HS256"), Error::AlgUnsupported),
        (rs256(&with(header(), json!({ "typ": "at+jwt" })), &claims), Error::TypUnsupported),
        ("e30.e30.e30.e30.e30".into(), Error::JweUnsupported),
        (r#"{"sub":"user-1"}"#.into(), Error::JwsMalformed),
        (String::new(), Error::JwsMalformed),
    ] {
        let mut host = signed_in(client());
        assert_eq!(user_info(&mut host, jwt(token)), Err(error.into()));
    }
}

#[test]
fn rejects_a_jwt_that_is_not_utf_8() {
    let mut host = signed_in(client());
    let answer = Response { body: vec![0xff], ..jwt(String::new()) };
    assert_eq!(user_info(&mut host, answer), Err(Error::JwsMalformed.into()));
}

#[test]
fn checks_issuer_audience_and_times_of_a_jwt_where_it_tells_them() {
    for (changes, expected) in [
        (json!({ "iss": ISSUER, "aud": CLIENT_ID, "exp": NOW + 1, "iat": NOW, "nbf": NOW }), Ok(())),
        (json!({ "iss": "https://evil.example" }), Err(Error::IssuerMismatch)),
        (json!({ "aud": "other" }), Err(Error::AudMismatch)),
        (json!({ "exp": NOW - 60 }), Err(Error::Expired)),
        (json!({ "iat": NOW + 61 }), Err(Error::IssuedInFuture)),
        (json!({ "nbf": NOW + 61 }), Err(Error::NotYetValid)),
    ] {
        let token = rs256(&header(), &with(json!({ "sub": "user-1" }), changes.clone()));
        let outcome = user_info(&mut signed_in(client()), jwt(token)).map(drop);
        assert_eq!(outcome, expected.map_err(Into::into), "{changes}");
    }
}

#[test]
fn rejects_plain_json_where_the_app_declared_signed_answers() {
    let declared = || client_with(json!({ "userinfoSignedResponseAlg": "RS256" }));
    let plain = user_info(&mut signed_in(declared()), answer(&json!({ "sub": "user-1" })));
    assert_eq!(plain, Err(Error::UserInfoNotSigned.into()));
    let in_jwt = user_info(&mut signed_in(declared()), jwt(rs256(&header(), &json!({ "sub": "user-1" }))));
    assert!(in_jwt.is_ok());
}

#[test]
fn takes_the_declared_algorithm_and_no_other() {
    let declared = || client_with(json!({ "userinfoSignedResponseAlg": "PS256" }));
    let of_alg = |alg: &str| jwt(token(alg, &json!({ "alg": alg }), &json!({ "sub": "user-1" })));
    let without_alg = without(jwks("k1")["keys"][0].clone(), "alg");
    for (alg, expected) in [
        ("PS256", Ok(())),
        ("RS256", Err(Failure::new(Error::AlgNotAllowed).with("expected", "PS256").with("received", "RS256"))),
    ] {
        let mut host = signed_in(declared());
        host.stands(JWKS, answer(&json!({ "keys": [without_alg.clone()] })));
        host.new_page();
        assert_eq!(user_info(&mut host, of_alg(alg)).map(drop), expected);
    }
}

/// Its own list counts, not that of ID Tokens.
#[test]
fn rejects_an_algorithm_that_the_metadata_does_not_list_for_userinfo() {
    let list = "userinfo_signing_alg_values_supported";
    for (supported, expected) in [
        (json!({ list: ["RS256"], "id_token_signing_alg_values_supported": ["ES256"] }), Ok(())),
        (
            json!({ list: ["ES256"] }),
            Err(Failure::new(Error::AlgNotAllowed).with("expected", list).with("received", "RS256")),
        ),
    ] {
        let mut host = signed_in(client());
        host.stands(DISCOVERY, answer(&with(metadata_document(), supported)));
        host.new_page();
        let outcome = user_info(&mut host, jwt(rs256(&header(), &json!({ "sub": "user-1" }))));
        assert_eq!(outcome.map(drop), expected);
    }
}

#[test]
fn believes_no_answer_that_is_no_success() {
    let refused = Response { status: 401, ..jwt(rs256(&header(), &json!({ "sub": "user-1" }))) };
    let expired = Response { status: 401, ..answer(&json!({ "error": "invalid_token" })) };
    let html = Response { content_type: "text/html".into(), ..answer(&json!({ "sub": "user-1" })) };
    for (bad, error, status) in [
        (refused, Error::HttpStatus, 401),
        (expired, Error::HttpStatus, 401),
        (html, Error::ResponseNotJson, 200),
        (answer_text("[]"), Error::JsonInvalid, 200),
    ] {
        let failure = user_info(&mut signed_in(client()), bad).unwrap_err();
        assert_eq!((failure.error, failure.details.seconds("status")), (error, Some(status)));
    }
}

#[test]
fn tells_what_the_driver_could_not_do() {
    let no_store: Broken = |effect| matches!(effect, Effect::ReadSession).then_some(Error::StorageUnavailable);
    let no_answer: Broken = |effect| matches!(effect, Effect::Http(_)).then_some(Error::Timeout);
    for (broken, error) in [(no_store, Error::StorageUnavailable), (no_answer, Error::Timeout)] {
        let mut host = signed_in(client());
        host.broken = broken;
        assert_eq!(host.run("userInfo", ""), Err(error.into()));
    }
}

fn signed_in(client: Client) -> Host {
    let mut host = Host::with_client(client);
    host.sign_in();
    host
}

fn user_info(host: &mut Host, response: Response) -> Result<Record, Box<Failure>> {
    host.answers(USERINFO, Ok(response));
    host.run("userInfo", "")
}

fn jwt(token: String) -> Response {
    Response { content_type: "application/jwt".into(), body: token.into(), ..answer_text("") }
}
