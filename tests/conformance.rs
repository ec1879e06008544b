//! The conformance cases whose input no public API takes: they are played on the protocol itself. All others are played
//! in a browser (`npm run test:conformance`), which reads the lines that this test prints.

#![cfg(not(target_family = "wasm"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]

use proofkey::protocol::pkce::CodeVerifier;
use serde_json::{Value, json};

/// Another file of the same form, if `npm run test:conformance -- --cases FILE` names one.
const FILE: &str = "PROOFKEY_CASES";

#[test]
fn plays_the_cases_that_give_a_verifier() {
    let path = std::env::var(FILE)
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/tests/conformance/cases.json").into());
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let played: Vec<_> = cases.iter().filter_map(|case| Some((case, play(case)?))).collect();
    for (case, outcome) in &played {
        let detail = outcome.as_ref().map_or_else(Clone::clone, |challenge| format!("challenge {challenge}"));
        println!("{}", json!({ "id": case["id"], "pass": outcome.is_ok(), "detail": detail }));
    }
    let failed: Vec<_> = played.iter().filter(|(_, outcome)| outcome.is_err()).collect();
    assert!(failed.is_empty(), "{failed:?}");
    assert!(!played.is_empty() || std::env::var(FILE).is_ok(), "cases.json has such cases");
}

/// The challenge of the case's verifier, or how it deviates from what the case expects; nothing if it has no verifier.
fn play(case: &Value) -> Option<Result<String, String>> {
    let verifier = case["vector"]["set"]["verifier"].as_str()?;
    let challenge = CodeVerifier::parse(verifier).map(|verifier| verifier.challenge());
    let expected = case["expect"].as_str()?.strip_prefix("challenge equals ");
    Some(match (case["verdict"].as_str()?, challenge, expected) {
        ("accept", Ok(challenge), Some(expected)) if challenge == expected => Ok(challenge),
        ("reject", Err(error), _) => Ok(error.code().into()),
        (verdict, outcome, _) => Err(format!("{verdict} was expected, and it was {outcome:?}")),
    })
}
