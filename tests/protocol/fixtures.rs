//! The baseline: one good client, document, transaction, answer and token, and the means to change one member of it.

use base64::engine::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::json::Record;
use proofkey::protocol::client::Client;
use proofkey::protocol::http::Response;
use proofkey::protocol::login::{LoginOptions, Way};
use proofkey::protocol::metadata::Metadata;
use proofkey::protocol::transaction::Transaction;
use serde_json::{Value, json};

pub const NOW: i64 = 1_700_000_000;
pub const ISSUER: &str = "https://op.example";
pub const CLIENT_ID: &str = "spa-1";
pub const REDIRECT_URI: &str = "https://app.example/cb";

pub fn client() -> Client {
    client_with(json!({}))
}

pub fn client_with(changes: Value) -> Client {
    Client::parse(&with(client_options(), changes).to_string()).unwrap()
}

pub fn client_options() -> Value {
    json!({
        "issuer": ISSUER, "clientId": CLIENT_ID, "redirectUri": REDIRECT_URI, "page": "https://app.example/",
        "scope": "openid profile offline_access",
    })
}

pub fn metadata() -> Metadata {
    metadata_with(json!({}))
}

pub fn metadata_with(changes: Value) -> Metadata {
    Metadata::check(&record(&with(metadata_document(), changes)), &client()).unwrap()
}

pub fn metadata_document() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": "https://op.example/authorize",
        "token_endpoint": "https://op.example/token",
        "jwks_uri": "https://op.example/jwks",
        "end_session_endpoint": "https://op.example/logout",
        "revocation_endpoint": "https://op.example/revoke",
        "userinfo_endpoint": "https://op.example/userinfo",
        "code_challenge_methods_supported": ["S256"],
        "id_token_signing_alg_values_supported": ["RS256", "ES256"],
        "authorization_response_iss_parameter_supported": true,
    })
}

pub fn transaction() -> Transaction {
    transaction_with(json!({}))
}

/// A transaction that began just now with these options of `loginWithRedirect`.
pub fn transaction_with(options: Value) -> Transaction {
    Transaction::begin(&client(), &login_options(options), &metadata(), &entropy(1), NOW).unwrap()
}

pub fn login_options(options: Value) -> LoginOptions {
    LoginOptions::parse(&options.to_string(), Way::Redirect).unwrap()
}

/// 96 bytes that are different for each seed, and in each third.
pub fn entropy(seed: u8) -> [u8; 96] {
    core::array::from_fn(|index| u8::try_from(index).unwrap() ^ seed)
}

pub fn claims() -> Value {
    json!({
        "iss": ISSUER, "sub": "user-1", "aud": CLIENT_ID, "exp": NOW + 300, "iat": NOW - 5,
        "nonce": transaction().nonce(),
    })
}

pub fn header() -> Value {
    json!({ "alg": "RS256", "kid": "k1", "typ": "JWT" })
}

/// A compact JWS of the right shape, whose signature is worth nothing.
pub fn unsigned(header: &Value, claims: &Value) -> String {
    compact(header.to_string().as_bytes(), claims.to_string().as_bytes())
}

pub fn compact(header: &[u8], payload: &[u8]) -> String {
    [base64url(header), base64url(payload), base64url(b"signature")].join(".")
}

pub fn token_document() -> Value {
    json!({
        "access_token": "at-1", "token_type": "Bearer", "expires_in": 3600, "refresh_token": "rt-1",
        "id_token": unsigned(&header(), &claims()),
    })
}

/// A 200 answer of type `application/json`.
pub fn answer(document: &Value) -> Response {
    answer_text(&document.to_string())
}

pub fn answer_text(body: &str) -> Response {
    Response { status: 200, content_type: "application/json".into(), body: body.into(), ..Response::default() }
}

/// The base with the members of `changes` set.
pub fn with(mut base: Value, changes: Value) -> Value {
    for (name, value) in changes.as_object().unwrap() {
        base[name] = value.clone();
    }
    base
}

/// The base without a member, which it must have.
pub fn without(mut base: Value, name: &str) -> Value {
    assert!(base.as_object_mut().unwrap().remove(name).is_some(), "there is no {name} to leave out");
    base
}

pub fn record(document: &Value) -> Record {
    Record::parse(document.to_string().as_bytes()).unwrap()
}

pub fn base64url(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes of strict base64url; `None` if it is not.
pub fn strict_bytes(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// The error of a result whose value has no `Debug`; `None` if it is no error.
pub fn refusal<T, E: Into<Box<Failure>>>(result: Result<T, E>) -> Option<Error> {
    failure(result).map(|failure| failure.error)
}

pub fn failure<T, E: Into<Box<Failure>>>(result: Result<T, E>) -> Option<Box<Failure>> {
    result.err().map(Into::into)
}

/// The decoded value of every parameter of that name in a URL's query or in a form.
pub fn parameters(text: &str, name: &str) -> Vec<String> {
    let query = text.split_once('?').map_or(text, |(_, query)| query);
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(known, _)| *known == name).map(|(_, value)| percent_decoded(value)).collect()
}

fn percent_decoded(text: &str) -> String {
    let mut pieces = text.split('%');
    let mut bytes: Vec<u8> = pieces.next().unwrap().into();
    for piece in pieces {
        let (digits, rest) = piece.split_at(2);
        bytes.push(u8::from_str_radix(digits, 16).unwrap());
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).unwrap()
}
