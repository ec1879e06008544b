//! What the callback says, once its transaction is found: the issuer first (RFC 9207), then the error, then the code.

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::protocol::callback::Callback;
use serde_json::json;

#[test]
fn rejects_an_iss_that_is_not_the_issuer_character_by_character() {
    for iss in ["https://op.example/", "https://OP.example", "https://op.example:443", "https://evil.example", ""] {
        let expected = Failure::new(Error::IssMismatch).with("expected", ISSUER).with("received", iss);
        assert_eq!(code(&format!("code=c&iss={iss}"), true), Err(expected.clone()));
        assert_eq!(code(&format!("code=c&iss={iss}"), false), Err(expected), "unannounced, and wrong all the same");
    }
}

#[test]
fn rejects_a_missing_iss_that_the_server_promises() {
    assert_eq!(code("code=c", true), Err(Error::IssMissing.into()));
}

#[test]
fn accepts_a_missing_iss_that_the_server_does_not_promise() {
    assert_eq!(code("code=c", false), Ok("c".into()));
}

#[test]
fn accepts_an_equal_iss_that_the_server_does_not_promise() {
    assert_eq!(code("code=c&iss=https://op.example", false), Ok("c".into()));
}

#[test]
fn judges_iss_before_the_error_is_believed() {
    let mixed_up = code("error=access_denied&iss=https://evil.example", true).unwrap_err();
    assert_eq!(mixed_up.error, Error::IssMismatch);
    assert_eq!(mixed_up.details.text("error"), "");
    assert_eq!(code("error=access_denied", true).unwrap_err().error, Error::IssMissing);
}

#[test]
fn tells_the_members_of_an_error_response_and_no_others() {
    let query = "error=login_required&error_description=%3Cimg%20onerror%3E&error_uri=https://op.example/e\
                 &iss=https://op.example&session_state=s";
    let expected = Failure::new(Error::AuthorizationError)
        .with("error", "login_required")
        .with("error_description", "<img onerror>")
        .with("error_uri", "https://op.example/e");
    assert_eq!(code(query, true), Err(expected));
}

#[test]
fn tells_reachfive_members_of_an_error_response() {
    let query = "error=login_required&error_id=aB3dE6gH9k&error_user_msg=Bitte%20anmelden&error_message_key=error.x";
    let expected = Failure::new(Error::AuthorizationError)
        .with("error", "login_required")
        .with("error_id", "aB3dE6gH9k")
        .with("error_user_msg", "Bitte anmelden")
        .with("error_message_key", "error.x");
    assert_eq!(code(query, false), Err(expected));
    assert_eq!(code("error=x&error_id=a&error_id=b", false), Err(Error::CallbackAmbiguous.into()));
}

fn code(query: &str, promises_iss: bool) -> Result<String, Box<Failure>> {
    let url = format!("{REDIRECT_URI}?state=st&{query}");
    let callback = Callback::parse(&url, &client()).ok().unwrap();
    let metadata = metadata_with(json!({ "authorization_response_iss_parameter_supported": promises_iss }));
    callback.code(ISSUER, &metadata).map(Into::into)
}
