#![doc = include_str!("README.md")]

pub mod error;
pub mod failure;
pub mod flow;
pub mod json;
pub mod protocol;
pub mod session;

mod base64url;
mod form;
mod text;

#[cfg(target_family = "wasm")]
mod browser;
#[cfg(target_family = "wasm")]
mod wasm;
#[cfg(target_family = "wasm")]
pub use {browser::Host, wasm::Core};
