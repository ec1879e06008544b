//! Signature checks and digests by WebCrypto, which has the code and the constant-time arithmetic for them.

use super::host::Host;
use crate::error::Error;
use crate::protocol::jws::SignatureCheck;
use js_sys::{Object, Promise};
use wasm_bindgen::JsCast;
use web_sys::{CryptoKey, SubtleCrypto};

/// Imports the key.
///
/// # Errors
/// [`Error::CryptoUnavailable`]: no SubtleCrypto, which is so outside secure contexts
pub fn begin(host: &Host, check: &SignatureCheck) -> Result<Promise, Error> {
    let jwk = host.object(&check.jwk.to_json()).unchecked_into();
    let usages = serde_wasm_bindgen::to_value(&["verify"]).unwrap_or_default();
    let key = subtle()?.import_key_with_object("jwk", &jwk, &parameters(host, check), false, &usages);
    key.map_err(|_| Error::CryptoUnavailable)
}

/// Checks the signature with the imported key.
pub fn imported(host: &Host, check: &SignatureCheck, key: &CryptoKey) -> Result<Promise, Error> {
    let answer = subtle()?.verify_with_object_and_u8_array_and_u8_array(
        &parameters(host, check),
        key,
        &check.signature,
        &check.signing_input,
    );
    answer.map_err(|_| Error::CryptoUnavailable)
}

/// The digest of a text, for the claims that bind one to the token.
pub fn digest(hash: &str, text: &str) -> Result<Promise, Error> {
    subtle()?.digest_with_str_and_u8_array(hash, text.as_bytes()).map_err(|_| Error::CryptoUnavailable)
}

fn parameters(host: &Host, check: &SignatureCheck) -> Object {
    host.object(check.algorithm.parameters).unchecked_into()
}

fn subtle() -> Result<SubtleCrypto, Error> {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    crypto.map(|crypto| crypto.subtle()).filter(|subtle| !subtle.is_undefined()).ok_or(Error::CryptoUnavailable)
}
