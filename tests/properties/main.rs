//! What holds for every input, tried with inputs that `proptest` makes up: 128 for each claim, other ones in every run.
//! What it finds becomes a test of its own beside the others. `PROPTEST_CASES=200000` looks for longer.

#![cfg(not(target_family = "wasm"))]
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "tests may panic")]
#![allow(clippy::indexing_slicing, clippy::string_slice, reason = "tests may panic")]

mod expiry;
#[path = "../protocol/fixtures.rs"]
#[allow(dead_code, reason = "shared with the tests of the protocol, which use the rest")]
mod fixtures;
mod forms;
mod json;
mod state;
mod tokens;

use proptest::test_runner::Config;

/// Half of the usual number of inputs, so that a run is short, and no file of failures: a failure prints its input, which
/// belongs into a test.
fn config() -> Config {
    let usual = Config::default();
    Config { cases: usual.cases >> 1, failure_persistence: None, ..usual }
}
