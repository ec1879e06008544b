//! Authorization responses as signed JWTs (JARM).

use super::fixtures::*;
use super::host::*;
use super::provider;
use super::signer::{hs256, rs256, signed};
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::json::Record;
use serde_json::{Value, json};

fn host() -> Host {
    Host::with_client(client_with(json!({ "responseMode": "query.jwt" })))
}

fn claims_of(state: &str) -> Value {
    json!({ "iss": ISSUER, "aud": CLIENT_ID, "exp": NOW + 60, "code": format!("code-of-{state}"), "state": state })
}

fn url_with(token: &str) -> String {
    format!("{REDIRECT_URI}?response={token}")
}

fn come_back(host: &mut Host, url: &str) -> Result<Record, Box<Failure>> {
    host.run("extended", &format!("handleCallback\n{url}"))
}

/// The error, and that the code went nowhere.
fn refused(claims: impl FnOnce(Value) -> Value) -> Box<Failure> {
    let mut host = host();
    let begun = host.log_in(json!({}));
    let url = url_with(&rs256(&header(), &claims(claims_of(&begun.state))));
    let failure = come_back(&mut host, &url).unwrap_err();
    assert!(host.requests(TOKEN).is_empty());
    failure
}

#[test]
fn is_asked_for_and_taken() {
    let mut host = host();
    let begun = host.log_in(json!({}));
    assert_eq!(parameters(&begun.url, "response_mode"), ["query.jwt"]);
    host.answers(TOKEN, Ok(answer(&provider::tokens(&begun.nonce))));
    let url = url_with(&rs256(&header(), &claims_of(&begun.state)));
    assert_eq!(come_back(&mut host, &url).unwrap().text("access_token"), "at-1");
    let form = host.requests(TOKEN)[0].form.clone().unwrap();
    assert_eq!(parameters(&form, "code"), [format!("code-of-{}", begun.state)]);
}

#[test]
fn an_error_is_told_once_it_is_known_whose_it_is() {
    let failure = refused(|claims| with(without(claims, "code"), json!({ "error": "access_denied" })));
    assert_eq!((failure.error, failure.details.text("error")), (Error::AuthorizationError, "access_denied"));
}

#[test]
fn issuer_audience_and_expiry_are_required() {
    for claim in ["iss", "aud", "exp"] {
        let failure = refused(|claims| without(claims, claim));
        assert_eq!((failure.error, failure.details.text("received")), (Error::JarmInvalid, claim));
    }
    for (claim, value) in [("iss", json!("https://evil.example")), ("aud", json!("other")), ("exp", json!("soon"))] {
        let failure = refused(|claims| with(claims, json!({ claim: value })));
        assert_eq!((failure.error, failure.details.text("received")), (Error::JarmInvalid, claim));
    }
    assert_eq!(refused(|claims| with(claims, json!({ "exp": NOW - 61 }))).error, Error::Expired);
}

#[test]
fn the_state_inside_is_the_one_that_counts() {
    assert_eq!(refused(|claims| with(claims, json!({ "state": "x".repeat(43) }))).error, Error::StateNotFound);
}

#[test]
fn nothing_unsigned_is_believed() {
    let mut host = host();
    let begun = host.log_in(json!({}));
    let claims = claims_of(&begun.state);
    let none = signed(&json!({ "alg": "none" }), &claims, |_| b"x".into());
    let forged = signed(&header(), &claims, |_| vec![1; 256]);
    for (token, error) in [
        (none, Error::AlgUnsupported),
        (hs256(&claims), Error::AlgUnsupported),
        (forged, Error::SignatureInvalid),
        ("a.b".into(), Error::JwsMalformed),
    ] {
        assert_eq!(come_back(&mut host, &url_with(&token)).unwrap_err().error, error);
    }
    assert!(host.requests(TOKEN).is_empty());
}

#[test]
fn a_plain_answer_is_not_taken_for_one() {
    let mut host = host();
    let begun = host.log_in(json!({}));
    let plain = callback_url(&begun.state);
    assert_eq!(come_back(&mut host, &plain).unwrap_err().error, Error::JarmMissing);
    let token = rs256(&header(), &claims_of(&begun.state));
    for both in [format!("{plain}&response={token}"), format!("{}&response={token}", url_with(&token))] {
        assert_eq!(come_back(&mut host, &both).unwrap_err().error, Error::CallbackAmbiguous);
    }
    assert!(host.requests(TOKEN).is_empty());
}

#[test]
fn a_plain_answer_uses_up_what_it_names() {
    let mut host = host();
    let begun = host.log_in(json!({}));
    let other = host.log_in(json!({}));
    assert_eq!(come_back(&mut host, &callback_url(&begun.state)).unwrap_err().error, Error::JarmMissing);
    let error = |host: &mut Host, state: &str| {
        come_back(host, &url_with(&rs256(&header(), &claims_of(state)))).unwrap_err().error
    };
    assert_eq!(error(&mut host, &begun.state), Error::TransactionUsed);
    host.answers(TOKEN, Err(Error::NetworkError));
    assert_eq!(error(&mut host, &other.state), Error::NetworkError);
}

#[test]
fn a_window_ends_with_one() {
    let mut host = host();
    let begun = host.run("window", "{}").unwrap();
    let nonce = parameters(begun.text("url"), "nonce").remove(0);
    host.answers(TOKEN, Ok(answer(&provider::tokens(&nonce))));
    let answered = |url: &str| format!("handleWindow\n{}\n{url}", begun.text("transaction"));
    let plain = host.run("extended", &answered(&callback_url(begun.text("state")))).unwrap_err();
    assert_eq!(plain.error, Error::JarmMissing);
    let url = url_with(&rs256(&header(), &claims_of(begun.text("state"))));
    assert_eq!(host.run("extended", &answered(&url)).unwrap().text("access_token"), "at-1");
}
