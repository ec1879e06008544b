//! base64url without padding (RFC 7515 section 2), strict: no `=`, no white space, no spare bits (RFC 4648 section 3.5).
//!
//! The alphabet is the base64 crate's. Its engines are made for speed, with loops unrolled to 5 KB of code; tokens are
//! short, so these two loops serve, and a test holds them against the crate's engine.

use crate::error::Error;
use base64::alphabet::URL_SAFE;

/// The text of `bytes`.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::new();
    let mut bits = 0_u32;
    let mut count = 0_u32;
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        count = count.saturating_add(8);
        while let Some(left) = count.checked_sub(6) {
            push_symbol(&mut text, bits >> left);
            count = left;
        }
    }
    if let Some(spare) = 6_u32.checked_sub(count).filter(|_| count > 0) {
        push_symbol(&mut text, bits << spare);
    }
    text
}

/// The symbol of the lowest six bits.
fn push_symbol(text: &mut String, bits: u32) {
    let index = usize::try_from(bits & 63).unwrap_or_default();
    text.extend(URL_SAFE.as_str().as_bytes().get(index).copied().map(char::from));
}

/// The bytes of `text`.
///
/// # Errors
/// `error` if `text` is not what [`encode`] would write.
pub fn decode(text: &str, error: Error) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut bits = 0_u32;
    let mut count = 0_u32;
    for symbol in text.bytes() {
        let value = URL_SAFE.as_str().bytes().position(|known| known == symbol).ok_or(error)?;
        bits = bits << 6 | u32::try_from(value).unwrap_or_default();
        count = count.saturating_add(6);
        if let Some(left) = count.checked_sub(8) {
            bytes.extend(u8::try_from(bits >> left));
            bits &= !(u32::MAX << left);
            count = left;
        }
    }
    // What is left are spare bits, which are zeros; six of them are a symbol too many.
    if count < 6 && bits == 0 { Ok(bytes) } else { Err(error) }
}
