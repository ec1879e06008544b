//! The JSON reader and writer, against serde_json.

use super::config;
use proofkey::json::{Record, Value};
use proptest::prelude::*;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn reads_any_bytes_without_a_panic_and_no_more_than_serde_json(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        agrees(&bytes)?;
    }

    /// Texts of one wrong byte are where readers differ.
    #[test]
    fn reads_a_text_of_which_one_byte_was_changed_as_serde_json_does(
        value in document(),
        place in any::<prop::sample::Index>(),
        byte in prop::sample::select(br#"{}[]",:\/ubnrtfals0189-+.eE #"#.to_vec()),
    ) {
        let mut text = value.to_string().into_bytes();
        let place = place.index(text.len());
        text[place] = byte;
        agrees(&text)?;
    }

    #[test]
    fn reads_every_cut_of_a_text_as_serde_json_does(value in document(), place in any::<prop::sample::Index>()) {
        let text = value.to_string();
        agrees(&text.as_bytes()[..place.index(text.len())])?;
    }

    #[test]
    fn reads_what_serde_json_wrote(value in document()) {
        for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            prop_assert!(Value::parse(text.as_bytes()).is_ok(), "{text}");
            agrees(text.as_bytes())?;
        }
    }

    #[test]
    fn reads_back_what_it_wrote(record in record()) {
        let read = Record::parse(record.to_json().as_bytes());
        prop_assert_eq!(read.as_ref(), Ok(&record));
        agrees(record.to_json().as_bytes())?;
    }

    #[test]
    fn sets_and_copies_members_like_a_map(
        changes in prop::collection::vec(("[ab]{0,2}", any::<i64>()), 0..12),
    ) {
        let mut set = Record::default();
        let mut map = serde_json::Map::new();
        for (name, seconds) in &changes {
            set.set_seconds(name, *seconds);
            map.insert(name.clone(), (*seconds).into());
        }
        let read: serde_json::Value = serde_json::from_str(&set.to_json()).unwrap();
        prop_assert_eq!(read, serde_json::Value::Object(map));
        for (name, _) in &changes {
            let mut copy = Record::default();
            copy.copy(&set, &[name, "not there"]);
            prop_assert_eq!(copy.members().collect::<Vec<_>>(), [(name.as_str(), set.member(name).unwrap())]);
        }
    }
}

/// What this reader accepts, serde_json accepts and understands in the same way.
fn agrees(bytes: &[u8]) -> Result<(), TestCaseError> {
    let Ok(ours) = Value::parse(bytes) else { return Ok(()) };
    match serde_json::from_slice::<serde_json::Value>(bytes) {
        Ok(theirs) => prop_assert_eq!(same(&ours), theirs),
        // It keeps numbers as f64, where some are too large; this reader keeps their text.
        Err(error) => prop_assert!(error.to_string().starts_with("number out of range"), "{error}"),
    }
    Ok(())
}

/// The same value in serde_json's types, built member by member.
fn same(value: &Value) -> serde_json::Value {
    match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(flag) => (*flag).into(),
        Value::Number(text) => serde_json::from_str(text).unwrap(),
        Value::Text(text) => text.as_str().into(),
        Value::Array(elements) => elements.iter().map(same).collect(),
        Value::Object(record) => record.members().map(|(name, value)| (name.to_owned(), same(value))).collect(),
    }
}

/// A document of serde_json, at most five deep: nothing that the strict reader refuses on purpose.
fn document() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Into::into),
            prop::collection::hash_map(any::<String>(), inner, 0..6).prop_map(|members| members.into_iter().collect()),
        ]
    })
}

/// A record of this crate.
fn record() -> impl Strategy<Value = Record> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        r"-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,4})?".prop_map(Value::Number),
        any::<String>().prop_map(Value::Text),
    ];
    let value = leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            members(inner).prop_map(Value::Object),
        ]
    });
    members(value)
}

fn members(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Record> {
    prop::collection::vec((any::<String>(), value), 0..6).prop_map(|members| {
        let mut record = Record::default();
        members.into_iter().for_each(|(name, value)| record.set(&name, value));
        record
    })
}
