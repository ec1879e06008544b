//! The transaction: what one sign-in must remember between leaving the page and coming back, for one use and an hour.

use super::client::Client;
use super::login::{LoginOptions, Way};
use super::metadata::Metadata;
use super::pkce::CodeVerifier;
use crate::base64url;
use crate::error::Error;
use crate::failure::Failure;
use crate::json::{Record, Value};

/// How long the user may stay at the authorization server.
const LIFETIME_SECONDS: i64 = 3600;
/// What is made of random bytes, 32 for each: 43 characters (RFC 7636 section 4.1).
const SECRETS: &[&str] = &["code_verifier", "state", "nonce"];
/// How long a used state is remembered, so that a reload is told from an attack.
const TOMBSTONE_SECONDS: i64 = 600;
/// How many sign-ins may be under way in one tab.
const MOST: usize = 16;
/// What everything else counts more than a link: more seconds than there are in any time of ours.
const ABOVE_LINKS: i64 = 1 << 48;

/// One sign-in under way. It has no `Debug`, since it holds the code verifier.
#[derive(Clone, Default)]
pub struct Transaction(Record);

impl Transaction {
    /// Begins a transaction from 96 random bytes: verifier, state and nonce, 256 bits each.
    ///
    /// # Errors
    /// [`Error::EntropyUnavailable`] if a third of them is all zeros: a generator that did nothing.
    pub fn begin(
        client: &Client,
        options: &LoginOptions,
        metadata: &Metadata,
        entropy: &[u8],
        now: i64,
    ) -> Result<Self, Error> {
        let (parts, rest) = entropy.as_chunks::<32>();
        if parts.len() != SECRETS.len() || !rest.is_empty() {
            return Err(Error::EntropyUnavailable);
        }
        let mut record = Record::default();
        for &(name, value) in &[
            ("issuer", client.issuer()),
            ("client_id", client.client_id()),
            ("redirect_uri", options.redirect_uri(client)),
            ("scope", options.scope(client)),
        ] {
            record.set_text(name, value);
        }
        for (name, part) in SECRETS.iter().zip(parts) {
            if part.iter().all(|byte| *byte == 0) {
                return Err(Error::EntropyUnavailable);
            }
            record.set_text(name, &base64url::encode(part));
        }
        record.set_seconds("created_at", now);
        if options.way() == Way::Link {
            record.set("link", Value::Bool(true));
        }
        if let Some(seconds) = options.max_age() {
            record.set_seconds("max_age", seconds);
        }
        if let Some(values) = options.essential_acr() {
            record.set("essential_acr", Value::Array(values));
        }
        record.copy(options.record(), &["appState", "returnTo"]);
        record.set("metadata", Value::Object(metadata.record().clone()));
        Ok(Self(record))
    }

    /// Reads a stored transaction as untrusted data: whatever was altered is refused.
    ///
    /// # Errors
    /// - [`Error::TransactionUsed`] if it is a tombstone
    /// - [`Error::TransactionExpired`] after an hour
    /// - [`Error::TransactionInvalid`] if it is not this client's, or not what [`to_json`](Self::to_json) wrote
    pub fn parse(text: &str, client: &Client, state: &str, now: i64) -> Result<Self, Box<Failure>> {
        let record = Record::parse(text.as_bytes()).map_err(|_| Error::TransactionInvalid)?;
        if record.member("used_at").is_some() {
            return Err(Error::TransactionUsed.into());
        }
        for &(name, expected) in &[("issuer", client.issuer()), ("client_id", client.client_id()), ("state", state)] {
            if record.text(name) != expected {
                return Err(Error::TransactionInvalid.into());
            }
        }
        if ![client.redirect_uri(), client.relay_redirect_uri()].contains(&record.text("redirect_uri")) {
            return Err(Error::TransactionInvalid.into());
        }
        for name in &["nonce", "scope"] {
            record.required_text(name, Error::TransactionInvalid)?;
        }
        if !is_alive(&record, now) {
            let mut failure = Failure::new(Error::TransactionExpired);
            failure.details.copy(&record, &["appState", "returnTo"]);
            return Err(failure);
        }
        let metadata = record.member("metadata").and_then(Value::as_record).ok_or(Error::TransactionInvalid)?;
        Metadata::check(metadata, client).map_err(|_| Error::TransactionInvalid)?;
        let transaction = Self(record);
        transaction.code_verifier()?;
        Ok(transaction)
    }

    /// What takes the transaction's place once its state came back.
    #[must_use]
    pub fn tombstone(now: i64) -> String {
        let mut record = Record::default();
        record.set_seconds("used_at", now);
        record.to_json()
    }

    /// The text for sessionStorage.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The metadata document that this login began with.
    #[must_use]
    pub fn metadata(&self) -> Metadata {
        Metadata::checked(self.0.member("metadata"))
    }

    /// The code verifier, checked again.
    ///
    /// # Errors
    /// [`Error::TransactionInvalid`] if it is not one.
    pub fn code_verifier(&self) -> Result<CodeVerifier<'_>, Error> {
        CodeVerifier::parse(self.0.text("code_verifier"))
    }

    /// Where the answer comes to.
    #[must_use]
    pub fn redirect_uri(&self) -> &str {
        self.0.text("redirect_uri")
    }

    /// Has the sign-in end only in a session of this user.
    pub fn expect_sub(&mut self, sub: &str) {
        self.0.set_text("sub", sub);
    }

    /// The user who must have signed in, if it may be only one.
    #[must_use]
    pub fn expected_sub(&self) -> Option<&str> {
        self.0.member("sub")?.as_text()
    }

    /// `state`: unguessable, and carrying nothing.
    #[must_use]
    pub fn state(&self) -> &str {
        self.0.text("state")
    }

    /// `nonce`
    #[must_use]
    pub fn nonce(&self) -> &str {
        self.0.text("nonce")
    }

    /// The scope that was asked for.
    #[must_use]
    pub fn scope(&self) -> &str {
        self.0.text("scope")
    }

    /// `max_age`, if it was asked for.
    #[must_use]
    pub fn max_age(&self) -> Option<i64> {
        self.0.seconds("max_age")
    }

    /// The `acr` values of which one must come back, if that was asked for.
    #[must_use]
    pub fn essential_acr(&self) -> Option<&[Value]> {
        self.0.member("essential_acr")?.as_array()
    }

    /// Copies `appState` and `returnTo`, which the app gets back.
    pub fn copy_app_state(&self, to: &mut Record) {
        to.copy(&self.0, &["appState", "returnTo"]);
    }
}

/// Whether the `index`th of the stored texts must go before one more is stored: it is dead, or there are enough that count for
/// more: younger ones, and those that do not wait in links.
#[must_use]
pub fn must_go(stored: &[String], index: usize, now: i64) -> bool {
    let rank_of = |text: &String| {
        let record = Record::parse(text.as_bytes()).ok().filter(|record| is_alive(record, now))?;
        let at = record.seconds("created_at").or(record.seconds("used_at"))?;
        Some(if record.member("link").is_some() { at } else { at.saturating_add(ABOVE_LINKS) })
    };
    let Some(mine) = stored.get(index).and_then(rank_of) else { return true };
    // Of those that began in one second, the later in the list count as younger.
    let counts_more = |(place, text)| rank_of(text).is_some_and(|other| (other, place) > (mine, index));
    let more = stored.iter().enumerate().filter(|entry| counts_more(*entry)).count();
    more >= MOST.saturating_sub(1)
}

pub(super) fn is_alive(record: &Record, now: i64) -> bool {
    let within = |name: &str, lifetime: i64| {
        // A time in the future is no time that this client wrote, but for a clock that was set back a little.
        record.seconds(name).is_some_and(|at| (-LIFETIME_SECONDS..lifetime).contains(&now.saturating_sub(at)))
    };
    within("created_at", LIFETIME_SECONDS) || within("used_at", TOMBSTONE_SECONDS)
}
