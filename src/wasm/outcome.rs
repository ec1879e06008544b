//! A flow's outcome as a plain JavaScript object.

use crate::browser::Host;
use crate::failure::Failure;
use crate::json::Record;
use wasm_bindgen::JsValue;

/// The object that a promise is fulfilled with. Claims leave as JSON text within it, so that numbers keep their digits.
pub fn fulfilled(host: &Host, record: &Record) -> JsValue {
    host.object(&record.to_json())
}

/// The object that a promise is rejected with; the facade makes a `ProofkeyError` of it.
pub fn rejected(host: &Host, failure: &Failure) -> JsValue {
    let mut record = failure.details.clone();
    record.set_text("code", failure.error.code());
    fulfilled(host, &record)
}
