//! What a token is to be for: the APIs that it is asked for (RFC 8707), an audience by a server's own name for it, and what it is to allow in
//! detail (RFC 9396).

use super::options::refused;
use crate::failure::Failure;
use crate::form::push_pair;
use crate::json::{Record, Value};

/// Takes what only this module knows out of a call's options; what is left is for the flow that the call is for. Options that are no object
/// are left as they are, for that flow to refuse.
///
/// # Errors
/// [`Error::ConfigError`](crate::error::Error::ConfigError) with the option's name.
pub fn take_out(options: &str, names: &[&str]) -> Result<(Record, String), Box<Failure>> {
    let (mut taken, mut left) = (Record::default(), Record::default());
    let Ok(record) = Record::parse(options.as_bytes()) else { return Ok((taken, options.into())) };
    for (name, value) in record.members() {
        let place = if names.contains(&name) { &mut taken } else { &mut left };
        place.set(name, value.clone());
    }
    check(taken.member("resource"))?;
    if taken.member("audience").is_some() && taken.text("audience").is_empty() {
        return Err(refused("audience"));
    }
    if let Some(details) = taken.member("authorizationDetails") {
        let is_typed = |detail: &Value| detail.as_record().is_some_and(|detail| !detail.text("type").is_empty());
        if !details.as_array().is_some_and(|details| !details.is_empty() && details.iter().all(is_typed)) {
            return Err(refused("authorizationDetails"));
        }
    }
    Ok((taken, left.to_json()))
}

/// Checks one resource, or several: each is an absolute URI without a fragment (RFC 8707 section 2).
///
/// # Errors
/// [`Error::ConfigError`](crate::error::Error::ConfigError)
pub fn check(resource: Option<&Value>) -> Result<(), Box<Failure>> {
    let is_absolute = |uri: &str| {
        let scheme = uri.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b'#';
        scheme > 0 && uri.as_bytes().get(scheme) == Some(&b':') && !uri.ends_with(':') && uri.bytes().all(is_plain)
    };
    match resource.map(Value::as_list) {
        Some(list) if list.is_empty() || !list.iter().all(|uri| uri.as_text().is_some_and(is_absolute)) => {
            Err(refused("resource"))
        }
        _ => Ok(()),
    }
}

/// Adds `resource` to a request, once for each.
pub fn push(out: &mut String, resource: &[Value]) {
    for uri in resource {
        push_pair(out, "resource", uri.as_text().unwrap_or_default());
    }
}
