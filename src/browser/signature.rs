//! Signature checks by WebCrypto, which has the code and the constant-time arithmetic for them.

use super::object;
use crate::error::Error;
use crate::protocol::algorithm::Algorithm;
use crate::protocol::jws::SignatureCheck;
use js_sys::{Object, Promise};
use wasm_bindgen::JsCast;
use web_sys::{CryptoKey, SubtleCrypto};

/// Imports the key.
///
/// # Errors
/// [`Error::CryptoUnavailable`]: no SubtleCrypto, which is so outside secure contexts
pub fn begin(check: &SignatureCheck) -> Result<Promise, Error> {
    let jwk = object(&check.jwk.to_json()).unchecked_into();
    let usages = serde_wasm_bindgen::to_value(&["verify"]).unwrap_or_default();
    let key = subtle()?.import_key_with_object("jwk", &jwk, &algorithm(check), false, &usages);
    key.map_err(|_| Error::CryptoUnavailable)
}

/// Checks the signature with the imported key.
pub fn imported(check: &SignatureCheck, key: &CryptoKey) -> Result<Promise, Error> {
    let answer = subtle()?.verify_with_object_and_u8_array_and_u8_array(
        &algorithm(check),
        key,
        &check.signature,
        &check.signing_input,
    );
    answer.map_err(|_| Error::CryptoUnavailable)
}

fn algorithm(check: &SignatureCheck) -> Object {
    let text = match check.algorithm {
        Algorithm::Es256 => r#"{"name":"ECDSA","namedCurve":"P-256","hash":"SHA-256"}"#,
        Algorithm::Rs256 => r#"{"name":"RSASSA-PKCS1-v1_5","hash":"SHA-256"}"#,
    };
    object(text).unchecked_into()
}

fn subtle() -> Result<SubtleCrypto, Error> {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    crypto.map(|crypto| crypto.subtle()).filter(|subtle| !subtle.is_undefined()).ok_or(Error::CryptoUnavailable)
}
