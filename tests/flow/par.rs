//! Sign-ins whose request is pushed (RFC 9126).

use super::fixtures::*;
use super::host::*;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::json::Record;
use proofkey::protocol::http::Response;
use serde_json::{Value, json};

const PAR: &str = "https://op.example/par";

fn host_with(options: Value, metadata: Value) -> Host {
    let mut host = Host::with_client(client_with(options));
    let endpoint = json!({ "pushed_authorization_request_endpoint": PAR });
    host.stands(DISCOVERY, answer(&with(with(metadata_document(), endpoint), metadata)));
    host
}

fn host() -> Host {
    host_with(json!({ "pushedAuthorizationRequests": true }), json!({}))
}

fn pushed() -> Response {
    Response { status: 201, ..answer(&json!({ "request_uri": "urn:request:1", "expires_in": 60 })) }
}

fn log_in(host: &mut Host, options: Value) -> Result<Record, Box<Failure>> {
    host.run("extended", &format!("login\n{options}"))
}

#[test]
fn the_browser_carries_identifier_and_name_alone() {
    let mut host = host();
    host.answers(PAR, Ok(pushed()));
    let result = log_in(&mut host, json!({ "loginHint": "alice" })).unwrap();
    assert_eq!(result.text("url"), "https://op.example/authorize?client_id=spa-1&request_uri=urn%3Arequest%3A1");
    let [request] = host.requests(PAR)[..] else { panic!("one request") };
    let form = request.form.as_deref().unwrap();
    for (name, value) in [
        ("client_id", CLIENT_ID),
        ("response_type", "code"),
        ("code_challenge_method", "S256"),
        ("login_hint", "alice"),
    ] {
        assert_eq!(parameters(form, name), [value], "{name}");
    }
    assert_eq!(parameters(form, "state"), [result.text("state")]);
    assert!(parameters(form, "request_uri").is_empty() && parameters(form, "code_verifier").is_empty());
}

#[test]
fn a_query_of_the_endpoint_stays_with_the_browser() {
    let metadata = json!({ "authorization_endpoint": "https://op.example/authorize?tenant=a" });
    let mut host = host_with(json!({ "pushedAuthorizationRequests": true }), metadata);
    host.answers(PAR, Ok(pushed()));
    let url = log_in(&mut host, json!({})).unwrap().text("url").to_owned();
    assert_eq!(url, "https://op.example/authorize?tenant=a&client_id=spa-1&request_uri=urn%3Arequest%3A1");
    assert!(host.requests(PAR)[0].form.as_deref().unwrap().starts_with("response_type=code&"));
}

#[test]
fn nothing_falls_back_to_the_front_channel() {
    let refusal = json!({ "error": "invalid_request", "error_description": "no" });
    for (response, error) in [
        (Response { status: 400, ..answer(&refusal) }, Error::ParError),
        (Response { status: 500, ..answer_text("") }, Error::HttpStatus),
        (Response { status: 413, ..answer_text("") }, Error::HttpStatus),
        (Response { status: 429, retry_after: "3".into(), ..answer_text("") }, Error::HttpStatus),
        (Response { status: 200, ..pushed() }, Error::ParResponseInvalid),
        (Response { content_type: "text/html".into(), ..pushed() }, Error::ResponseNotJson),
        (Response { status: 201, ..answer(&json!({ "expires_in": 60 })) }, Error::ParResponseInvalid),
        (
            Response { status: 201, ..answer(&json!({ "request_uri": "", "expires_in": 60 })) },
            Error::ParResponseInvalid,
        ),
        (Response { status: 201, ..answer(&json!({ "request_uri": "urn:x" })) }, Error::ParResponseInvalid),
        (
            Response { status: 201, ..answer(&json!({ "request_uri": "urn:x", "expires_in": 0 })) },
            Error::ParResponseInvalid,
        ),
    ] {
        let mut host = host();
        host.answers(PAR, Ok(response));
        assert_eq!(log_in(&mut host, json!({})).unwrap_err().error, error);
        assert!(host.transactions.is_empty(), "nothing is left of what never began");
    }
    let mut host = host();
    host.answers(PAR, Err(Error::NetworkError));
    assert_eq!(log_in(&mut host, json!({})).unwrap_err().error, Error::NetworkError);
}

#[test]
fn a_server_without_the_endpoint_is_refused() {
    let mut host = Host::with_client(client_with(json!({ "pushedAuthorizationRequests": true })));
    let failure = log_in(&mut host, json!({})).unwrap_err();
    assert_eq!(failure.error, Error::EndpointMissing);
    assert_eq!(failure.details.text("expected"), "pushed_authorization_request_endpoint");
}

#[test]
fn a_server_that_takes_nothing_else_is_sent_nothing_else() {
    let mut host = host_with(json!({}), json!({ "require_pushed_authorization_requests": true }));
    assert_eq!(host.run("login", "{}").unwrap_err().error, Error::ParRequired);
    assert!(host.transactions.is_empty());
}

#[test]
fn its_request_is_pushed_where_no_option_says_so() {
    let mut host = host_with(json!({}), json!({ "require_pushed_authorization_requests": true }));
    host.answers(PAR, Ok(pushed()));
    let result = log_in(&mut host, json!({})).unwrap();
    assert_eq!(result.text("url"), "https://op.example/authorize?client_id=spa-1&request_uri=urn%3Arequest%3A1");
    assert!(host.transactions.contains_key(result.text("state")));
}

#[test]
fn a_window_has_its_request_pushed_and_keeps_its_transaction() {
    let mut host = host();
    host.answers(PAR, Ok(pushed()));
    let result = host.run("extended", "window\n{}").unwrap();
    assert_eq!(result.text("url"), "https://op.example/authorize?client_id=spa-1&request_uri=urn%3Arequest%3A1");
    assert!(result.text("transaction").contains("code_verifier"));
    assert!(host.transactions.is_empty());
}

#[test]
fn a_link_cannot_push() {
    for (options, metadata) in [
        (json!({ "pushedAuthorizationRequests": true }), json!({})),
        (json!({}), json!({ "require_pushed_authorization_requests": true })),
    ] {
        let mut host = host_with(options, metadata);
        // What was pushed before does not change that.
        host.answers(PAR, Ok(pushed()));
        log_in(&mut host, json!({})).unwrap();
        assert_eq!(host.run("extended", "link\n{}").unwrap_err().error, Error::ParRequired);
    }
    assert!(Host::new().run("extended", "link\n{}").is_ok());
}

#[test]
fn no_parameter_of_the_app_names_a_request() {
    let options = json!({ "authorizationParams": { "request_uri": "urn:x" } });
    let failure = log_in(&mut host(), options).unwrap_err();
    assert_eq!((failure.error, failure.details.text("received")), (Error::ConfigError, "request_uri"));
}
