//! Transactions: in sessionStorage, the only storage that a code verifier ever enters, or in this page's memory.

use crate::error::Error;
use crate::protocol::login::Way;
use crate::protocol::transaction::{Transaction, must_go, waits_in_link};
use core::cell::Cell;
use gloo_storage::{SessionStorage, Storage};

/// How many links of one page, and how many other windows, may wait at once.
const MOST: usize = 15;

/// The transactions of one client in this tab.
pub struct Transactions {
    /// Of their keys in sessionStorage.
    prefix: String,
    /// States and texts of those that other windows and frames are to answer: no storage sees them.
    kept: Cell<Vec<(String, String)>>,
    /// The keys of this page's links, and nothing beside them.
    links: Cell<Vec<(String, String)>>,
}

impl Transactions {
    /// Those whose keys have this prefix.
    pub fn new(prefix: String) -> Self {
        Self { prefix, kept: Cell::default(), links: Cell::default() }
    }

    /// Remembers a transaction, after the dead ones and those beyond the limit have made room. Of a page with many links its oldest
    /// one makes room, and no other is looked at: this is what an app waits for while it renders.
    pub fn save(&self, way: Way, state: &str, text: &str, now: i64) -> Result<(), Error> {
        if way == Way::Window {
            wait(&self.kept, state, text);
            return Ok(());
        }
        let storage = storage()?;
        let key = self.key(state);
        let oldest = if way == Way::Link { wait(&self.links, &key, "") } else { None };
        match oldest {
            Some(oldest) => drop(storage.remove_item(&oldest)),
            None => self.make_room(&storage, now, way == Way::Link),
        }
        storage.set_item(&key, text).map_err(|_| Error::StorageUnavailable)
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
        }
        Ok(text)
    }

    /// Removes all transactions of this client in this tab, but those that wait in links: a link that is shown is to work for whoever
    /// signs in next.
    pub fn clear(&self) -> Result<(), Error> {
        self.kept.take();
        let storage = storage()?;
        for key in self.keys(&storage) {
            if !storage.get_item(&key).ok().flatten().is_some_and(|text| waits_in_link(&text)) {
                let _ = storage.remove_item(&key);
            }
        }
        Ok(())
    }

    fn make_room(&self, storage: &web_sys::Storage, now: i64, for_link: bool) {
        let keys = self.keys(storage);
        let texts: Vec<String> =
            keys.iter().map(|key| storage.get_item(key).ok().flatten().unwrap_or_default()).collect();
        for (index, key) in keys.iter().enumerate() {
            if must_go(&texts, index, now, for_link) {
                let _ = storage.remove_item(key);
            }
        }
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

/// Lets one more wait; gives the name of the oldest one if that has to go.
fn wait(waiting: &Cell<Vec<(String, String)>>, name: &str, text: &str) -> Option<String> {
    let mut list = waiting.take();
    let oldest = (list.len() >= MOST).then(|| list.remove(0).0);
    list.push((name.into(), text.into()));
    waiting.set(list);
    oldest
}

/// gloo's `raw` panics where storage is denied, so the window is asked first: its answer is a `Result`.
fn storage() -> Result<web_sys::Storage, Error> {
    web_sys::window()
        .and_then(|window| window.session_storage().ok().flatten())
        .map(|_| SessionStorage::raw())
        .ok_or(Error::StorageUnavailable)
}
