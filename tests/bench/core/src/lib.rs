//! PKCE pairs, one after the other, as the core makes one for each sign-in.

use proofkey::base64url;
use proofkey::protocol::pkce::CodeVerifier;
use std::hint::black_box;
use wasm_bindgen::prelude::wasm_bindgen;

/// Makes that many pairs; gives the last one, separated by a space. Nothing if the browser gives no random bytes.
#[wasm_bindgen]
pub fn pairs(count: u32) -> Option<String> {
    let mut last = None;
    for _ in 0..count {
        let mut bytes = [0; 32];
        // One call of the browser for each pair, as in a sign-in.
        getrandom::fill(&mut bytes).ok()?;
        let verifier = base64url::encode(&bytes);
        let challenge = CodeVerifier::parse(&verifier).ok()?.challenge();
        // Or else only the last one need be computed.
        last = Some(black_box(format!("{verifier} {challenge}")));
    }
    last
}
