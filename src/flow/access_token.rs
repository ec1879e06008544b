//! Access token: a fresh one from the store, or one refresh.

use super::verification::Verification;
use super::{Context, Effect, Event, Flow, Step, discovery};
use crate::error::Error;
use crate::failure::Failure;
use crate::json::Value;
use crate::protocol::id_token::Grant;
use crate::protocol::metadata::Metadata;
use crate::protocol::options::{Kind, checked_options};
use crate::protocol::token::{TokenResponse, refresh_request};
use crate::session::Session;

const OPTIONS: &[(&str, Kind)] = &[("forceRefresh", Kind::Flag)];

/// Ends with `access_token` and the session's view.
///
/// What it has learnt stays in its place, empty until the stage that fills it.
#[derive(Default)]
pub struct AccessToken {
    force_refresh: bool,
    stage: Stage,
    session: Session,
    metadata: Metadata,
    response: TokenResponse,
    verification: Verification,
    /// Why the session ends.
    failure: Option<Box<Failure>>,
}

#[derive(Clone, Copy, Default)]
enum Stage {
    #[default]
    Begin,
    Reading,
    Discovery,
    Refreshing,
    Verifying,
    ReadingAgain,
    Saving,
    Ending,
}

impl Flow for AccessToken {
    fn step(&mut self, context: &mut Context<'_>, event: Result<Event, Error>) -> Result<Step, Box<Failure>> {
        let effect = match self.stage {
            Stage::Begin => {
                self.stage = Stage::Reading;
                Effect::ReadSession
            }
            Stage::Reading => {
                self.session = stored(context, event)?.ok_or(Error::LoginRequired)?;
                if self.session.is_fresh(context.now) && !self.force_refresh {
                    return finish(&self.session);
                }
                if self.session.refresh_token().is_empty() {
                    return Err(Error::LoginRequired.into());
                }
                match discovery::metadata(context) {
                    Ok(metadata) => self.refresh(context, metadata)?,
                    Err(request) => {
                        self.stage = Stage::Discovery;
                        request
                    }
                }
            }
            Stage::Discovery => {
                let metadata = discovery::learn(context, event)?;
                self.refresh(context, metadata)?
            }
            Stage::Refreshing => match TokenResponse::from_response(&event?.http()?) {
                // The server will not take this refresh token again: forget it (RFC 6749 section 5.2).
                Err(mut failure) if failure.details.text("error") == "invalid_grant" => {
                    failure.error = Error::SessionExpired;
                    self.end(failure)
                }
                Err(failure) => return Err(failure),
                Ok(response) => {
                    self.response = response;
                    let id_token = self.response.id_token();
                    let begun = match id_token {
                        "" => Ok(None),
                        _ => self.verification.begin(context, self.metadata.clone(), id_token).map(Some),
                    };
                    self.verified(begun)?
                }
            },
            Stage::Verifying => {
                let before = self.session.original_claims()?;
                let verified = self.verification.step(context, event, &self.response, Grant::Refresh(&before));
                self.verified(verified)?
            }
            // A logout or another sign-in may have come between: then this answer is nobody's (conformance rule RF-07),
            // and a refusal ends no session but its own.
            Stage::ReadingAgain => match stored(context, event)? {
                Some(session) if session == self.session && self.failure.is_some() => {
                    self.stage = Stage::Ending;
                    Effect::RemoveSession
                }
                Some(session) if session == self.session => {
                    self.session = session.refreshed(&self.response, context.now);
                    self.stage = Stage::Saving;
                    Effect::SaveSession(self.session.to_json())
                }
                Some(other) if other.is_fresh(context.now) => return finish(&other),
                _ => return self.ended(),
            },
            Stage::Saving => {
                event?;
                return finish(&self.session);
            }
            Stage::Ending => return self.ended(),
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
        let options = checked_options(options, OPTIONS)?;
        Ok(Self { force_refresh: options.member("forceRefresh") == Some(&Value::Bool(true)), ..Self::default() })
    }

    fn refresh(&mut self, context: &Context<'_>, metadata: Metadata) -> Result<Effect, Box<Failure>> {
        self.metadata = metadata;
        self.stage = Stage::Refreshing;
        Ok(Effect::Http(refresh_request(context.client, &self.metadata, self.session.refresh_token())?))
    }

    /// Goes on with the verification, and behind it if nothing is left of it.
    fn verified(&mut self, outcome: Result<Option<Effect>, Box<Failure>>) -> Result<Effect, Box<Failure>> {
        Ok(match outcome {
            Ok(Some(effect)) => {
                self.stage = Stage::Verifying;
                effect
            }
            Ok(None) => {
                self.stage = Stage::ReadingAgain;
                Effect::ReadSession
            }
            // The keys could not be had, so nothing was found wrong: a server that does not rotate, or gives a grace
            // period, takes the old refresh token once more.
            Err(failure) if matches!(failure.error, Error::NetworkError | Error::Timeout) => return Err(failure),
            // The old refresh token is spent and the new tokens are not believed: nothing is left to keep.
            Err(failure) => self.end(failure),
        })
    }

    fn end(&mut self, failure: Box<Failure>) -> Effect {
        self.failure = Some(failure);
        self.stage = Stage::ReadingAgain;
        Effect::ReadSession
    }

    fn ended(&mut self) -> Result<Step, Box<Failure>> {
        Err(self.failure.take().unwrap_or_else(|| Error::SessionExpired.into()))
    }
}

fn stored(context: &Context<'_>, event: Result<Event, Error>) -> Result<Option<Session>, Error> {
    Ok(event?.text().and_then(|text| Session::parse(&text, context.client)))
}

fn finish(session: &Session) -> Result<Step, Box<Failure>> {
    let mut result = session.view()?;
    result.set_text("access_token", session.access_token());
    Ok(Step::Finish(result))
}
