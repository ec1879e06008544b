//! A page whose sessionStorage is denied. It has a file, and so a page, of its own: what it takes away, others would miss.
#![cfg(target_family = "wasm")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/tab.rs"]
mod tab;

use js_sys::Function;
use tab::{Tab, text};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn a_login_without_session_storage_is_refused() {
    let tab = Tab::open("RS256").await;
    let swap = Function::new_with_args(
        "denied",
        "window.own ??= Object.getOwnPropertyDescriptor(window, 'sessionStorage');
         const get = () => { throw new DOMException('denied', 'SecurityError') };
         Object.defineProperty(window, 'sessionStorage', denied ? { ...window.own, get } : window.own)",
    );
    swap.call1(&JsValue::NULL, &true.into()).unwrap();
    let rejection = tab.run("login", "{}").await.unwrap_err();
    swap.call1(&JsValue::NULL, &false.into()).unwrap();

    assert_eq!(text(&rejection, "code"), "storage_unavailable");
    tab.login().await;
}
