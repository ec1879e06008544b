//! A strict, bounded JSON reader and a writer, for everything that the core reads and stores.
//!
//! Stricter than RFC 8259 asks: duplicate member names, lone surrogates, a BOM, nesting deeper than
//! 32, more than 1000 members and the name `__proto__` are refused, since two readers could understand them in two ways
//! (RFC 8725 section 3.10, RFC 7519 section 4). Numbers keep their text: what is stored is what came, and
//! the core needs whole seconds only. serde_json would cost 18 KB of the 30 that the core has.

mod number;
mod reader;

pub use number::{whole, write_integer};

use crate::error::Error;
use reader::Reader;
use std::rc::Rc;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, in the text that it was written in.
    Number(String),
    /// A string, unescaped.
    Text(String),
    /// An array.
    Array(Vec<Self>),
    /// An object.
    Object(Record),
}

/// A JSON object whose member names are distinct, in the order in which they came.
///
/// The newtypes of `protocol` wrap one: a check reads its members once, and nothing is copied into structs. It is one
/// pointer to hand on, and a clone shares the members until one of the two is changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record(Rc<Vec<(String, Value)>>);

impl Value {
    /// Reads one JSON text, to its end.
    ///
    /// # Errors
    /// [`Error::JsonInvalid`] for anything that the strict reader refuses.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        Reader::read(bytes)
    }

    /// The string, if this is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The number rounded down to whole seconds, clamped to the range of `i64`, if this is a number.
    ///
    /// A NumericDate may have a fraction (RFC 7519 section 2), and some servers send one.
    #[must_use]
    pub fn as_seconds(&self) -> Option<i64> {
        if let Self::Number(text) = self { Some(whole(text)) } else { None }
    }

    /// The members, if this is an object.
    #[must_use]
    pub fn as_record(&self) -> Option<&Record> {
        if let Self::Object(record) = self { Some(record) } else { None }
    }

    /// The elements, if this is an array.
    #[must_use]
    pub fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(elements) = self { Some(elements) } else { None }
    }

    /// The elements of an array, or this value as the only one.
    #[must_use]
    pub fn as_list(&self) -> &[Self] {
        self.as_array().unwrap_or(core::slice::from_ref(self))
    }

    /// Whether this is an array, and the text one of its elements.
    #[must_use]
    pub fn lists(&self, text: &str) -> bool {
        self.as_array().is_some_and(|elements| elements.iter().any(|element| element.as_text() == Some(text)))
    }

    /// Writes the JSON text.
    pub fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Number(text) => out.push_str(text),
            Self::Text(text) => write_text(text, out),
            Self::Array(elements) => {
                out.push('[');
                for (index, element) in elements.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    element.write(out);
                }
                out.push(']');
            }
            Self::Object(record) => record.write(out),
        }
    }
}

impl Record {
    /// Reads a JSON text that must be an object.
    ///
    /// # Errors
    /// [`Error::JsonInvalid`] if the strict reader refuses it or it is not an object.
    pub fn parse(bytes: &[u8]) -> Result<Self, Error> {
        if let Value::Object(record) = Value::parse(bytes)? { Ok(record) } else { Err(Error::JsonInvalid) }
    }

    /// The member of that name.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<&Value> {
        found(&self.0, name)
    }

    /// All members in order.
    pub fn members(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The text of a member that is absent or a string.
    ///
    /// # Errors
    /// `error` if the member has another type.
    pub fn optional_text(&self, name: &str, error: Error) -> Result<Option<&str>, Error> {
        self.member(name).map(|value| value.as_text().ok_or(error)).transpose()
    }

    /// The text of a member that must be a string and not empty.
    ///
    /// # Errors
    /// `error` if it is absent, empty or of another type.
    pub fn required_text(&self, name: &str, error: Error) -> Result<&str, Error> {
        self.optional_text(name, error)?.filter(|text| !text.is_empty()).ok_or(error)
    }

    /// The text of a member that an earlier check has shown to be there; empty if it is not.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.member(name).and_then(Value::as_text).unwrap_or_default()
    }

    /// Whether the member is there, and `true`.
    #[must_use]
    pub fn is_true(&self, name: &str) -> bool {
        matches!(self.member(name), Some(Value::Bool(true)))
    }

    /// The whole seconds of a number member, if there is one.
    #[must_use]
    pub fn seconds(&self, name: &str) -> Option<i64> {
        self.member(name).and_then(Value::as_seconds)
    }

    /// Sets or replaces a member.
    pub fn set(&mut self, name: &str, value: Value) {
        // `Rc::make_mut` would have code for weak references, too.
        if Rc::get_mut(&mut self.0).is_none() {
            self.0 = Rc::new(self.0.to_vec());
        }
        let Some(members) = Rc::get_mut(&mut self.0) else { return };
        match members.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => members.push((name.into(), value)),
        }
    }

    /// Sets or replaces a string member.
    pub fn set_text(&mut self, name: &str, text: &str) {
        self.set(name, Value::Text(text.into()));
    }

    /// Sets or replaces a number member.
    pub fn set_seconds(&mut self, name: &str, seconds: i64) {
        let mut text = String::new();
        write_integer(seconds, &mut text);
        self.set(name, Value::Number(text));
    }

    /// Copies the members of these names that `from` has.
    pub fn copy(&mut self, from: &Self, names: &[&str]) {
        for name in names {
            if let Some(value) = from.member(name) {
                self.set(name, value.clone());
            }
        }
    }

    /// The JSON text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        out.push('{');
        for (index, (name, value)) in self.0.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            write_text(name, out);
            out.push(':');
            value.write(out);
        }
        out.push('}');
    }
}

/// The value of the member of that name.
fn found<'a>(members: &'a [(String, Value)], name: &str) -> Option<&'a Value> {
    members.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

/// Writes a string, with everything escaped that must be (RFC 8259 section 7). What lies between is copied in one go: a link
/// writes a whole transaction into another text.
pub fn write_text(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(index) = rest.bytes().position(|byte| byte < b' ' || matches!(byte, b'"' | b'\\')) {
        let (plain, behind) = rest.split_at_checked(index).unwrap_or((rest, ""));
        out.push_str(plain);
        let mut characters = behind.chars();
        match characters.next() {
            Some(character @ ('"' | '\\')) => {
                out.push('\\');
                out.push(character);
            }
            Some(character) => {
                out.push_str("\\u00");
                let code = u32::from(character);
                for nibble in [code >> 4, code & 15] {
                    out.extend(char::from_digit(nibble, 16));
                }
            }
            None => {}
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}
