//! What the facade lends to the core: the natives that it kept, and the store of the session.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An object of the facade; the types beside it are in `js/src/core.ts`.
    pub type Host;

    /// A piece of a body: what `read` of a ReadableStreamDefaultReader gives.
    pub type Chunk;

    /// The bytes; undefined at the end, and only there.
    #[wasm_bindgen(method, structural, getter)]
    pub fn value(this: &Chunk) -> Option<Vec<u8>>;

    /// Prefix of this client's keys in sessionStorage.
    #[wasm_bindgen(method, structural, getter, js_name = transactionPrefix)]
    pub fn transaction_prefix(this: &Host) -> String;

    /// The value of a JSON text, by the `JSON.parse` that was there when the client was created.
    #[wasm_bindgen(method, structural, catch)]
    pub fn parse(this: &Host, json: &str) -> Result<JsValue, JsValue>;

    /// The `fetch` that was there when the client was created, or the app's own.
    #[wasm_bindgen(method, structural, catch)]
    pub fn fetch(this: &Host, url: &str, init: &JsValue) -> Result<JsValue, JsValue>;

    /// Seconds since the epoch, by a clock that is not set back while the page lives.
    #[wasm_bindgen(method, structural)]
    pub fn now(this: &Host) -> f64;

    /// Waits for the lock on the session; rejects with a TimeoutError.
    #[wasm_bindgen(method, structural, catch)]
    pub fn lock(this: &Host) -> Result<JsValue, JsValue>;

    /// Gives it back.
    #[wasm_bindgen(method, structural, catch)]
    pub fn unlock(this: &Host) -> Result<JsValue, JsValue>;

    /// The session's text or anything else; may be a promise.
    #[wasm_bindgen(method, structural, catch, js_name = readSession)]
    pub fn read_session(this: &Host) -> Result<JsValue, JsValue>;

    /// Replaces the session's text; may give a promise.
    #[wasm_bindgen(method, structural, catch, js_name = saveSession)]
    pub fn save_session(this: &Host, text: &str) -> Result<JsValue, JsValue>;

    /// Replaces the text by another one, or removes it for an empty one. Gives `true`, or what was there instead; may give a promise.
    #[wasm_bindgen(method, structural, catch, js_name = replaceSession)]
    pub fn replace_session(this: &Host, before: &str, after: &str) -> Result<JsValue, JsValue>;

    /// Removes the session's text; may give a promise.
    #[wasm_bindgen(method, structural, catch, js_name = removeSession)]
    pub fn remove_session(this: &Host) -> Result<JsValue, JsValue>;
}

impl Host {
    /// The JavaScript value of a JSON text. A call for each member of an object would be the larger code.
    #[inline(never)]
    pub fn object(&self, json: &str) -> JsValue {
        // The text is one that this core wrote: there is nothing in it to refuse.
        self.parse(json).unwrap_or_default()
    }
}
