//! Access token: a fresh one from the store, or one refresh.

use super::verification::{Subject, Verification, bindings};
use super::{Context, Effect, Event, Flow, Step, discovery};
use crate::error::Error;
use crate::failure::Failure;
use crate::json::Record;
use crate::protocol::access_token::AccessTokenOptions;
use crate::protocol::id_token::check_refresh;
use crate::protocol::jws::Jws;
use crate::protocol::metadata::Metadata;
use crate::protocol::options::refused;
use crate::protocol::token::{TokenResponse, refresh_request};
use crate::session::Session;
use core::mem::take;

/// Ends with the session's view.
///
/// As [`AccessToken::adopting`], it begins with tokens that another library obtained instead of the store's. Their refresh
/// token is redeemed at once, and the answer believed; without one, the ID Token's signature must speak for it.
///
/// A refresh is made under a lock that all tabs of the store share, and the store is read again once it is there: a tab that
/// waited takes what the one before it has saved. The lock is given back before anybody hears of the outcome.
///
/// What it has learnt stays in its place, empty until the stage that fills it.
#[derive(Default)]
pub struct AccessToken {
    options: AccessTokenOptions,
    adopts: bool,
    locked: bool,
    stage: Stage,
    session: Session,
    /// The session's text, as the store gave it under the lock.
    stored: String,
    response: TokenResponse,
    verification: Verification,
    /// Why the session ends, or why the lock was not to be had.
    failure: Option<Box<Failure>>,
    /// What is told once the lock is given back.
    outcome: Option<Result<Step, Box<Failure>>>,
}

#[derive(Clone, Copy, Default)]
enum Stage {
    #[default]
    Begin,
    Reading,
    Discovery,
    Locking,
    ReadingUnderLock,
    Refreshing,
    Verifying,
    Replacing,
    Saving,
}

impl Flow for AccessToken {
    fn step(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        if let Some(outcome) = self.outcome.take() {
            return outcome;
        }
        let outcome = self.advance(context);
        if self.locked && !matches!(outcome, Ok(Step::Perform(_))) {
            self.locked = false;
            self.outcome = Some(outcome);
            return Ok(Step::Perform(Effect::Unlock.into()));
        }
        outcome
    }
}

impl AccessToken {
    fn advance(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        let effect = match self.stage {
            Stage::Begin if self.adopts => {
                self.session = Session::new(context.client, &self.response, context.client.scope(), context.now);
                self.ask(context)?
            }
            Stage::Begin => {
                self.stage = Stage::Reading;
                Effect::ReadSession.into()
            }
            Stage::Reading => {
                self.session = context.session()?.ok_or(Error::LoginRequired)?;
                let is_enough = self.is_fresh(&self.session, context) && !self.options.forces_refresh();
                if is_enough || !self.options.are_covered_by(self.session.scope()) {
                    return self.finish(&self.session);
                }
                if self.session.refresh_token().is_empty() {
                    return Err(Error::LoginRequired.into());
                }
                self.ask(context)?
            }
            Stage::Discovery => {
                let metadata = discovery::learn(context)?;
                self.lock(context, metadata)?
            }
            Stage::Locking => {
                match context.done() {
                    Err(Error::LockTimeout) => self.failure = Some(Error::LockTimeout.into()),
                    other => self.locked = other.is_ok(),
                }
                self.stage = Stage::ReadingUnderLock;
                Effect::ReadSession.into()
            }
            Stage::ReadingUnderLock => {
                self.stored = context.text()?.unwrap_or_default();
                let session = Session::parse(&self.stored, context.client).ok_or(Error::LoginRequired)?;
                if session != self.session && self.is_fresh(&session, context) {
                    return self.finish(&session);
                }
                if let Some(failure) = self.failure.take() {
                    return Err(failure);
                }
                self.session = session;
                self.refresh(context)?
            }
            Stage::Refreshing => match TokenResponse::from_response(&*context.http()?) {
                // The server will not take this refresh token again: forget it (RFC 6749 section 5.2).
                Err(mut failure) if failure.details.text("error") == "invalid_grant" => {
                    failure.error = Error::SessionExpired;
                    self.end(failure)?
                }
                Err(failure) => return Err(failure),
                Ok(response) => {
                    self.response = response;
                    self.verify(context, Subject::IdToken)?
                }
            },
            Stage::Verifying => {
                let bindings = bindings(&self.response, "");
                let next = self.verification.step(context, self.response.id_token(), &bindings);
                self.verified(context, next)?
            }
            // A logout or another sign-in may have come between: then this answer is nobody's (conformance rule RF-07),
            // and a refusal ends no session but its own.
            Stage::Replacing if self.failure.is_some() && context.event.is_err() => return self.ended(),
            Stage::Replacing if matches!(context.event, Ok(Event::Done)) => {
                return if self.failure.is_none() { self.finish(&self.session) } else { self.ended() };
            }
            Stage::Replacing => match context.session()? {
                Some(other) if self.is_fresh(&other, context) => return self.finish(&other),
                _ => return self.ended(),
            },
            Stage::Saving => {
                context.done()?;
                return self.finish(&self.session);
            }
        };
        Ok(Step::Perform(effect))
    }
}

impl AccessToken {
    /// Begins with the options of `getAccessToken`, as JSON text.
    ///
    /// # Errors
    /// [`Error::ConfigError`]
    pub fn new(options: &str) -> Result<Self, Box<Failure>> {
        Ok(Self { options: AccessTokenOptions::parse(options)?, ..Self::default() })
    }

    /// Begins with tokens in the form of a token response (RFC 6749 section 5.1), as JSON text.
    ///
    /// # Errors
    /// [`Error::ConfigError`] if it is none, or has no ID Token.
    pub fn adopting(tokens: &str) -> Result<Self, Box<Failure>> {
        let response = Record::parse(tokens.as_bytes()).and_then(TokenResponse::parse);
        let response = response.ok().filter(|response| !response.id_token().is_empty());
        Ok(Self { response: response.ok_or_else(|| refused("tokens"))?, adopts: true, ..Self::default() })
    }

    fn ask(&mut self, context: &Context<'_>) -> Result<Box<Effect>, Box<Failure>> {
        match discovery::metadata(context) {
            Ok(metadata) => self.lock(context, metadata),
            Err(request) => {
                self.stage = Stage::Discovery;
                Ok(request)
            }
        }
    }

    fn lock(&mut self, context: &Context<'_>, metadata: Metadata) -> Result<Box<Effect>, Box<Failure>> {
        self.verification.metadata = metadata;
        // Tokens that are not in the store are nobody else's to refresh.
        if self.adopts {
            return match self.session.refresh_token() {
                "" => self.verify(context, Subject::Handed),
                _ => self.refresh(context),
            };
        }
        self.stage = Stage::Locking;
        Ok(Effect::Lock.into())
    }

    fn refresh(&mut self, context: &Context<'_>) -> Result<Box<Effect>, Box<Failure>> {
        if self.session.refresh_token().is_empty() {
            return Err(Error::LoginRequired.into());
        }
        self.stage = Stage::Refreshing;
        Ok(Effect::Http(refresh_request(context.client, &self.verification.metadata, self.session.refresh_token())?)
            .into())
    }

    fn verify(&mut self, context: &Context<'_>, subject: Subject) -> Result<Box<Effect>, Box<Failure>> {
        let id_token = self.response.id_token();
        let bindings = bindings(&self.response, "");
        let begun = match id_token {
            "" => Ok(None),
            _ => self.verification.begin(context, subject, id_token, &bindings),
        };
        self.verified(context, begun)
    }

    /// Goes on with the verification, and behind it if nothing is left of it.
    fn verified(
        &mut self,
        context: &Context<'_>,
        outcome: Result<Option<Box<Effect>>, Box<Failure>>,
    ) -> Result<Box<Effect>, Box<Failure>> {
        let checked = match outcome {
            Ok(None) => self.check(context).map(|()| None),
            outcome => outcome,
        };
        Ok(match checked {
            Ok(Some(effect)) => {
                self.stage = Stage::Verifying;
                effect
            }
            Ok(None) => self.save(context),
            // The keys could not be had, so nothing was found wrong: a server that does not rotate, or gives a grace
            // period, takes the old refresh token once more.
            Err(failure) if matches!(failure.error, Error::NetworkError | Error::Timeout | Error::HttpStatus) => {
                return Err(failure);
            }
            // The old refresh token is spent and the new tokens are not believed: nothing is left to keep.
            Err(failure) => self.end(failure)?,
        })
    }

    /// The ID Token of a refresh, if one came, speaks of the same sign-in and is signed in the same way.
    fn check(&self, context: &Context<'_>) -> Result<(), Box<Failure>> {
        if self.response.id_token().is_empty() {
            return if self.adopts { Err(Error::IdTokenMissing.into()) } else { Ok(()) };
        }
        let before = self.session.original()?;
        let id_token = Jws::parse(self.response.id_token())?;
        if before.alg() != id_token.alg() {
            return Err(Error::RefreshMismatch.into());
        }
        Ok(check_refresh(&id_token.claims()?, &before.claims()?, context.client, context.now)?)
    }

    fn save(&mut self, context: &Context<'_>) -> Box<Effect> {
        self.session = self.session.refreshed(&self.response, context.now);
        // What the store holds is another session than the one that is adopted.
        if self.adopts {
            self.stage = Stage::Saving;
            return Effect::SaveSession(self.session.to_json()).into();
        }
        self.stage = Stage::Replacing;
        Effect::ReplaceSession(take(&mut self.stored), self.session.to_json()).into()
    }

    /// Nothing ends with tokens that were not adopted.
    fn end(&mut self, failure: Box<Failure>) -> Result<Box<Effect>, Box<Failure>> {
        if self.adopts {
            return Err(failure);
        }
        self.failure = Some(failure);
        self.stage = Stage::Replacing;
        Ok(Effect::ReplaceSession(take(&mut self.stored), String::new()).into())
    }

    fn is_fresh(&self, session: &Session, context: &Context<'_>) -> bool {
        session.is_fresh(context.now, self.options.min_validity_seconds())
    }

    fn finish(&self, session: &Session) -> Result<Step, Box<Failure>> {
        if !self.options.are_covered_by(session.scope()) {
            return Err(Failure::mismatch(Error::InsufficientScope, self.options.scope(), session.scope()));
        }
        Ok(Step::Finish(session.view()?))
    }

    fn ended(&mut self) -> Result<Step, Box<Failure>> {
        Err(self.failure.take().unwrap_or_else(|| Error::SessionExpired.into()))
    }
}
