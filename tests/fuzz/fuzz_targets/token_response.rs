//! An answer of the token endpoint: `status content-type`, then the body. What is taken holds one usable access token
//! with a bounded life, and is a success in every respect.

#![no_main]

use libfuzzer_sys::fuzz_target;
use proofkey::error::Error;
use proofkey::protocol::http::Response;
use proofkey::protocol::token::TokenResponse;
use proofkey_fuzz::head_and_body;
use serde_json::Value;

const YEAR: i64 = 31_536_000;
const TOKENS: [&str; 3] = ["access_token", "refresh_token", "id_token"];

fuzz_target!(|input: &[u8]| {
    let Some((head, body)) = head_and_body(input) else { return };
    let (status, content_type) = head.split_once(' ').unwrap_or((head, ""));
    let Ok(status) = status.parse() else { return };
    let response =
        Response { status, content_type: content_type.into(), retry_after: String::new(), body: body.into() };
    // Their numbers have a range, ours do not; nothing else may be taken that serde_json refuses.
    let peer: Value = serde_json::from_slice(body).unwrap_or_default();
    let peer = |name: &str| peer.get(name).and_then(Value::as_str).unwrap_or_default();
    match TokenResponse::from_response(&response) {
        Ok(answer) => {
            assert_eq!(status, 200);
            let essence = content_type.split(';').next().unwrap_or_default().trim();
            assert!(essence.eq_ignore_ascii_case("application/json"), "{content_type}");
            assert!(!answer.access_token().is_empty());
            for text in [answer.access_token(), answer.refresh_token(), answer.id_token(), answer.scope("")] {
                assert!(text.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{text:?}");
            }
            assert!((0..=YEAR).contains(&answer.expires_in()), "{}", answer.expires_in());
            if !peer("access_token").is_empty() {
                assert!(peer("token_type").eq_ignore_ascii_case("bearer"));
                assert_eq!(peer("error"), "", "an error is taken for a success");
                let ours = [answer.access_token(), answer.refresh_token(), answer.id_token()];
                assert_eq!(ours, TOKENS.map(peer));
            }
        }
        Err(failure) => {
            // What a server writes into its error is shown; what it answers beside that is not.
            if !matches!(failure.error, Error::TokenError | Error::ResponseNotJson) {
                let shown = failure.details.to_json();
                for token in TOKENS.map(peer) {
                    assert!(token.len() < 8 || !shown.contains(token), "{shown}");
                }
            }
        }
    }
});
