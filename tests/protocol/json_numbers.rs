//! Numbers: their text is kept, and whole seconds are taken from it.

use proofkey::error::Error;
use proofkey::json::{Record, Value};

#[test]
fn accepts_every_form_of_number_and_keeps_its_text() {
    for text in
        ["0", "-0", "7", "-12", "1.50", "0.0", "1e5", "1E+5", "1.25e-7", "-0.0e0", "123456789012345678901234567890"]
    {
        assert_eq!(Value::parse(text.as_bytes()), Ok(Value::Number(text.into())));
    }
}

#[test]
fn rejects_numbers_that_json_does_not_have() {
    for text in ["01", "-01", "00", "+1", "-", ".5", "1.", "1.e1", "1e", "1e+", "0x10", "1_000", "1,5", "--1", "١"] {
        assert_eq!(Value::parse(text.as_bytes()), Err(Error::JsonInvalid), "{text}");
    }
}

#[test]
fn rounds_down_to_whole_seconds() {
    for (text, seconds) in [
        ("0", 0),
        ("-0", 0),
        ("1700000000", 1_700_000_000),
        ("1700000000.999", 1_700_000_000),
        ("0.5", 0),
        ("-0.5", -1),
        ("-1", -1),
        ("-1.0", -1),
        ("-1.01", -2),
    ] {
        assert_eq!(seconds_of(text), seconds, "{text}");
    }
}

#[test]
fn reads_numbers_with_an_exponent() {
    for (text, seconds) in [
        ("1.7e9", 1_700_000_000),
        ("17E+8", 1_700_000_000),
        ("17000000000e-1", 1_700_000_000),
        ("17000000009e-1", 1_700_000_000),
        ("1.23456e2", 123),
        ("0.05e1", 0),
        ("0.05e2", 5),
        ("-15e-1", -2),
        ("5e-1", 0),
        ("1e-9", 0),
        ("-1e-9", -1),
        ("0e999999999999", 0),
    ] {
        assert_eq!(seconds_of(text), seconds, "{text}");
    }
}

#[test]
fn clamps_numbers_beyond_the_range_and_never_wraps() {
    for text in ["9223372036854775807", "9223372036854775808", "1e19", "1e400", "9e99999999999999999999"] {
        assert_eq!(seconds_of(text), i64::MAX, "{text}");
    }
    assert_eq!(seconds_of("9000000000000000009"), 9_000_000_000_000_000_009);
    assert_eq!(seconds_of("-1e400"), -i64::MAX);
    assert_eq!(seconds_of("-9223372036854775807.5"), i64::MIN);
}

#[test]
fn finds_no_seconds_in_what_is_no_number() {
    for text in ["\"1700000000\"", "null", "true", "[1]", "{}"] {
        assert_eq!(Value::parse(text.as_bytes()).unwrap().as_seconds(), None, "{text}");
    }
}

#[test]
fn writes_integers_as_the_standard_library_does() {
    for seconds in [0, 1, -1, 9, 10, 99, 100, -100, 1_700_000_000, i64::MAX, i64::MIN] {
        let mut record = Record::default();
        record.set_seconds("at", seconds);
        assert_eq!(record.to_json(), format!("{{\"at\":{seconds}}}"));
    }
}

fn seconds_of(text: &str) -> i64 {
    Value::parse(text.as_bytes()).unwrap().as_seconds().unwrap()
}
