//! Keys: rotation works, and unknown key ids cost the server next to nothing (OpenID Connect Core 10.1.1).

use super::fixtures::*;
use super::host::*;
use super::provider::jwks;
use super::signer::rs256;
use proofkey::error::Error;
use proofkey::flow::HandleCallback;
use proofkey::protocol::http::Response;
use proofkey::protocol::login::Way;
use serde_json::json;

#[test]
fn fetches_the_keys_once_for_two_sign_ins_on_one_page() {
    let mut host = Host::new();
    assert_eq!(sign_in(&mut host, "k1"), Ok(()));
    assert_eq!(sign_in(&mut host, "k1"), Ok(()));
    assert_eq!(reloads(&host), [false]);
}

/// Not one after the other: the request for the tokens says what is wanted next.
#[test]
fn has_the_keys_fetched_beside_the_tokens_unless_they_are_there() {
    let mut host = Host::new();
    assert_eq!(sign_in(&mut host, "k1"), Ok(()));
    assert_eq!(sign_in(&mut host, "k1"), Ok(()));
    let beside: Vec<&str> = host.requests(TOKEN).iter().map(|request| request.beside.as_str()).collect();
    assert_eq!(beside, [JWKS, ""]);
}

#[test]
fn finds_a_new_key_with_one_refetch_that_passes_the_http_cache_by() {
    let mut host = Host::new();
    assert_eq!(sign_in(&mut host, "k1"), Ok(()));
    host.stands(JWKS, answer(&jwks("k2")));
    assert_eq!(sign_in(&mut host, "k2"), Ok(()), "even a second after the keys were fetched");
    assert_eq!(reloads(&host), [false, true]);
}

/// The first fetch of a page may be answered from the HTTP cache, with keys of yesterday.
#[test]
fn finds_a_new_key_that_the_http_cache_does_not_hold_yet() {
    let mut host = Host::new();
    host.answers(JWKS, Ok(answer(&jwks("yesterday"))));
    assert_eq!(sign_in(&mut host, "k1"), Ok(()));
    assert_eq!(reloads(&host), [false, true]);
}

#[test]
fn refetches_once_for_an_unknown_key_and_then_gives_up() {
    let mut host = Host::new();
    assert_eq!(sign_in(&mut host, "unknown"), Err(Error::KeyNotFound));
    assert_eq!(reloads(&host), [false, true]);
    assert!(!host.has_saved_a_session());
}

#[test]
fn refetches_once_for_fifty_unknown_keys_in_a_second() {
    let mut host = Host::new();
    assert_eq!(sign_in(&mut host, "k1"), Ok(()));
    for index in 0..50 {
        assert_eq!(sign_in(&mut host, &format!("unknown-{index}")), Err(Error::KeyNotFound));
    }
    assert_eq!(reloads(&host), [false, true]);
}

#[test]
fn cools_down_for_60_seconds() {
    let mut host = Host::new();
    assert_eq!(sign_in(&mut host, "unknown"), Err(Error::KeyNotFound));
    host.now += 59;
    assert_eq!(sign_in(&mut host, "unknown"), Err(Error::KeyNotFound));
    assert_eq!(reloads(&host), [false, true]);
    host.now += 1;
    assert_eq!(sign_in(&mut host, "unknown"), Err(Error::KeyNotFound));
    assert_eq!(reloads(&host), [false, true, true]);
}

#[test]
fn is_not_cooling_down_for_ever_when_the_clock_was_set_back() {
    let mut host = Host::new();
    assert_eq!(sign_in(&mut host, "unknown"), Err(Error::KeyNotFound));
    host.stands(JWKS, answer(&jwks("k2")));
    host.now -= 30;
    assert_eq!(sign_in(&mut host, "k2"), Ok(()));
}

#[test]
fn never_asks_for_keys_that_the_app_brought_along() {
    let mut host = Host::with_client(client_with(json!({ "jwks": jwks("k1") })));
    assert_eq!(sign_in(&mut host, "k1"), Ok(()));
    assert_eq!(sign_in(&mut host, "k2"), Err(Error::KeyNotFound));
    assert!(reloads(&host).is_empty());
}

#[test]
fn forgets_a_key_that_the_new_set_does_not_have() {
    let mut host = Host::new();
    assert_eq!(sign_in(&mut host, "k1"), Ok(()));
    host.stands(JWKS, answer(&jwks("k2")));
    host.now += 60;
    assert_eq!(sign_in(&mut host, "k2"), Ok(()));
    assert_eq!(sign_in(&mut host, "k1"), Err(Error::KeyNotFound));
}

#[test]
fn fails_closed_if_the_keys_cannot_be_had() {
    let html = Response { content_type: "text/html".into(), ..answer(&jwks("k1")) };
    let missing = Response { status: 404, ..answer(&json!({})) };
    for (bad, error) in [
        (Err(Error::NetworkError), Error::NetworkError),
        (Err(Error::Timeout), Error::Timeout),
        (Ok(html), Error::ResponseNotJson),
        (Ok(missing), Error::HttpStatus),
        (Ok(answer(&json!({ "keys": {} }))), Error::JwksInvalid),
    ] {
        let mut host = Host::new();
        host.answers(JWKS, bad);
        assert_eq!(sign_in(&mut host, "k1"), Err(error));
        assert!(!host.has_saved_a_session());
        assert!(!host.trace().contains(&"VerifySignature".into()), "nothing is verified with no key");
        assert_eq!(sign_in(&mut host, "k1"), Ok(()), "the next sign-in asks again");
    }
}

/// Signs in on the same page, with a token that names this key.
fn sign_in(host: &mut Host, kid: &str) -> Result<(), Error> {
    let options = proofkey::flow::Login::new("{}", Way::Redirect).unwrap();
    let url = host.drive(options).unwrap().text("url").to_owned();
    let [state, nonce] = ["state", "nonce"].map(|name| parameters(&url, name).remove(0));
    let claims = with(claims(), json!({ "nonce": nonce, "iat": host.now, "exp": host.now + 300 }));
    let id_token = rs256(&with(header(), json!({ "kid": kid })), &claims);
    host.answers(TOKEN, Ok(answer(&with(token_document(), json!({ "id_token": id_token })))));
    host.drive(HandleCallback::new(&callback_url(&state))).map(drop).map_err(|failure| failure.error)
}

/// Of each request for the keys, whether it passed the HTTP cache by.
fn reloads(host: &Host) -> Vec<bool> {
    host.requests(JWKS).iter().map(|request| request.reload).collect()
}
