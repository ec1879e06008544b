//! The options of `createClient`.

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::protocol::client::Client;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn has_the_documented_defaults() {
    let client = Client::parse(&without(client_options(), "scope").to_string()).unwrap();
    assert_eq!(client.scope(), "openid");
    assert_eq!(client.id_token_algorithms(), "RS256");
    assert_eq!(client.userinfo_algorithms(), "RS256");
    assert!(!client.wants_signed_userinfo());
    assert!(!client.trusts_token_endpoint());
    assert!(client.jwks().is_none());
    assert!(client.metadata().is_none());
    assert!(client.discovers());
    assert_eq!(client.post_logout_redirect_parameter(), "");
    assert_eq!(client.clock_tolerance_seconds(), 60);
    assert_eq!(client.post_logout_redirect_uri(), "");
    for option in ["trustedAudiences", "trustedIssuers"] {
        assert!(!client.trusts(option, CLIENT_ID), "the client needs no trust in itself");
    }
}

#[test]
fn rejects_a_missing_or_empty_required_option() {
    for option in ["issuer", "clientId", "redirectUri", "page"] {
        let options = without(client_options(), option).to_string();
        assert_eq!(Client::parse(&options).unwrap_err(), refused(option));
        rejects(json!({ option: "" }), option);
        rejects(json!({ option: null }), option);
    }
}

/// Conformance rule DI-06: static metadata passes the same checks.
#[test]
fn rejects_metadata_that_would_be_refused_if_it_were_discovered() {
    for (document, received) in [
        (without(metadata_document(), "jwks_uri"), "jwks_uri"),
        (with(metadata_document(), json!({ "issuer": "https://evil.example" })), "https://evil.example"),
        (with(metadata_document(), json!({ "token_endpoint": "http://op.example/token" })), "token_endpoint"),
        (with(metadata_document(), json!({ "revocation_endpoint": "revoke" })), "revocation_endpoint"),
        (with(metadata_document(), json!({ "code_challenge_methods_supported": ["plain"] })), ""),
    ] {
        let failure = Client::parse(&with(client_options(), json!({ "metadata": document })).to_string()).unwrap_err();
        let details = ["option", "received"].map(|name| failure.details.text(name));
        assert_eq!((failure.error, details), (Error::ConfigError, ["metadata", received]));
    }
    rejects(json!({ "metadata": "https://op.example/.well-known/openid-configuration" }), "metadata");
    rejects(json!({ "postLogoutRedirectParameter": ["redirect_to"] }), "postLogoutRedirectParameter");
}

#[test]
fn rejects_a_client_that_may_not_discover_and_knows_nothing() {
    rejects(json!({ "discovery": false }), "discovery");
    rejects(json!({ "discovery": "no" }), "discovery");
    let client = client_with(json!({ "discovery": false, "metadata": metadata_document() }));
    assert!(!client.discovers());
    assert_eq!(client.metadata(), Some(&metadata()));
    assert!(client_with(json!({ "discovery": true })).discovers());
}

#[test]
fn rejects_a_client_secret_and_every_option_that_it_does_not_know() {
    for option in ["clientSecret", "client_secret", "pkce", "codeChallengeMethod", "responseType", "skipIssuerCheck"] {
        rejects(json!({ option: "x" }), option);
    }
}

#[test]
fn rejects_an_issuer_that_is_no_https_url_without_query_and_fragment() {
    for issuer in [
        "http://op.example",
        "op.example",
        "https://op.example?x=1",
        "https://op.example/?",
        "https://op.example#x",
        "https://user@op.example",
        "http://localhost:4000",
        "https://",
    ] {
        rejects(json!({ "issuer": issuer }), "issuer");
    }
}

#[test]
fn rejects_a_redirect_uri_that_is_relative_or_insecure() {
    for uri in ["/cb", "http://app.example/cb", "https://app.example/cb#x", "com.example.app:/cb", "javascript:x"] {
        rejects(json!({ "redirectUri": uri }), "redirectUri");
    }
}

#[test]
fn accepts_a_clock_tolerance_of_300_seconds_and_no_more() {
    assert_eq!(client_with(json!({ "clockToleranceSeconds": 300 })).clock_tolerance_seconds(), 300);
    assert_eq!(client_with(json!({ "clockToleranceSeconds": 0 })).clock_tolerance_seconds(), 0);
    for seconds in [json!(301), json!(-1), json!(1e300), json!("60"), json!(null)] {
        rejects(json!({ "clockToleranceSeconds": seconds }), "clockToleranceSeconds");
    }
}

/// OpenID Connect Core 3.1.3.7 items 7 and 8: no configuration allows `none` or a MAC.
#[test]
fn rejects_algorithms_that_verify_nothing() {
    for name in ["none", "None", "NONE", "HS384", "HS512", "hs256", "rs256", "RS1", "RS256 ES256", ""] {
        rejects(json!({ "idTokenSignedResponseAlg": name }), "idTokenSignedResponseAlg");
        rejects(json!({ "idTokenSignedResponseAlg": ["RS256", name] }), "idTokenSignedResponseAlg");
        rejects(json!({ "userinfoSignedResponseAlg": name }), "userinfoSignedResponseAlg");
    }
    for other in [json!([]), json!([1]), json!(null), json!({ "RS256": true })] {
        rejects(json!({ "idTokenSignedResponseAlg": other }), "idTokenSignedResponseAlg");
    }
}

#[test]
fn allows_the_algorithms_that_are_named_and_no_other() {
    for (option, expected) in [(json!("ES256"), "ES256"), (json!(["PS512", "EdDSA"]), "PS512 EdDSA")] {
        let client = client_with(json!({ "idTokenSignedResponseAlg": option }));
        assert_eq!(client.id_token_algorithms(), expected);
        assert_eq!(client.userinfo_algorithms(), expected);
        assert!(!client.trusts_token_endpoint());
    }
    let client = client_with(json!({ "idTokenSignedResponseAlg": "ES256", "userinfoSignedResponseAlg": "PS256" }));
    assert_eq!((client.id_token_algorithms(), client.userinfo_algorithms()), ("ES256", "PS256"));
    assert!(client.wants_signed_userinfo());
}

/// The one exception of OpenID Connect Core 3.1.3.7 item 6 is declared alone, and for ID Tokens alone.
#[test]
fn takes_hs256_as_a_declaration_and_never_in_a_list() {
    assert!(client_with(json!({ "idTokenSignedResponseAlg": "HS256" })).trusts_token_endpoint());
    for list in [json!(["HS256"]), json!(["RS256", "HS256"])] {
        rejects(json!({ "idTokenSignedResponseAlg": list }), "idTokenSignedResponseAlg");
    }
    rejects(json!({ "userinfoSignedResponseAlg": "HS256" }), "userinfoSignedResponseAlg");
}

#[test]
fn takes_a_pinned_key_set_and_rejects_what_is_none() {
    assert!(client_with(json!({ "jwks": { "keys": [] } })).jwks().is_some());
    for bad in [json!({}), json!({ "keys": {} }), json!([]), json!("https://op.example/jwks"), json!(null)] {
        rejects(json!({ "jwks": bad }), "jwks");
    }
}

#[test]
fn rejects_a_scope_without_openid() {
    for scope in ["profile", "openidx profile", "OPENID"] {
        rejects(json!({ "scope": scope }), "scope");
    }
}

#[test]
fn rejects_options_of_the_wrong_type() {
    for (option, value) in [
        ("clientId", json!(1)),
        ("scope", json!(["openid"])),
        ("trustedAudiences", json!("api")),
        ("trustedAudiences", json!([1])),
        ("trustedIssuers", json!("https://op.example/a")),
        ("authorizationParams", json!({ "a": null })),
        ("tokenParams", json!("a=b")),
        ("timeoutSeconds", json!("10")),
        ("postLogoutRedirectUri", json!(false)),
    ] {
        rejects(json!({ option: value }), option);
    }
}

#[test]
fn rejects_text_that_is_no_json_object() {
    for text in ["", "[]", "undefined", "{\"issuer\":\"a\",\"issuer\":\"b\"}"] {
        assert_eq!(Client::parse(text).unwrap_err(), refused(""), "{text}");
    }
}

/// The codes are the stable half of `ProofkeyError`.
#[test]
fn has_a_distinct_snake_case_code_for_every_error() {
    let codes: BTreeSet<&str> = Error::ALL.iter().map(|error| error.code()).collect();
    assert_eq!(codes.len(), Error::ALL.len());
    for code in codes {
        assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit()), "{code}");
    }
}

#[test]
fn names_every_error_by_its_own_code() {
    for (error, code) in [
        (Error::AcrMismatch, "id_token_acr_mismatch"),
        (Error::ConfigError, "config_error"),
        (Error::KeyNotFound, "key_not_found"),
        (Error::StateNotFound, "state_not_found"),
        (Error::TypUnsupported, "typ_unsupported"),
    ] {
        assert_eq!(error.code(), code);
    }
}

#[track_caller]
fn rejects(changes: Value, option: &str) {
    let options = with(client_options(), changes).to_string();
    assert_eq!(Client::parse(&options).unwrap_err(), refused(option), "{options}");
}

fn refused(option: &str) -> Box<Failure> {
    Failure::new(Error::ConfigError).with("option", option)
}
