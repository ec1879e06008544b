//! What the facade lends to the core: whatever a browser does with a promise, the natives that it kept, and the store of the session.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An object of the facade; the types beside it are in `js/src/core.ts`.
    pub type Host;

    /// Does what the first text names with the texts behind it: see `Effects` in `js/src/core.ts`. The promise is rejected with
    /// the code of an error.
    #[wasm_bindgen(method, structural)]
    pub fn perform(this: &Host, effect: JsValue) -> Promise;

    /// The value of a JSON text, by the `JSON.parse` that was there when the client was created.
    #[wasm_bindgen(method, structural, catch)]
    pub fn parse(this: &Host, json: &str) -> Result<JsValue, JsValue>;

    /// Seconds since the epoch, by a clock that is not set back while the page lives.
    #[wasm_bindgen(method, structural)]
    pub fn now(this: &Host) -> f64;
}

impl Host {
    /// Has an effect performed.
    #[inline(never)]
    pub fn ask(&self, effect: &[&str]) -> Promise {
        self.perform(serde_wasm_bindgen::to_value(effect).unwrap_or_default())
    }

    /// The JavaScript value of a JSON text. A call for each member of an object would be the larger code.
    #[inline(never)]
    pub fn object(&self, json: &str) -> JsValue {
        // The text is one that this core wrote: there is nothing in it to refuse.
        self.parse(json).unwrap_or_default()
    }
}
