//! Tabs, and the flows that run in them.

use proofkey::error::Error;
use proofkey::flow::{Cache, Event, Flow};
use std::collections::BTreeMap;

#[derive(Default)]
pub struct Tab {
    /// What the page has learnt of the issuer.
    pub cache: Cache,
    /// The transactions in sessionStorage, by their states.
    pub transactions: BTreeMap<String, String>,
    /// The authorization URL, while the user is at the authorization server.
    pub away: Option<String>,
    /// The URL that the user came back with last.
    pub callback: Option<String>,
    /// Counts logouts of this page: what was begun before one belongs to nobody after it.
    pub epoch: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    AccessToken,
    /// With the state that comes back.
    Callback(String),
    Login,
    Logout,
    StoredSession,
}

impl Kind {
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AccessToken => "access token",
            Self::Callback(_) => "callback",
            Self::Login => "login",
            Self::Logout => "logout",
            Self::StoredSession => "stored session",
        }
    }
}

/// A flow on its way.
pub struct Running {
    pub id: usize,
    pub tab: usize,
    pub kind: Kind,
    pub flow: Box<dyn Flow>,
    /// What it hears next; `None` while it waits for an answer or for the lock.
    pub event: Option<Result<Event, Error>>,
    pub effects: usize,
    /// The tab's epoch when it began.
    pub epoch: usize,
    /// The refresh token that it sent.
    pub sent: Option<String>,
    /// The refresh token that came for it.
    pub granted: Option<String>,
    /// `iat` and `exp` of the ID Token that came with it.
    pub times: Option<[i64; 2]>,
    /// The server, or a check, has refused what it sent or got.
    pub is_refused: bool,
    /// What it needed to keep the answer was not to be had: a store, or the keys.
    pub is_hindered: bool,
    /// It has asked for the lock.
    pub has_queued: bool,
}

impl Running {
    pub fn new(id: usize, tab: usize, epoch: usize, kind: Kind, flow: Box<dyn Flow>) -> Self {
        Self {
            id,
            tab,
            kind,
            flow,
            event: Some(Ok(Event::Begin)),
            effects: 0,
            epoch,
            sent: None,
            granted: None,
            times: None,
            is_refused: false,
            is_hindered: false,
            has_queued: false,
        }
    }

    pub fn name(&self) -> String {
        format!("{} {} in tab {}", self.kind.name(), self.id, self.tab)
    }
}
