//! What the strict reader refuses that two readers could understand in two ways.

use proofkey::error::Error;
use proofkey::json::{Record, Value};

#[test]
fn rejects_duplicate_member_names() {
    refuses(r#"{"a":1,"a":2}"#);
    refuses(r#"{"a":1,"b":{"c":1,"c":1}}"#);
}

#[test]
fn rejects_member_names_that_are_duplicates_once_unescaped() {
    refuses(r#"{"sub":"a","\u0073ub":"b"}"#);
}

#[test]
fn accepts_the_same_name_in_two_objects() {
    assert_eq!(written(r#"{"a":{"a":1},"b":{"a":2}}"#), r#"{"a":{"a":1},"b":{"a":2}}"#);
}

#[test]
fn accepts_32_levels_and_rejects_33() {
    for (open, core, close) in [("[", "", "]"), ("[", "1", "]"), (r#"{"a":"#, "null", "}"), ("[", r#""x""#, "]")] {
        let nested = |levels: usize| [&open.repeat(levels), core, &close.repeat(levels)].concat();
        assert!(Value::parse(nested(32).as_bytes()).is_ok(), "32 times {open} around {core:?}");
        refuses(&nested(33));
    }
}

#[test]
fn rejects_deep_nesting_without_using_up_the_stack() {
    refuses(&"[".repeat(1_000_000));
    refuses(&r#"{"a":"#.repeat(200_000));
}

#[test]
fn rejects_a_byte_order_mark() {
    refuses("\u{feff}{}");
    refuses("{}\u{feff}");
}

#[test]
fn rejects_trailing_bytes() {
    for text in ["{}{}", "{} x", "1 2", "[],", "null\0", r#""a""b""#] {
        refuses(text);
    }
}

#[test]
fn accepts_white_space_of_json_and_no_other() {
    assert_eq!(written(" \t\r\n{ \"a\" : [ 1 , 2 ] } \n"), r#"{"a":[1,2]}"#);
    for text in ["\u{a0}1", "\u{b}1", "\u{c}1", "1\u{2028}"] {
        refuses(text);
    }
}

#[test]
fn rejects_lone_surrogates() {
    for text in [
        r#""\ud800""#,
        r#""\udfff""#,
        r#""\ud800x""#,
        r#""\ud800\u0041""#,
        r#""\ud800\ud800""#,
        r#""\ud800\ue000""#,
        r#""\ud83d\n""#,
    ] {
        refuses(text);
    }
}

#[test]
fn joins_surrogate_pairs() {
    for (text, expected) in
        [(r#""\ud800\udc00""#, "\u{10000}"), (r#""\uD83D\uDE00""#, "😀"), (r#""\udbff\udfff""#, "\u{10ffff}")]
    {
        assert_eq!(Value::parse(text.as_bytes()), Ok(Value::Text(expected.into())));
    }
}

#[test]
fn rejects_the_name_proto_in_any_spelling() {
    refuses(r#"{"__proto__":{}}"#);
    refuses(r#"{"a":{"__pr\u006fto__":1}}"#);
}

#[test]
fn keeps_other_names_of_object_prototype_as_data() {
    let text = r#"{"constructor":1,"toString":2,"hasOwnProperty":3}"#;
    assert_eq!(written(text), text);
}

#[test]
fn rejects_bytes_that_are_not_utf_8() {
    for bytes in [&b"\"\xff\""[..], b"\"\xc3\"", b"\"\xc0\x80\"", b"\"\xed\xa0\x80\"", b"{\"\xff\":1}", b"\xff"] {
        assert_eq!(Value::parse(bytes), Err(Error::JsonInvalid), "{bytes:x?}");
    }
}

#[test]
fn rejects_control_characters_in_strings() {
    for control in '\0'..' ' {
        refuses(&format!("\"{control}\""));
        refuses(&format!("{{\"{control}\":1}}"));
    }
}

#[test]
fn accepts_1000_members_and_rejects_1001() {
    let object = |count: usize| {
        let members: Vec<String> = (0..count).map(|index| format!("\"m{index}\":{index}")).collect();
        format!("{{{}}}", members.join(","))
    };
    assert_eq!(Record::parse(object(1000).as_bytes()).unwrap().members().count(), 1000);
    refuses(&object(1001));
}

#[test]
fn rejects_what_is_nearly_json() {
    for text in [
        "",
        " ",
        "{",
        "[",
        "\"",
        "{]",
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{\"a\" 1}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "tru",
        "True",
        "nul",
        "NaN",
        "Infinity",
        "undefined",
        "// c\n1",
        r#""\x41""#,
        r#""\u12""#,
        r#""\u12G4""#,
        r#""\u+123""#,
        r#""\"#,
        "[1 2]",
        "{\"a\":1 \"b\":2}",
    ] {
        refuses(text);
    }
}

#[test]
fn reads_an_object_only_where_an_object_must_be() {
    for text in ["[]", "null", "\"x\"", "1", "true"] {
        assert_eq!(Record::parse(text.as_bytes()), Err(Error::JsonInvalid), "{text}");
    }
}

#[test]
fn distinguishes_absent_empty_and_mistyped_members() {
    let record = Record::parse(br#"{"empty":"","number":1,"null":null,"text":"x"}"#).unwrap();
    let error = Error::TokenResponseInvalid;
    assert_eq!(record.required_text("text", error), Ok("x"));
    for name in ["empty", "number", "null", "absent"] {
        assert_eq!(record.required_text(name, error), Err(error), "{name}");
    }
    assert_eq!(record.optional_text("absent", error), Ok(None));
    assert_eq!(record.optional_text("empty", error), Ok(Some("")));
    assert_eq!(record.optional_text("null", error), Err(error));
    assert_eq!(record.text("number"), "");
}

#[test]
fn replaces_a_member_where_it_stands() {
    let mut record = Record::parse(br#"{"a":1,"b":2}"#).unwrap();
    record.set_text("a", "x");
    record.set_seconds("c", 3);
    assert_eq!(record.to_json(), r#"{"a":"x","b":2,"c":3}"#);
}

#[track_caller]
fn refuses(text: &str) {
    let start: String = text.chars().take(60).collect();
    assert_eq!(Value::parse(text.as_bytes()), Err(Error::JsonInvalid), "{start}");
}

fn written(text: &str) -> String {
    Record::parse(text.as_bytes()).unwrap().to_json()
}
