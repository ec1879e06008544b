//! Which URLs the client talks to: https, and http between two loopback hosts only.

use crate::error::Error;
use crate::form::split_url;
use crate::text::cut;

/// Whether a server's URL may be used by a page: absolute, https, with a host, no userinfo and no fragment
/// (RFC 6749 sections 3.1 and 3.2).
///
/// `http:` is accepted if both the URL's host and the page's host are loopback hosts; no option extends this.
///
/// # Errors
/// `error` if it may not.
pub fn check(url: &str, page: &str, error: Error) -> Result<(), Error> {
    let printable = url.bytes().all(|byte| byte.is_ascii_graphic() && !has("\"<>\\^`{|}", byte));
    let secure = url.starts_with("https://") || (url.starts_with("http://") && is_loopback(url) && is_loopback(page));
    if printable && secure && !host(url).is_empty() && !has(url, b'#') && !has(authority(url), b'@') {
        Ok(())
    } else {
        Err(error)
    }
}

/// Whether the URL's host never leaves this machine: `localhost`, `*.localhost`, `127.0.0.1`, `[::1]`.
#[must_use]
pub fn is_loopback(url: &str) -> bool {
    let host = host(url);
    ["localhost", "127.0.0.1", "[::1]"].contains(&host) || host.ends_with(".localhost")
}

/// Whether the text has that byte. The searcher behind `contains` is made for long texts, and is larger.
#[must_use]
pub fn has(text: &str, byte: u8) -> bool {
    text.bytes().any(|known| known == byte)
}

/// Scheme, host and port of an absolute URL, as they are written there.
#[must_use]
pub fn origin(url: &str) -> &str {
    let (scheme, _) = cut(url, b':');
    let length = scheme.len().saturating_add("://".len()).saturating_add(authority(url).len());
    url.get(..length).unwrap_or_default()
}

fn authority(url: &str) -> &str {
    let (base, _, _) = split_url(url);
    // Behind the scheme stand two slashes: https: / / authority / path
    let (_, rest) = cut(base, b'/');
    let (empty, rest) = cut(rest, b'/');
    if empty.is_empty() { cut(rest, b'/').0 } else { "" }
}

fn host(url: &str) -> &str {
    let authority = authority(url);
    // From the end: an IPv6 address has colons of its own.
    let without_port = authority.trim_end_matches(|character: char| character.is_ascii_digit());
    without_port.strip_suffix(':').unwrap_or(authority)
}
