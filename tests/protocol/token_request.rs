//! The two token requests (RFC 6749 sections 4.1.3 and 6).

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::protocol::token::{code_request, refresh_request};
use serde_json::json;

#[test]
fn redeems_the_code_with_the_five_parameters_in_the_body_and_nothing_in_the_url() {
    let transaction = transaction();
    let request = code_request(&client(), &transaction, "c+1 &=").unwrap();
    assert_eq!(request.url, "https://op.example/token");
    assert!(!request.reload);
    let form = request.form.unwrap();
    let verifier = transaction.code_verifier().ok().unwrap();
    for (name, value) in [
        ("grant_type", "authorization_code"),
        ("code", "c+1 &="),
        ("redirect_uri", REDIRECT_URI),
        ("client_id", CLIENT_ID),
        ("code_verifier", verifier.secret()),
    ] {
        assert_eq!(parameters(&form, name), [value], "{name}");
    }
    assert_eq!(form.split('&').count(), 5, "there is nothing else in the form");
}

#[test]
fn refreshes_with_three_parameters_and_asks_for_no_scope() {
    let request = refresh_request(&client(), &metadata(), "rt/1").unwrap();
    assert_eq!(request.url, "https://op.example/token");
    assert_eq!(request.form.unwrap(), "grant_type=refresh_token&refresh_token=rt%2F1&client_id=spa-1");
}

#[test]
fn adds_the_token_params_of_the_client_to_both() {
    let client = client_with(json!({ "tokenParams": { "resource": "https://api.example/" } }));
    for request in
        [code_request(&client, &transaction(), "c").unwrap(), refresh_request(&client, &metadata(), "rt").unwrap()]
    {
        assert_eq!(parameters(&request.form.unwrap(), "resource"), ["https://api.example/"]);
    }
}

#[test]
fn rejects_token_params_that_belong_to_the_protocol() {
    for name in ["grant_type", "code", "redirect_uri", "client_id", "client_secret", "code_verifier", "refresh_token"] {
        let client = client_with(json!({ "tokenParams": { name: "x" } }));
        let expected = Failure::new(Error::ConfigError).with("option", "tokenParams").with("received", name);
        assert_eq!(code_request(&client, &transaction(), "c"), Err(expected.clone()));
        assert_eq!(refresh_request(&client, &metadata(), "rt"), Err(expected));
    }
}
