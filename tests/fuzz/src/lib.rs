//! What the fuzz targets share: one client, what its server publishes, and peers to hold the core against.

pub mod peer;

use base64::engine::{Engine, general_purpose::URL_SAFE_NO_PAD};
use proofkey::json::Record;
use proofkey::protocol::client::Client;

pub const NOW: i64 = 1_700_000_000;
pub const ISSUER: &str = "https://op.example";
pub const CLIENT_ID: &str = "spa-1";
pub const REDIRECT_URI: &str = "https://app.example/cb";
pub const TOKEN_ENDPOINT: &str = "https://op.example/token";
pub const STATE: &str = "st-OK";
pub const NONCE: &str = "n-OK";
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

pub fn client() -> Client {
    let options = r#"{"issuer":"https://op.example","clientId":"spa-1","redirectUri":"https://app.example/cb",
        "page":"https://app.example/","scope":"openid profile","trustedAudiences":["api-1"]}"#;
    Client::parse(options).expect("the client is a good one")
}

/// A stored transaction, whose server promises `iss` or says nothing about it.
pub fn transaction(state: &str, promises_iss: bool) -> String {
    let metadata = format!(
        r#"{{"issuer":"{ISSUER}","authorization_endpoint":"https://op.example/authorize","token_endpoint":"{TOKEN_ENDPOINT}",
        "jwks_uri":"https://op.example/jwks","authorization_response_iss_parameter_supported":{promises_iss}}}"#
    );
    let text = format!(
        r#"{{"issuer":"{ISSUER}","client_id":"{CLIENT_ID}","redirect_uri":"{REDIRECT_URI}","scope":"openid","nonce":"{NONCE}",
        "code_verifier":"{VERIFIER}","created_at":{NOW},"max_age":60,"metadata":{metadata}}}"#
    );
    let mut record = Record::parse(text.as_bytes()).expect("the transaction is a good one");
    record.set_text("state", state);
    record.to_json()
}

/// Strict base64url as another library reads it.
pub fn decoded(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

pub fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The first line and what is behind it: an input that has a head, as an HTTP answer has.
pub fn head_and_body(input: &[u8]) -> Option<(&str, &[u8])> {
    let at = input.iter().position(|byte| *byte == b'\n')?;
    Some((std::str::from_utf8(&input[..at]).ok()?, &input[at + 1..]))
}
