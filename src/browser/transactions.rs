//! Transactions: in sessionStorage, the only storage that a code verifier ever enters, or in this page's memory.

use crate::error::Error;
use crate::protocol::transaction::{Age, Transaction, must_go};
use core::cell::Cell;
use gloo_storage::{SessionStorage, Storage};

/// How many sign-ins may be under way in other windows.
const MOST_KEPT: usize = 16;

/// The transactions of one client in this tab.
pub struct Transactions {
    /// Of their keys in sessionStorage.
    prefix: String,
    /// The texts of those that other windows and frames are to answer, by their states: no storage sees them.
    kept: Cell<Vec<(String, String)>>,
    /// The ages of the stored ones, by their keys: they are read once, not at every sign-in.
    ages: Cell<Vec<(String, Option<Age>)>>,
}

impl Transactions {
    /// Those whose keys have this prefix.
    pub fn new(prefix: String) -> Self {
        Self { prefix, kept: Cell::default(), ages: Cell::default() }
    }

    /// Keeps a transaction in memory; the oldest goes when there are too many.
    pub fn keep(&self, state: &str, text: &str) {
        let mut kept = self.kept.take();
        if kept.len() >= MOST_KEPT {
            kept.remove(0);
        }
        kept.push((state.into(), text.into()));
        self.kept.set(kept);
    }

    /// Stores a transaction, after the dead ones and those beyond the limit have made room.
    pub fn save(&self, state: &str, text: &str, now: i64) -> Result<(), Error> {
        let storage = storage()?;
        let known = self.ages.take();
        let mut ages = Vec::new();
        for key in self.keys(&storage) {
            let age = match known.iter().find(|(other, _)| *other == key) {
                Some((_, age)) => *age,
                None => storage.get_item(&key).ok().flatten().and_then(|text| Age::parse(&text)),
            };
            ages.push((key, age));
        }
        let age = Age::parse(text);
        let stored: Vec<Option<Age>> = ages.iter().map(|(_, age)| *age).collect();
        let mut index = 0..;
        ages.retain(|(key, _)| {
            let goes = index.next().is_some_and(|index| must_go(&stored, index, now, age));
            if goes {
                let _ = storage.remove_item(key);
            }
            !goes
        });
        let key = self.key(state);
        let saved = storage.set_item(&key, text).map_err(|_| Error::StorageUnavailable);
        ages.push((key, age));
        self.ages.set(ages);
        saved
    }

    /// Takes a transaction: it is gone before anybody can act on it, and a tombstone remembers its state.
    pub fn take(&self, state: &str, now: i64) -> Result<Option<String>, Error> {
        let mut kept = self.kept.take();
        let place = kept.iter().position(|(known, _)| known == state);
        let found = place.map(|place| kept.remove(place).1);
        self.kept.set(kept);
        if found.is_some() {
            return Ok(found);
        }
        let storage = storage()?;
        let key = self.key(state);
        let text = storage.get_item(&key).map_err(|_| Error::StorageUnavailable)?;
        if text.is_some() {
            storage.remove_item(&key).map_err(|_| Error::StorageUnavailable)?;
            let _ = storage.set_item(&key, &Transaction::tombstone(now));
            self.ages.take();
        }
        Ok(text)
    }

    /// Removes all transactions of this client in this tab.
    pub fn clear(&self) -> Result<(), Error> {
        self.kept.take();
        let storage = storage()?;
        for key in self.keys(&storage) {
            let _ = storage.remove_item(&key);
        }
        Ok(())
    }

    fn key(&self, state: &str) -> String {
        let mut key = self.prefix.clone();
        key.push_str(state);
        key
    }

    fn keys(&self, storage: &web_sys::Storage) -> Vec<String> {
        let mut keys = Vec::new();
        for index in 0.. {
            let Ok(Some(key)) = storage.key(index) else { break };
            if key.as_bytes().starts_with(self.prefix.as_bytes()) {
                keys.push(key);
            }
        }
        keys
    }
}

/// gloo's `raw` panics where storage is denied, so the window is asked first: its answer is a `Result`.
fn storage() -> Result<web_sys::Storage, Error> {
    web_sys::window()
        .and_then(|window| window.session_storage().ok().flatten())
        .map(|_| SessionStorage::raw())
        .ok_or(Error::StorageUnavailable)
}
