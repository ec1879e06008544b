//! The strict reader against serde_json: what it takes is JSON and means the same, and what it refuses beside that is
//! what its documentation names. What it writes, it reads again.

#![no_main]

use libfuzzer_sys::fuzz_target;
use proofkey::json::{Record, Value};
use proofkey_fuzz::peer::Peer;

fuzz_target!(|input: &[u8]| {
    // A number without end is no finding; the core's clamping is looked at all the same.
    let peer = Peer::parse(input);
    match Value::parse(input) {
        Ok(value) => {
            if let Ok(peer) = peer {
                let peer = peer.expect("serde_json refuses what the strict reader takes");
                assert!(peer.is(&value), "the readers differ: {value:?}, {peer:?}");
                assert!(!peer.is_refused(), "taken against the documentation: {value:?}");
            }
            reads_again(&value);
            numbers(&value);
        }
        Err(_) => {
            let is_explained = peer.is_err() || peer.is_ok_and(|peer| peer.is_none_or(|peer| peer.is_refused()));
            assert!(is_explained, "good JSON is refused");
        }
    }
});

/// The writer writes objects: any other value is looked at inside one.
fn reads_again(value: &Value) {
    let mut record = Record::default();
    record.set("value", value.clone());
    let text = record.to_json();
    let inner = text.strip_prefix(r#"{"value":"#).and_then(|text| text.strip_suffix('}'));
    let inner = inner.expect("the writer writes one member");
    assert_eq!(Value::parse(inner.as_bytes()).as_ref(), Ok(value), "{inner}");
    if let Ok(peer) = Peer::parse(inner.as_bytes()) {
        assert!(peer.is_some_and(|peer| peer.is(value)), "{inner}");
    }
}

/// Every number is whole seconds, rounded down, wherever floats are exact; beyond, it is clamped and never wraps.
fn numbers(value: &Value) {
    match value {
        Value::Number(text) => {
            let seconds = value.as_seconds().expect("a number has seconds");
            let float: f64 = text.parse().expect("a JSON number is a float");
            #[expect(clippy::cast_precision_loss, reason = "compared with a tolerance")]
            let difference = (seconds as f64 - float.floor()).abs();
            if float.abs() < 9e15 {
                // The text may say 0.99… with more digits than a float has.
                assert!(difference <= 1.0, "{text} is {seconds} seconds");
            } else if float.abs() < 9e18 {
                assert!(difference <= float.abs() * 1e-15, "{text} is {seconds} seconds");
            } else {
                assert!(seconds.unsigned_abs() >= 9_000_000_000_000_000_000, "{text} is {seconds} seconds");
                assert_eq!(seconds < 0, float < 0.0, "{text} is {seconds} seconds");
            }
        }
        Value::Array(elements) => elements.iter().for_each(numbers),
        Value::Object(record) => record.members().for_each(|(_, member)| numbers(member)),
        _ => {}
    }
}
