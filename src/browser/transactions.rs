//! Transactions in sessionStorage, the only storage that a code verifier ever enters.

use crate::error::Error;
use crate::protocol::transaction::{Transaction, must_go};
use gloo_storage::{SessionStorage, Storage};

/// Stores a transaction, after the dead ones and those beyond the limit have made room.
pub fn save(prefix: &str, state: &str, text: &str, now: i64) -> Result<(), Error> {
    let storage = storage()?;
    let keys = keys(&storage, prefix);
    let mut texts = Vec::new();
    for key in &keys {
        texts.push(storage.get_item(key).ok().flatten().unwrap_or_default());
    }
    for (index, key) in keys.iter().enumerate() {
        if must_go(&texts, index, now) {
            let _ = storage.remove_item(key);
        }
    }
    storage.set_item(&key(prefix, state), text).map_err(|_| Error::StorageUnavailable)
}

/// Takes a transaction: it is gone before anybody can act on it, and a tombstone remembers its state.
pub fn take(prefix: &str, state: &str, now: i64) -> Result<Option<String>, Error> {
    let storage = storage()?;
    let key = key(prefix, state);
    let text = storage.get_item(&key).map_err(|_| Error::StorageUnavailable)?;
    if text.is_some() {
        storage.remove_item(&key).map_err(|_| Error::StorageUnavailable)?;
        let _ = storage.set_item(&key, &Transaction::tombstone(now));
    }
    Ok(text)
}

/// Removes all transactions of this client in this tab.
pub fn clear(prefix: &str) -> Result<(), Error> {
    let storage = storage()?;
    for key in keys(&storage, prefix) {
        let _ = storage.remove_item(&key);
    }
    Ok(())
}

/// gloo's `raw` panics where storage is denied, so the window is asked first: its answer is a `Result`.
fn storage() -> Result<web_sys::Storage, Error> {
    web_sys::window()
        .and_then(|window| window.session_storage().ok().flatten())
        .map(|_| SessionStorage::raw())
        .ok_or(Error::StorageUnavailable)
}

fn key(prefix: &str, state: &str) -> String {
    let mut key = String::from(prefix);
    key.push_str(state);
    key
}

fn keys(storage: &web_sys::Storage, prefix: &str) -> Vec<String> {
    let mut keys = Vec::new();
    for index in 0.. {
        let Ok(Some(key)) = storage.key(index) else { break };
        if key.as_bytes().starts_with(prefix.as_bytes()) {
            keys.push(key);
        }
    }
    keys
}
