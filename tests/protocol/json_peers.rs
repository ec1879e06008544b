//! The reader and the writer against `serde_json`: nothing is accepted that it refuses, and no value differs.

use proofkey::json::{Record, Value};

const DOCUMENTS: &[&str] = &[
    r#"{"issuer":"https://op.example","list":["S256",{"deep":[[],{}]}],"flag":true,"none":null,"at":1700000000}"#,
    r#"{"text":"\"\\\/\b\f\n\r\t\u0000\u001f\u00e9\ud83d\ude00 é😀\u007f","empty":"","":"empty name"}"#,
    r#"{"numbers":[0,-0,1.5,-2.25e3,1E2,12345678901234567890,0.1e-2]}"#,
    r#" { "a" : [ 1 , [ 2 , { "b" : false } ] ] , "constructor" : "x" } "#,
];

const PIECES: &[u8] = b"\"\\{}[]:,019-+.eEu \x00\x80a";

#[test]
fn writes_what_serde_json_reads_as_the_same_value() {
    for document in DOCUMENTS {
        let written = Record::parse(document.as_bytes()).unwrap().to_json();
        assert_eq!(serde(written.as_bytes()).unwrap(), serde(document.as_bytes()).unwrap(), "{document}");
    }
}

#[test]
fn reads_its_own_text_as_the_same_value() {
    for document in DOCUMENTS {
        let record = Record::parse(document.as_bytes()).unwrap();
        assert_eq!(Record::parse(record.to_json().as_bytes()).unwrap(), record, "{document}");
    }
}

#[test]
fn escapes_every_character_so_that_serde_json_reads_it_back() {
    let text: String = ('\0'..='\u{2ff}').chain(['\u{2028}', '\u{feff}', '\u{fffd}', '\u{10ffff}']).collect();
    let mut record = Record::default();
    record.set_text(&text, &text);
    let read = serde(record.to_json().as_bytes()).unwrap();
    assert_eq!(read.get(&text).and_then(serde_json::Value::as_str), Some(text.as_str()));
}

/// Twenty thousand documents with one to four bytes changed, inserted or removed, the same ones in every run.
#[test]
fn accepts_no_mutated_document_that_serde_json_refuses_or_reads_differently() {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(random >> 33).unwrap() % below
    };
    let (mut accepted, mut refused) = (0, 0);
    for round in 0..20_000 {
        let mut bytes = DOCUMENTS[round % DOCUMENTS.len()].as_bytes().to_vec();
        for _ in 0..=next(4) {
            let at = next(bytes.len());
            match next(3) {
                0 => bytes[at] = PIECES[next(PIECES.len())],
                1 => bytes.insert(at, PIECES[next(PIECES.len())]),
                _ => drop(bytes.remove(at)),
            }
        }
        let shown = String::from_utf8_lossy(&bytes);
        let Ok(Value::Object(ours)) = Value::parse(&bytes) else {
            refused += 1;
            continue;
        };
        accepted += 1;
        match serde(&bytes) {
            Ok(theirs) => assert_eq!(serde(ours.to_json().as_bytes()).unwrap(), theirs, "{shown}"),
            // The numbers of ours are text, and have no range.
            Err(error) => assert!(error.to_string().contains("number out of range"), "{error}: {shown}"),
        }
    }
    assert!(accepted > 1000 && refused > 1000, "{accepted} accepted and {refused} refused prove little");
}

fn serde(bytes: &[u8]) -> serde_json::Result<serde_json::Value> {
    serde_json::from_slice(bytes)
}
