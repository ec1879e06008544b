//! The codes of the core. That each is documented, hinted at and known to the facade is the check `errors`.

use proofkey::error::Error;
use std::collections::BTreeSet;

#[test]
fn no_two_errors_share_a_code() {
    let codes: BTreeSet<&str> = Error::ALL.iter().map(|error| error.code()).collect();
    assert_eq!(codes.len(), Error::ALL.len());
}

#[test]
fn each_code_is_one_word_in_snake_case() {
    for code in Error::ALL.iter().map(|error| error.code()) {
        assert!(code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{code}");
        assert!(!code.is_empty() && !code.starts_with('_') && !code.ends_with('_'), "{code}");
    }
}
