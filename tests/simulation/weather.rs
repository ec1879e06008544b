//! What one episode is like: how many tabs, what they share, and how much goes wrong. Each trouble is absent from many
//! episodes, so that none hides what another would show.

use super::chance::Chance;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Store {
    /// One for all tabs: localStorage.
    Shared,
    /// One for each tab, which a reload keeps: sessionStorage.
    OfTheTab,
    /// One for each page.
    Memory,
}

/// Troubles are in so many of a thousand.
#[derive(Clone, Copy, Debug)]
pub struct Weather {
    pub tabs: usize,
    pub store: Store,
    /// Browsers without Web Locks give everybody the lock.
    pub has_locks: bool,
    pub expires_in: i64,
    /// Whether a refresh brings an ID Token.
    pub refreshes_id_token: bool,
    /// Messages that are lost, on either way.
    pub lost: usize,
    /// Requests that are given up, and may yet arrive.
    pub given_up: usize,
    /// Requests that arrive twice.
    pub doubled: usize,
    /// Answers of an overloaded server.
    pub busy: usize,
    /// Answers of somebody who is not the server.
    pub forged: usize,
    /// Accesses to a storage that fail.
    pub store_fails: usize,
    /// Troubles that are a crash, a reload, a clock that is set, ...
    pub crashes: usize,
    pub reloads: usize,
    pub clock_is_set: usize,
    pub lock_timeouts: usize,
    pub revocations: usize,
    pub sleeps: usize,
}

impl Weather {
    pub fn of(chance: &mut Chance) -> Self {
        let mut some = |most: usize| if chance.happens(400) { 0 } else { chance.below(most) + 1 };
        let (lost, given_up, doubled, busy, forged) = (some(80), some(40), some(30), some(60), some(120));
        let (store_fails, crashes, reloads, clock_is_set) = (some(15), some(200), some(200), some(60));
        let (lock_timeouts, revocations, sleeps) = (some(250), some(20), some(60));
        Self {
            tabs: chance.below(8) + 1,
            store: chance.pick(&[Store::Shared, Store::Shared, Store::Shared, Store::OfTheTab, Store::Memory]),
            has_locks: !chance.happens(100),
            expires_in: chance.pick(&[60, 300, 3600]),
            refreshes_id_token: chance.happens(500),
            lost,
            given_up,
            doubled,
            busy,
            forged,
            store_fails,
            crashes,
            reloads,
            clock_is_set,
            lock_timeouts,
            revocations,
            sleeps,
        }
    }

    /// Nothing goes wrong any more: what is under way comes to its end.
    pub fn calm(self) -> Self {
        Self { lost: 0, given_up: 0, doubled: 0, busy: 0, forged: 0, store_fails: 0, ..self }
    }

    /// Whether one refresh at a time is promised: tabs without locks do not hear each other in time.
    pub fn is_guarded(&self) -> bool {
        self.has_locks || self.store != Store::Shared
    }
}
