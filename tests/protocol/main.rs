//! The rules of `proofkey::protocol`, one module per subject. The claims are those of the specifications; the baseline
//! of every test is in `fixtures`, and each test changes one thing of it.

#![cfg(not(target_family = "wasm"))]
#![allow(clippy::unwrap_used, clippy::arithmetic_side_effects, reason = "tests may panic")]
#![allow(clippy::indexing_slicing, clippy::string_slice, reason = "tests may panic")]

mod algorithm;
mod authorization;
mod authorization_options;
mod bindings;
mod callback;
mod callback_answer;
mod client;
mod dpop;
mod endpoint;
mod errors;
mod fixtures;
mod http;
mod id_token;
mod id_token_refresh;
mod id_token_times;
mod json;
mod json_numbers;
mod json_peers;
mod jwks;
mod jws;
mod logout;
mod metadata;
mod pkce;
mod revocation;
mod session;
mod token_request;
mod token_response;
mod transaction;
mod transaction_storage;
mod userinfo;
