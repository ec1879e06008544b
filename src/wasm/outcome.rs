//! A flow's outcome as a plain JavaScript object.

use crate::browser::Host;
use crate::failure::Failure;
use crate::json::Record;
use wasm_bindgen::JsValue;

/// What a flow has ended with, as a promise does.
#[inline(never)]
pub fn settled(host: &Host, outcome: Result<Record, Box<Failure>>) -> Result<JsValue, JsValue> {
    outcome.map(|record| fulfilled(host, &record)).map_err(|failure| rejected(host, &failure))
}

/// The object that a promise is fulfilled with. Claims leave as JSON text within it, so that numbers keep their digits.
fn fulfilled(host: &Host, record: &Record) -> JsValue {
    host.object(&record.to_json())
}

/// The object that a promise is rejected with; the facade makes a `ProofkeyError` of it.
pub fn rejected(host: &Host, failure: &Failure) -> JsValue {
    let mut record = failure.details.clone();
    record.set_text("code", failure.error.code());
    fulfilled(host, &record)
}
