//! The session: one token set, replaced whole, and what a refresh may change of it.

use crate::error::Error;
use crate::json::{Record, Value};
use crate::protocol::algorithm::HS256;
use crate::protocol::client::Client;
use crate::protocol::jws::Jws;
use crate::protocol::token::TokenResponse;

/// How far a clock may have been set back since the tokens came, before their expiry means nothing any more.
const SET_BACK_SECONDS: i64 = 60;
/// Where the sign-in's own ID Token is kept, once a refresh has replaced it.
const ORIGINAL: &str = "original_id_token";

/// What the store holds for a signed-in user. It has no `Debug`, since it is made of tokens.
#[derive(Clone, Default, PartialEq)]
pub struct Session(Record);

impl Session {
    /// The session that a sign-in ends in; every check of its answer has passed.
    #[must_use]
    pub fn new(client: &Client, response: &TokenResponse, scope: &str, now: i64) -> Self {
        let mut record = Record::default();
        record.set_text("issuer", client.issuer());
        record.set_text("client_id", client.client_id());
        record.set_text("id_token", response.id_token());
        let mut session = Self(record);
        session.take_tokens(response, scope, now);
        session
    }

    /// The session after a refresh: a member that did not come stays as it was (RFC 6749 section 6, Core 12.2).
    #[must_use]
    pub fn refreshed(&self, response: &TokenResponse, now: i64) -> Self {
        let mut session = self.clone();
        if !["", self.id_token()].contains(&response.id_token()) {
            if self.0.member(ORIGINAL).is_none() {
                session.0.set_text(ORIGINAL, self.id_token());
            }
            session.0.set_text("id_token", response.id_token());
        }
        session.take_tokens(response, self.scope(), now);
        session
    }

    fn take_tokens(&mut self, response: &TokenResponse, scope: &str, now: i64) {
        self.0.set_text("access_token", response.access_token());
        self.0.set_seconds("received_at", now);
        self.0.set_seconds("expires_at", now.saturating_add(response.expires_in()));
        self.0.set_text("scope", response.scope(scope));
        // What was granted in detail stays, if an answer says nothing of it (RFC 9396 section 7.1).
        self.0.copy(response.record(), &["authorization_details"]);
        if !response.refresh_token().is_empty() {
            self.0.set_text("refresh_token", response.refresh_token());
        }
    }

    /// Remembers the state of the user's session at the server, if that came (OpenID Connect Session Management 1.0 section 2).
    pub fn set_session_state(&mut self, session_state: &str) {
        if !session_state.is_empty() {
            self.0.set_text("session_state", session_state);
        }
    }

    /// Reads what a store returned. Malformed or foreign data is no session.
    #[must_use]
    pub fn parse(text: &str, client: &Client) -> Option<Self> {
        let session = Self(Record::parse(text.as_bytes()).ok()?);
        let is_mine = session.0.text("issuer") == client.issuer() && session.0.text("client_id") == client.client_id();
        let is_whole = !session.access_token().is_empty() && session.0.seconds("expires_at").is_some();
        (is_mine && is_whole && session.claims().is_ok()).then_some(session)
    }

    /// The text for the store.
    #[must_use]
    pub fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// Whether the access token lives for longer than that, by a clock that was not set back since it came.
    #[must_use]
    pub fn is_fresh(&self, now: i64, min_validity_seconds: i64) -> bool {
        let was_set_back = |at: i64| at.saturating_sub(now) > SET_BACK_SECONDS;
        self.0.seconds("expires_at").unwrap_or_default().saturating_sub(now) > min_validity_seconds
            && !self.0.seconds("received_at").is_some_and(was_set_back)
    }

    /// The access token.
    #[must_use]
    pub fn access_token(&self) -> &str {
        self.0.text("access_token")
    }

    /// Whether its tokens are bound to a key (RFC 9449).
    #[must_use]
    pub fn is_bound(&self) -> bool {
        self.0.text("token_type") == "DPoP"
    }

    /// The refresh token; empty if there is none. It never leaves for the public API.
    #[must_use]
    pub fn refresh_token(&self) -> &str {
        self.0.text("refresh_token")
    }

    /// The ID Token, for `id_token_hint`.
    #[must_use]
    pub fn id_token(&self) -> &str {
        self.0.text("id_token")
    }

    /// The granted scope.
    #[must_use]
    pub fn scope(&self) -> &str {
        self.0.text("scope")
    }

    /// The claims of the ID Token, which was verified before it was stored.
    ///
    /// # Errors
    /// What [`Jws`] refuses: the store was altered.
    pub fn claims(&self) -> Result<Record, Error> {
        Jws::parse(self.id_token())?.claims()
    }

    /// The sign-in's own ID Token, which every refreshed one must agree with (OpenID Connect Core 12.2).
    ///
    /// # Errors
    /// What [`Jws`] refuses: the store was altered.
    pub fn original(&self) -> Result<Jws<'_>, Error> {
        Jws::parse(if self.0.member(ORIGINAL).is_some() { self.0.text(ORIGINAL) } else { self.id_token() })
    }

    /// What the facade may see: the claims' JSON text, whether their signature was verified, the granted scope, the access token, its
    /// expiry, `session_state`, and `authorization_details`.
    ///
    /// # Errors
    /// What [`Jws`] refuses: the store was altered.
    pub fn view(&self) -> Result<Record, Error> {
        let id_token = Jws::parse(self.id_token())?;
        let mut view = Record::default();
        // Nothing else that was let in is without a signature of the issuer's own.
        view.set("id_token_signature_verified", Value::Bool(id_token.alg() != HS256));
        let payload = id_token.into_payload();
        view.set("claims", Value::Text(String::from_utf8(payload).map_err(|_| Error::JwsMalformed)?));
        view.set_text("scope", self.scope());
        view.copy(&self.0, &["access_token", "expires_at", "session_state", "authorization_details"]);
        Ok(view)
    }
}
