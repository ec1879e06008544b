//! What has happened: a simulation in which nothing does would hold every invariant.

use super::tab::{Kind, Running};
use proofkey::error::Error;
use std::collections::BTreeMap;

/// In the order of their names.
#[derive(Default)]
pub struct Census(BTreeMap<String, usize>);

impl Census {
    pub fn count(&mut self, event: &str) {
        *self.0.entry(event.into()).or_default() += 1;
    }

    pub fn count_outcome(&mut self, running: &Running, error: Option<&Error>) {
        let kind = running.kind.name();
        self.count(&error.map_or_else(|| format!("{kind}: done"), |error| format!("{kind}: {}", error.code())));
        if running.kind == Kind::AccessToken && error.is_none() {
            match (running.has_queued, &running.granted) {
                (_, Some(_)) => self.count("a token was refreshed"),
                (true, None) => self.count("a token was taken from another tab's refresh"),
                (false, None) => self.count("a token was fresh"),
            }
        }
    }

    pub fn add(&mut self, other: Self) {
        other.0.into_iter().for_each(|(event, times)| *self.0.entry(event).or_default() += times);
    }

    /// What has never happened, of all that can.
    pub fn missing(&self) -> Vec<String> {
        let outcomes = REASONS.iter().flat_map(|(kind, errors)| {
            let failures = errors.iter().map(move |error| format!("{kind}: {}", error.code()));
            failures.chain([format!("{kind}: done")])
        });
        let events = EVENTS.iter().map(|event| (*event).into());
        outcomes.chain(events).filter(|event| !self.0.contains_key(event)).collect()
    }

    pub fn table(&self) -> String {
        self.0.iter().map(|(event, times)| format!("{times:>9}  {event}\n")).collect()
    }
}

/// The errors that a flow may end with, by the name of its kind.
pub fn reasons(kind: &str) -> &'static [Error] {
    REASONS.iter().find(|(name, _)| *name == kind).unwrap().1
}

const EVENTS: &[&str] = &[
    "a clock was set",
    "a flow ended with its page",
    "a page was reloaded",
    "a request arrived twice",
    "a request was given up",
    "a request was lost",
    "a storage failed",
    "a tab crashed",
    "a token was fresh",
    "a token was refreshed",
    "a token was taken from another tab's refresh",
    "an answer was forged",
    "an answer was lost",
    "the device slept",
    "the server ended a session",
];

const REASONS: &[(&str, &[Error])] = &[
    (
        "access token",
        &[
            Error::Expired,
            Error::HttpStatus,
            Error::IssuedInFuture,
            Error::IssuerMismatch,
            Error::LockTimeout,
            Error::LoginRequired,
            Error::NetworkError,
            Error::RefreshMismatch,
            Error::SessionExpired,
            Error::SignatureInvalid,
            Error::StorageUnavailable,
            Error::Timeout,
        ],
    ),
    (
        "callback",
        &[
            Error::AuthorizationError,
            Error::ClockSkew,
            Error::HttpStatus,
            Error::IssuerMismatch,
            Error::NetworkError,
            Error::NonceMismatch,
            Error::SignatureInvalid,
            Error::StateNotFound,
            Error::StorageUnavailable,
            Error::Timeout,
            Error::TokenError,
            Error::TransactionExpired,
            Error::TransactionUsed,
        ],
    ),
    ("login", &[Error::HttpStatus, Error::NetworkError, Error::StorageUnavailable, Error::Timeout]),
    ("logout", &[Error::StorageUnavailable]),
    ("stored session", &[Error::StorageUnavailable]),
];
