//! Tokens for several APIs around another flow (RFC 8707): a sign-in names all of them, each token is for one, and all come by one refresh token.
//!
//! The session has the token of the sign-in, and `tokens`, those for others: each with what was asked for, which is what it is found by
//! again. A flow that is to get one of those is shown a session that has no other token, so that it cannot hand out the wrong one; what
//! it saves goes to where that belongs.

use crate::error::Error;
use crate::failure::Failure;
use crate::flow::{Context, Effect, Event, Flow, Step};
use crate::form::push_pair;
use crate::json::{Record, Value};
use crate::protocol::client::Client;
use crate::protocol::target::{check, push};
use core::mem::take;

/// What a session knows of its access token.
const TOKEN: &[&str] = &["access_token", "received_at", "expires_at", "scope"];
/// What stays the session's own, whichever token was refreshed.
const GRANT: &[&str] = &["refresh_token", "id_token", "original_id_token"];
/// What a token is found by.
const ASKED: &[&str] = &["resource", "audience", "asked_scope"];
/// How many tokens are kept beside the session's own; the oldest one goes.
const MOST: usize = 16;

/// A flow, with the token of its call's choice.
pub struct Targeting {
    inner: Box<dyn Flow>,
    /// What the call asks for: see [`take_out`](crate::protocol::target::take_out).
    asked: Record,
    /// The scope that it asks for with that.
    scope: String,
    /// The sign-in's own resources, if it had some.
    resource: Option<Value>,
    /// The session as the store has it.
    stored: String,
    session: Record,
}

impl Targeting {
    /// `asked` was taken out of `input`, what that flow begins with. A transaction may be in it.
    #[must_use]
    pub fn new(inner: Box<dyn Flow>, asked: Record, input: &str) -> Self {
        let (scope, resource) = (String::new(), asked.member("resource").cloned());
        let mut targeting = Self { inner, asked, scope, resource, stored: String::new(), session: Record::default() };
        if let Ok(input) = Record::parse(input.as_bytes()) {
            targeting.scope = input.text("scope").into();
            targeting.look(&input);
        }
        targeting
    }

    /// Learns from a transaction what its sign-in was for.
    fn look(&mut self, transaction: &Record) {
        if transaction.member("code_verifier").is_some() {
            self.resource = transaction.member("resource").cloned();
        }
    }

    /// Whether it is the session's own token that is asked for.
    fn is_own(&self) -> bool {
        let resource = self.asked.member("resource");
        self.asked.member("audience").is_none()
            && resource.is_none_or(|resource| Some(resource) == self.session.member("resource"))
    }

    /// A text that a storage held, as the flow is to see it.
    fn shown(&mut self, text: String) -> String {
        let Ok(record) = Record::parse(text.as_bytes()) else { return text };
        self.look(&record);
        if record.member("access_token").is_none() {
            return text;
        }
        self.session = record.clone();
        if self.is_own() {
            return text;
        }
        self.stored = text;
        let mut shown = record;
        shown.set_text("access_token", "-");
        shown.set_seconds("expires_at", 0);
        shown.set_text("scope", &self.scope);
        let key = self.key();
        if let Some(token) = self.tokens().find(|token| key_of(token) == key) {
            shown.copy(token, TOKEN);
        }
        shown.to_json()
    }

    fn tokens(&self) -> impl Iterator<Item = &Record> {
        let tokens = self.session.member("tokens").and_then(Value::as_array).unwrap_or_default();
        tokens.iter().filter_map(Value::as_record)
    }

    /// What the token that is asked for is found by.
    fn key(&self) -> Record {
        let mut asked = self.asked.clone();
        asked.set_text("asked_scope", &self.scope);
        key_of(&asked)
    }

    /// What the flow wants done, with what the token is for.
    fn addressed(&mut self, context: &Context<'_>, effect: Effect) -> Result<Effect, Error> {
        Ok(match effect {
            Effect::Http(mut request) => {
                if let Some(form) = &mut request.form {
                    self.address(context.client, form);
                }
                Effect::Http(request)
            }
            Effect::SaveTransaction(state, text) => Effect::SaveTransaction(state, self.noted(&text)?),
            Effect::SaveSession(text) => {
                let mut session = Record::parse(text.as_bytes())?;
                if let Some(resource) = self.granted(context.client).first() {
                    session.set("resource", resource.clone());
                }
                Effect::SaveSession(session.to_json())
            }
            Effect::ReplaceSession(_, after) if !self.is_own() => {
                Effect::ReplaceSession(take(&mut self.stored), self.merged(&after, context.now)?)
            }
            other => other,
        })
    }

    /// The resources of a sign-in; the first of them is what its own token is for.
    fn granted<'a>(&'a self, client: &'a Client) -> &'a [Value] {
        self.resource.as_ref().or(client.resource()).map_or(&[], Value::as_list)
    }

    fn address(&self, client: &Client, form: &mut String) {
        if form.starts_with("grant_type=authorization_code&") {
            push(form, self.granted(client).get(..1).unwrap_or_default());
        } else if form.starts_with("grant_type=") {
            if self.is_own() {
                let own = self.session.member("resource").map_or(self.granted(client), Value::as_list);
                return push(form, own.get(..1).unwrap_or_default());
            }
            push(form, self.asked.member("resource").map_or(&[], Value::as_list));
            for (name, value) in [("audience", self.asked.text("audience")), ("scope", &self.scope)] {
                if !value.is_empty() {
                    push_pair(form, name, value);
                }
            }
        }
    }

    /// A transaction, with the resources that its sign-in has of its own.
    fn noted(&self, transaction: &str) -> Result<String, Error> {
        let mut transaction = Record::parse(transaction.as_bytes())?;
        transaction.copy(&self.asked, &["resource"]);
        Ok(transaction.to_json())
    }

    /// The session after a refresh that was for another token than its own; empty if it has ended.
    fn merged(&self, after: &str, now: i64) -> Result<String, Error> {
        if after.is_empty() {
            return Ok(String::new());
        }
        let after = Record::parse(after.as_bytes())?;
        let mut token = self.key();
        token.copy(&after, TOKEN);
        let key = self.key();
        let is_kept = |other: &&Record| key_of(other) != key && other.seconds("expires_at").is_some_and(|at| at > now);
        let mut tokens: Vec<_> = self.tokens().filter(is_kept).cloned().map(Value::Object).collect();
        tokens.push(Value::Object(token));
        if tokens.len() > MOST {
            tokens.remove(0);
        }
        let mut session = self.session.clone();
        session.copy(&after, GRANT);
        session.set("tokens", Value::Array(tokens));
        Ok(session.to_json())
    }

    /// What the flow ends with: a sign-in that names its resources, or the view of the session, with the token that was asked for.
    fn finished(&self, client: &Client, mut result: Record) -> Result<Record, Error> {
        if result.member("state").is_some() {
            let mut url = String::from(result.text("url"));
            push(&mut url, self.granted(client));
            if let Some(details) = self.asked.member("authorizationDetails") {
                let mut text = String::new();
                details.write(&mut text);
                push_pair(&mut url, "authorization_details", &text);
            }
            result.set_text("url", &url);
            if result.member("transaction").is_some() {
                let noted = self.noted(result.text("transaction"))?;
                result.set_text("transaction", &noted);
            }
        } else if result.member("access_token").is_some() && !self.is_own() {
            // What the page shows of the session is not this token's.
            result.copy(&self.session, &["scope", "expires_at"]);
        }
        Ok(result)
    }
}

impl Flow for Targeting {
    fn step(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        match &mut context.event {
            Ok(Event::Begin) => check(context.client.resource())?,
            Ok(Event::Text(Some(text))) => *text = self.shown(take(text)),
            _ => {}
        }
        Ok(match self.inner.step(context)? {
            Step::Perform(effect) => Step::Perform(self.addressed(context, *effect)?.into()),
            Step::Finish(result) => Step::Finish(self.finished(context.client, result)?),
        })
    }
}

fn key_of(token: &Record) -> Record {
    let mut key = Record::default();
    key.copy(token, ASKED);
    key
}
