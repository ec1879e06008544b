//! Options as they come from JavaScript, held against tables: which there are, and of which type.

use crate::error::Error;
use crate::failure::Failure;
use crate::json::{Record, Value};
use crate::text::has_word;

/// The type that an option must have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `true` or `false`.
    Flag,
    /// An object.
    Object,
    /// An object whose members are all strings.
    Params,
    /// A non-negative number.
    Seconds,
    /// A string.
    Text,
    /// An array of strings.
    Texts,
}

/// Reads options as JSON text and holds them against a table: the types that there are, each with the names that have
/// it, separated by spaces.
///
/// # Errors
/// [`Error::ConfigError`] with the name of the first option that is unknown or of the wrong type.
pub fn checked_options(text: &str, table: &[(Kind, &str)]) -> Result<Record, Box<Failure>> {
    let options = Record::parse(text.as_bytes()).map_err(|_| refused(""))?;
    for (name, value) in options.members() {
        if !table.iter().any(|(kind, names)| has_word(names, name) && fits(value, *kind)) {
            return Err(refused(name));
        }
    }
    Ok(options)
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
        Kind::Seconds => value.as_seconds().is_some_and(|seconds| seconds >= 0),
        Kind::Text => is_text(value),
        Kind::Texts => value.as_array().is_some_and(|texts| texts.iter().all(is_text)),
    }
}
