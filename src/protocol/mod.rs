//! The rules, one file per specification noun. Nothing here does I/O, reads a clock or makes randomness.

pub mod access_token;
pub mod algorithm;
pub mod authorization;
pub mod callback;
pub mod client;
pub mod dpop;
pub mod endpoint;
pub mod http;
pub mod id_token;
pub mod jarm;
pub mod jwks;
pub mod jws;
pub mod login;
pub mod logout;
pub mod metadata;
pub mod options;
pub mod pkce;
pub mod pushed;
pub mod revocation;
pub mod target;
pub mod token;
pub mod transaction;
pub mod userinfo;
