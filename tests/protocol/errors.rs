//! The codes of the core and the hints of the facade: two languages, one list.

use proofkey::error::Error;
use std::collections::BTreeSet;

/// Codes that only the facade gives: it refuses before the core is asked, or cannot load it.
const FACADE: [&str; 6] =
    ["callback_in_frame", "client_disposed", "core_load_failed", "insecure_origin", "internal_error", "not_in_browser"];

#[test]
fn every_code_has_a_hint_and_every_hint_a_code() {
    let source = include_str!("../../js/src/hints.ts");
    let hints: BTreeSet<&str> = source
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_once(':'))
        .map(|(name, _)| name)
        .filter(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
        .collect();
    let codes: BTreeSet<&str> = Error::ALL.iter().map(|error| error.code()).chain(FACADE).collect();
    assert_eq!(hints, codes);
}

#[test]
fn no_two_errors_share_a_code() {
    let codes: BTreeSet<&str> = Error::ALL.iter().map(|error| error.code()).collect();
    assert_eq!(codes.len(), Error::ALL.len());
}
