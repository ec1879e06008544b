//! `application/x-www-form-urlencoded` (RFC 6749 appendix B) and the parts of a URL.

use crate::error::Error;
use crate::text::cut;

/// Appends `name=value`, behind an `&` if `out` holds a pair already.
///
/// A space becomes `%20`: form decoders read it as they read `+`, and servers that decode only percent-encoding read it too.
#[inline(never)]
pub fn push_pair(out: &mut String, name: &str, value: &str) {
    if !matches!(out.as_bytes().last(), None | Some(b'?' | b'&')) {
        out.push('&');
    }
    push_encoded(out, name);
    out.push('=');
    push_encoded(out, value);
}

/// Whether the byte is an unreserved character (RFC 3986 section 2.3), which needs no encoding.
#[must_use]
pub fn is_unreserved(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'.' | b'_' | b'~')
}

fn push_encoded(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if is_unreserved(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for nibble in [byte >> 4, byte & 15] {
                out.extend(char::from_digit(nibble.into(), 16).map(|digit| digit.to_ascii_uppercase()));
            }
        }
    }
}

/// Tells the decoded pairs of a query, a fragment or a form body, one by one. Everything is decoded exactly once, and
/// those behind a bad pair are told as well.
///
/// # Errors
/// The first of: [`Error::CallbackMalformed`] for a percent sign without two hexadecimal digits, or if the result is not
/// UTF-8; and what `each` refuses.
pub fn pairs(text: &str, each: &mut dyn FnMut(&str, &str) -> Result<(), Error>) -> Result<(), Error> {
    let mut outcome = Ok(());
    let mut rest = text;
    while !rest.is_empty() {
        let (pair, behind) = cut(rest, b'&');
        if !pair.is_empty() {
            let (name, value) = cut(pair, b'=');
            outcome = outcome.and(decoded(name).and_then(|name| each(&name, &decoded(value)?)));
        }
        rest = behind;
    }
    outcome
}

/// One name or value.
///
/// # Errors
/// [`Error::CallbackMalformed`]
pub fn decoded(text: &str) -> Result<String, Error> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    let hex = |rest: &mut core::str::Bytes<'_>| rest.next().and_then(|byte| char::from(byte).to_digit(16));
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let (high, low) = hex(&mut rest).zip(hex(&mut rest)).ok_or(Error::CallbackMalformed)?;
                u8::try_from(high << 4 | low).map_err(|_| Error::CallbackMalformed)?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| Error::CallbackMalformed)
}

/// A URL cut at its first `?` and `#`: what stands before them, the query, the fragment.
#[must_use]
pub fn split_url(url: &str) -> (&str, &str, &str) {
    let (rest, fragment) = cut(url, b'#');
    let (base, query) = cut(rest, b'?');
    (base, query, fragment)
}

/// An endpoint's URL, which has no fragment, ready for more pairs; its query is kept (RFC 6749 section 3.1).
#[must_use]
pub fn open_query(url: &str) -> String {
    let (base, query, _) = split_url(url);
    let mut open = String::from(base);
    open.push('?');
    open.push_str(query);
    if !query.is_empty() {
        open.push('&');
    }
    open
}
