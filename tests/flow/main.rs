//! The sequences of `proofkey::flow`, driven by a host without I/O against a scripted authorization server whose
//! signatures are real. Every effect is recorded, so that a test can say what was sent and stored, and what was not.

#![cfg(not(target_family = "wasm"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "tests may panic")]

mod access_token;
mod access_token_lock;
mod access_token_lock_timeout;
mod access_token_races;
mod access_token_scope;
mod adoption;
mod algorithms;
mod bindings;
mod callback;
mod callback_refusals;
mod configured_metadata;
mod discovery;
mod dpop;
#[path = "../protocol/fixtures.rs"]
#[allow(dead_code, reason = "shared with the tests of the protocol, which use the rest")]
mod fixtures;
mod host;
mod hs256;
mod jarm;
mod keys;
mod login;
mod login_ways;
mod logout;
mod logout_return;
mod logout_revoking;
mod names;
mod par;
mod provider;
mod resources;
mod revocation;
mod signatures;
mod signer;
mod stored_session;
mod userinfo;
mod webcrypto;
