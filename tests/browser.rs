//! The exported API in a real browser: real randomness, real sessionStorage, real WebCrypto.
//!
//! `support/server.js` answers behind the `fetch` that the facade lends to the core; everything else is the browser's.
//! The tests of a file share one page and overlap.
#![cfg(target_family = "wasm")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "support/tab.rs"]
mod tab;

use js_sys::{Function, Promise, Reflect};
use tab::{Tab, text};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// One of each family, and those that no native test can verify.
const ALGORITHMS: [&str; 8] = ["RS256", "PS256", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"];

fn session_storage() -> web_sys::Storage {
    web_sys::window().unwrap().session_storage().unwrap().unwrap()
}

/// base64url of SHA-256, by the browser.
async fn s256(verifier: &str) -> String {
    let hash = Function::new_with_args(
        "text",
        "return crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)).then((hash) =>
            btoa(String.fromCharCode(...new Uint8Array(hash))).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=/g, ''))",
    );
    let hash = hash.call1(&JsValue::NULL, &verifier.into()).unwrap().unchecked_into::<Promise>();
    JsFuture::from(hash).await.unwrap().as_string().unwrap()
}

#[wasm_bindgen_test]
async fn a_login_makes_a_real_pkce_pair() {
    let tab = Tab::open("RS256").await;
    let sent = tab.login().await;
    let state = sent.get("state").unwrap();
    tab.callback(&format!("code=c-1&state={state}")).await.unwrap();

    let verifier = tab.token_requests()[0].get("code_verifier").unwrap();
    assert_eq!(verifier.len(), 43);
    assert_eq!(sent.get("code_challenge_method").unwrap(), "S256");
    assert_eq!(sent.get("code_challenge").unwrap(), s256(&verifier).await);
}

#[wasm_bindgen_test]
async fn two_logins_share_no_secret() {
    let tab = Tab::open("RS256").await;
    let (first, second) = (tab.login().await, tab.login().await);
    for name in ["state", "nonce", "code_challenge"] {
        assert_eq!(first.get(name).unwrap().len(), 43, "{name}");
        assert_ne!(first.get(name), second.get(name), "{name}");
    }
}

#[wasm_bindgen_test]
async fn a_transaction_makes_the_round_trip_through_session_storage_once() {
    let tab = Tab::open("RS256").await;
    let state = tab.login().await.get("state").unwrap();
    let key = format!("test:tx:{state}");
    let stored = session_storage().get_item(&key).unwrap().unwrap();
    tab.callback(&format!("code=c-1&state={state}")).await.unwrap();

    let verifier = tab.token_requests()[0].get("code_verifier").unwrap();
    assert!(stored.contains(&verifier));
    assert!(!session_storage().get_item(&key).unwrap().unwrap().contains(&verifier));
    assert_eq!(tab.callback(&format!("code=c-1&state={state}")).await.unwrap_err(), "transaction_used");
    assert_eq!(tab.token_requests().len(), 1);
}

#[wasm_bindgen_test]
async fn a_good_signature_of_each_algorithm_is_verified() {
    for algorithm in ALGORITHMS {
        let tab = Tab::open(algorithm).await;
        let state = tab.login().await.get("state").unwrap();
        let view = tab.callback(&format!("code=c-1&state={state}")).await.unwrap();
        assert!(text(&view, "claims").contains(r#""sub":"user-1""#), "{algorithm}");
    }
}

#[wasm_bindgen_test]
async fn a_bad_signature_of_each_algorithm_is_refused_and_nothing_is_stored() {
    for algorithm in ALGORITHMS {
        let tab = Tab::open(algorithm).await;
        let state = tab.login().await.get("state").unwrap();
        tab.set("corrupt", &true.into());
        let refused = tab.callback(&format!("code=c-1&state={state}")).await.unwrap_err();
        assert_eq!(refused, "signature_invalid", "{algorithm}");
        assert!(Reflect::get(&tab.server, &"session".into()).unwrap().is_undefined(), "{algorithm}");
    }
}

/// The hash is that of the token's own algorithm (OpenID Connect Core 3.1.3.6).
#[wasm_bindgen_test]
async fn an_id_token_that_is_bound_to_another_access_token_is_refused() {
    for algorithm in ["RS256", "ES384", "EdDSA"] {
        let tab = Tab::open(algorithm).await;
        let state = tab.login().await.get("state").unwrap();
        tab.set("boundToken", &"another".into());
        let refused = tab.callback(&format!("code=c-1&state={state}")).await.unwrap_err();
        assert_eq!(refused, "id_token_at_hash_mismatch", "{algorithm}");
    }
}

/// RFC 7518 section 6.2.1: WebCrypto checks that the point is on its curve. WebKitGTK does so when it verifies, the others
/// when they import the key.
#[wasm_bindgen_test]
async fn a_point_that_is_not_on_its_curve_is_no_key() {
    let tab = Tab::open("ES256").await;
    let state = tab.login().await.get("state").unwrap();
    let point = "A".repeat(43);
    let spoilt = js_sys::JSON::parse(&format!(r#"{{"x":"{point}","y":"{point}"}}"#)).unwrap();
    tab.set("jwk", &spoilt);
    let import = Function::new_with_args(
        "point",
        "return crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', ...point },
            { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify'])",
    );
    let import: Promise = import.call1(&JsValue::NULL, &spoilt).unwrap().unchecked_into();
    let code = if JsFuture::from(import).await.is_err() { "key_unusable" } else { "signature_invalid" };
    assert_eq!(tab.callback(&format!("code=c-1&state={state}")).await.unwrap_err(), code);
    assert!(Reflect::get(&tab.server, &"session".into()).unwrap().is_undefined());
}

#[wasm_bindgen_test]
async fn userinfo_is_asked_with_the_token_in_its_header_and_its_signature_is_verified() {
    let tab = Tab::open("PS256").await;
    let state = tab.login().await.get("state").unwrap();
    tab.callback(&format!("code=c-1&state={state}")).await.unwrap();
    let result = tab.run("userInfo", "").await.unwrap();
    assert_eq!(text(&result, "claims"), r#"{"sub":"user-1"}"#);
    let init = Reflect::get(&tab.server, &"userInfoInit".into()).unwrap();
    let headers = Reflect::get(&init, &"headers".into()).unwrap();
    assert_eq!(text(&headers, "authorization"), "Bearer at-1");
    assert!(Reflect::get(&init, &"body".into()).unwrap().is_undefined());
    for (member, expected) in [("credentials", "omit"), ("redirect", "error"), ("cache", "no-store")] {
        assert_eq!(text(&init, member), expected);
    }

    tab.set("corrupt", &true.into());
    let refused = tab.run("userInfo", "").await.unwrap_err();
    assert_eq!(text(&refused, "code"), "signature_invalid");
}

#[wasm_bindgen_test]
async fn an_unknown_state_reaches_no_endpoint() {
    let tab = Tab::open("RS256").await;
    tab.login().await;
    assert_eq!(tab.callback("code=c-1&state=made-up").await.unwrap_err(), "state_not_found");
    assert!(tab.token_requests().is_empty());
}

#[wasm_bindgen_test]
async fn a_request_carries_no_credentials_and_follows_no_redirect() {
    let tab = Tab::open("RS256").await;
    let state = tab.login().await.get("state").unwrap();
    tab.callback(&format!("code=c-1&state={state}")).await.unwrap();
    let init = Reflect::get(&tab.server, &"tokenInit".into()).unwrap();
    for (member, expected) in [
        ("method", "POST"),
        ("credentials", "omit"),
        ("redirect", "error"),
        ("cache", "no-store"),
        ("referrerPolicy", "no-referrer"),
    ] {
        assert_eq!(text(&init, member), expected);
    }
}

#[wasm_bindgen_test]
async fn an_answer_that_never_ends_is_cut_off() {
    let tab = Tab::open("RS256").await;
    let state = tab.login().await.get("state").unwrap();
    tab.set("endless", &true.into());
    assert_eq!(tab.callback(&format!("code=c-1&state={state}")).await.unwrap_err(), "response_too_large");
}

#[wasm_bindgen_test]
async fn a_wrong_option_is_named() {
    let tab = Tab::open("RS256").await;
    let rejection = tab.run("login", r#"{"pkce":"false"}"#).await.unwrap_err();
    assert_eq!((text(&rejection, "code"), text(&rejection, "option")), ("config_error".into(), "pkce".into()));
}

#[wasm_bindgen_test]
async fn a_flow_that_may_not_wait_begins_nothing_that_it_would_have_to_wait_for() {
    let tab = Tab::open("RS256").await;
    let refused = tab.core.run("link", "{}", false).unwrap_err();
    assert_eq!(text(&refused, "code"), "not_ready");
    assert_eq!(
        Reflect::get(&tab.server, &"requests".into()).unwrap().as_f64(),
        Some(0.0),
        "no request for the metadata"
    );

    tab.run("metadata", "").await.unwrap();
    let link = tab.core.run("link", "{}", false).unwrap();
    assert!(text(&link, "url").contains(&text(&link, "state")), "at once, and no promise");
    assert!(text(&link, "transaction").contains("code_verifier"));
}

#[wasm_bindgen_test]
async fn a_window_s_transaction_is_in_no_storage_and_comes_back_with_its_answer() {
    let tab = Tab::open("RS256").await;
    tab.run("metadata", "").await.unwrap();
    let before = session_storage().length().unwrap();
    let window = tab.core.run("window", "{}", false).unwrap();
    assert_eq!(session_storage().length().unwrap(), before);

    let url = web_sys::Url::new(&text(&window, "url")).unwrap();
    tab.set("nonce", &url.search_params().get("nonce").unwrap().into());
    let query = format!("code=c-1&state={}", text(&window, "state"));
    assert_eq!(tab.callback(&query).await.unwrap_err(), "state_not_found");
    let answer = format!("{}\n{}?{query}", text(&window, "transaction"), tab::CALLBACK);
    tab.run("handleWindow", &answer).await.unwrap();
    assert_eq!(tab.token_requests().len(), 1);
}
