#![doc = include_str!("README.md")]

pub mod base64url;
pub mod error;
pub mod failure;
pub mod flow;
pub mod form;
pub mod json;
pub mod protocol;
pub mod session;

mod text;

#[cfg(target_family = "wasm")]
mod browser;
#[cfg(target_family = "wasm")]
mod wasm;
#[cfg(target_family = "wasm")]
pub use {browser::Host, wasm::Core};
