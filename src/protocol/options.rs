//! Options as they come from JavaScript, held against tables: which there are, and of which type.

use crate::error::Error;
use crate::failure::Failure;
use crate::json::{Record, Value};

/// The type that an option must have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`.
    Flag,
    /// An object.
    Object,
    /// An object whose members are all strings.
    Params,
    /// A string that is not empty; the option must be there.
    Required,
    /// A non-negative number.
    Seconds,
    /// A string.
    Text,
    /// A string, or an array of strings.
    TextOrTexts,
    /// An array of strings.
    Texts,
}

/// Reads options as JSON text and holds them against a table: names, types, and those that must be there.
///
/// # Errors
/// [`Error::ConfigError`] with the name of the first option that is unknown, missing or of the wrong type.
pub fn checked_options(text: &str, table: &[(&str, Kind)]) -> Result<Record, Box<Failure>> {
    let options = Record::parse(text.as_bytes()).map_err(|_| refused(""))?;
    for (name, value) in options.members() {
        let kind = table.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
        if !kind.is_some_and(|kind| fits(value, kind)) {
            return Err(refused(name));
        }
    }
    match table.iter().find(|(name, kind)| *kind == Kind::Required && options.member(name).is_none()) {
        Some((name, _)) => Err(refused(name)),
        None => Ok(options),
    }
}

/// The failure that names an option.
#[must_use]
pub fn refused(option: &str) -> Box<Failure> {
    Failure::new(Error::ConfigError).with("option", option)
}

fn fits(value: &Value, kind: Kind) -> bool {
    let is_text = |value: &Value| value.as_text().is_some();
    match kind {
        Kind::Flag => matches!(value, Value::Bool(_)),
        Kind::Object => value.as_record().is_some(),
        Kind::Params => value.as_record().is_some_and(|params| params.members().all(|(_, value)| is_text(value))),
        Kind::Required => value.as_text().is_some_and(|text| !text.is_empty()),
        Kind::Seconds => value.as_seconds().is_some_and(|seconds| seconds >= 0),
        Kind::Text => is_text(value),
        Kind::TextOrTexts => value.as_list().iter().all(is_text),
        Kind::Texts => value.as_array().is_some_and(|texts| texts.iter().all(is_text)),
    }
}
