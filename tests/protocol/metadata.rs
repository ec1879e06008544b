//! Authorization server metadata (OpenID Connect Discovery 1.0, RFC 8414).

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::protocol::http::Request;
use proofkey::protocol::metadata::Metadata;
use serde_json::{Value, json};

#[test]
fn is_asked_for_behind_the_issuer_whose_final_slash_does_not_count() {
    for (issuer, url) in [
        ("https://op.example", "https://op.example/.well-known/openid-configuration"),
        ("https://op.example/", "https://op.example/.well-known/openid-configuration"),
        ("https://op.example/t1", "https://op.example/t1/.well-known/openid-configuration"),
        ("https://op.example/t1/", "https://op.example/t1/.well-known/openid-configuration"),
    ] {
        assert_eq!(Metadata::request(&client_with(json!({ "issuer": issuer }))), Request::get(url));
    }
}

#[test]
fn rejects_an_issuer_that_differs_in_one_character() {
    for issuer in ["https://op.example/", "https://OP.example", "https://op.example/INVALID", "http://op.example", ""] {
        let expected = Failure::new(Error::MetadataIssuerMismatch).with("expected", ISSUER).with("received", issuer);
        assert_eq!(check(json!({ "issuer": issuer })), Err(expected));
    }
}

#[test]
fn rejects_an_issuer_that_is_missing_or_no_string() {
    for document in [without(metadata_document(), "issuer"), with(metadata_document(), json!({ "issuer": [ISSUER] }))] {
        let refused = Metadata::check(&record(&document), &client());
        assert_eq!(refused.unwrap_err().error, Error::MetadataIssuerMismatch);
    }
}

#[test]
fn rejects_a_document_without_a_required_endpoint() {
    for name in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
        let document = without(metadata_document(), name);
        assert_eq!(Metadata::check(&record(&document), &client()), Err(invalid(name)));
    }
}

#[test]
fn accepts_a_document_without_optional_members() {
    let mut document = metadata_document();
    for name in [
        "end_session_endpoint",
        "revocation_endpoint",
        "userinfo_endpoint",
        "code_challenge_methods_supported",
        "id_token_signing_alg_values_supported",
        "authorization_response_iss_parameter_supported",
    ] {
        document = without(document, name);
    }
    let metadata = Metadata::check(&record(&document), &client()).unwrap();
    for name in ["end_session_endpoint", "revocation_endpoint", "userinfo_endpoint"] {
        assert_eq!(metadata.endpoint(name), "");
        let expected = Failure::new(Error::EndpointMissing).with("expected", name);
        assert_eq!(metadata.required_endpoint(name), Err(expected));
    }
    assert_eq!(metadata.lists("code_challenge_methods_supported", "S256"), None);
    assert!(!metadata.promises_iss());
}

#[test]
fn rejects_endpoints_that_are_not_absolute_https_urls() {
    for name in [
        "authorization_endpoint",
        "token_endpoint",
        "jwks_uri",
        "end_session_endpoint",
        "revocation_endpoint",
        "userinfo_endpoint",
    ] {
        for url in [
            json!("http://op.example/x"),
            json!("http://localhost:4000/x"),
            json!("javascript:alert(1)"),
            json!("data:text/html,x"),
            json!("/x"),
            json!("//op.example/x"),
            json!("https://op.example/x#fragment"),
            json!("https://user:password@op.example/x"),
            json!(" https://op.example/x"),
            json!(""),
            json!(null),
            json!(["https://op.example/x"]),
            json!({}),
        ] {
            assert_eq!(check(json!({ name: url })), Err(invalid(name)), "{url}");
        }
    }
}

#[test]
fn accepts_http_endpoints_between_loopback_hosts_only() {
    let client = client_with(json!({
        "issuer": "http://localhost:4000", "redirectUri": "http://localhost:5173/cb", "page": "http://localhost:5173/",
    }));
    let document = json!({
        "issuer": "http://localhost:4000",
        "authorization_endpoint": "http://localhost:4000/auth",
        "token_endpoint": "http://127.0.0.1:4000/token",
        "jwks_uri": "http://[::1]:4000/jwks",
    });
    assert!(Metadata::check(&record(&document), &client).is_ok());
    let elsewhere = with(document, json!({ "token_endpoint": "http://op.example/token" }));
    assert_eq!(Metadata::check(&record(&elsewhere), &client), Err(invalid("token_endpoint")));
}

#[test]
fn rejects_members_of_the_wrong_type() {
    for (name, value) in [
        ("code_challenge_methods_supported", json!("S256")),
        ("code_challenge_methods_supported", json!(null)),
        ("id_token_signing_alg_values_supported", json!({ "RS256": true })),
        ("userinfo_signing_alg_values_supported", json!("RS256")),
        ("authorization_response_iss_parameter_supported", json!("true")),
        ("authorization_response_iss_parameter_supported", json!(1)),
    ] {
        assert_eq!(check(json!({ name: value })), Err(invalid(name)));
    }
}

#[test]
fn rejects_a_server_that_lists_challenge_methods_without_s256() {
    for methods in [json!(["plain"]), json!([]), json!(["s256"]), json!([["S256"], 256])] {
        let refused = check(json!({ "code_challenge_methods_supported": methods }));
        assert_eq!(refused, Err(Error::PkceUnsupported.into()), "{methods}");
    }
    assert!(check(json!({ "code_challenge_methods_supported": ["plain", "S256"] })).is_ok());
}

#[test]
fn keeps_the_members_that_the_client_uses_and_no_others() {
    let used = with(metadata_document(), json!({ "userinfo_signing_alg_values_supported": ["RS256"] }));
    let document = with(used.clone(), json!({ "claims_supported": ["sub"], "registration_endpoint": "x" }));
    let kept = Metadata::check(&record(&document), &client()).unwrap();
    let kept: Value = serde_json::from_str(&kept.record().to_json()).unwrap();
    assert_eq!(kept, used);
}

#[test]
fn leaves_out_a_session_frame_that_is_no_good_and_refuses_nothing_for_it() {
    let good = "https://op.example/session.html";
    for (frame, kept) in [
        (json!(good), good),
        (json!("http://op.example/session.html"), ""),
        (json!("/session.html"), ""),
        (json!(""), ""),
        (json!(null), ""),
        (json!([good]), ""),
    ] {
        let metadata = check(json!({ "check_session_iframe": frame })).unwrap();
        assert_eq!(metadata.endpoint("check_session_iframe"), kept, "{frame}");
    }
}

#[test]
fn passes_its_own_check_again_when_it_was_stored() {
    let metadata = metadata();
    assert_eq!(Metadata::check(metadata.record(), &client()), Ok(metadata));
}

#[test]
fn reads_no_document_from_an_answer_that_is_not_200_and_json() {
    let good = answer(&metadata_document());
    assert_eq!(Metadata::from_response(&good, &client()), Ok(metadata()));
    for (status, content_type, error) in
        [(404, "application/json", Error::HttpStatus), (200, "text/html", Error::ResponseNotJson)]
    {
        let mut bad = good.clone();
        bad.status = status;
        bad.content_type = content_type.into();
        assert_eq!(Metadata::from_response(&bad, &client()).unwrap_err().error, error);
    }
}

#[test]
fn tells_whether_a_list_has_an_entry_and_whether_there_is_a_list() {
    let list = "userinfo_signing_alg_values_supported";
    let metadata = check(json!({ list: ["RS256", 1, "ES256"] })).unwrap();
    assert_eq!(metadata.lists(list, "ES256"), Some(true));
    assert_eq!(metadata.lists(list, "es256"), Some(false));
    assert_eq!(check(json!({ list: [] })).unwrap().lists(list, "ES256"), Some(false));
    assert_eq!(check(json!({})).unwrap().lists(list, "ES256"), None);
}

#[test]
fn gives_an_endpoint_that_a_call_cannot_do_without() {
    assert_eq!(metadata().required_endpoint("userinfo_endpoint"), Ok("https://op.example/userinfo"));
}

fn check(changes: Value) -> Result<Metadata, Box<Failure>> {
    Metadata::check(&record(&with(metadata_document(), changes)), &client())
}

fn invalid(member: &str) -> Box<Failure> {
    Failure::new(Error::MetadataInvalid).with("received", member)
}
