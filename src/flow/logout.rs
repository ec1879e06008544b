//! Sign-out: the local state first, then the server: a URL that ends its session, or the revocation of the token.

use super::{Context, Effect, Event, Flow, Step, discovery};
use crate::base64url;
use crate::failure::Failure;
use crate::json::{Record, Value};
use crate::protocol::metadata::Metadata;
use crate::protocol::{logout, revocation};
use crate::session::Session;

/// Ends with `url` if the server has an `end_session` endpoint, and with nothing if the logout was a local one.
///
/// On the way, if the app wants that, the server takes back the refresh token, or the access token where there is none: the
/// grant ends with it (RFC 7009 section 2.1). As [`Logout::revoking`], that is all, and it ends with nothing.
pub struct Logout {
    revokes: bool,
    leaves: bool,
    options: Record,
    session: Session,
    metadata: Metadata,
    state: String,
    stage: Stage,
}

#[derive(Clone, Copy)]
enum Stage {
    Begin,
    Reading,
    Removing,
    Discovery,
    Entropy,
    Saving,
    Revoking,
}

impl Logout {
    /// Begins with the options of `logout`, as JSON text.
    ///
    /// # Errors
    /// [`ConfigError`](crate::error::Error::ConfigError)
    pub fn new(options: &str) -> Result<Self, Box<Failure>> {
        let options = logout::options(options)?;
        Ok(Self {
            revokes: options.is_true("revokeTokens"),
            leaves: true,
            options,
            session: Session::default(),
            metadata: Metadata::default(),
            state: String::new(),
            stage: Stage::Begin,
        })
    }

    /// The same without a redirect.
    ///
    /// # Errors
    /// None.
    pub fn revoking() -> Result<Self, Box<Failure>> {
        Ok(Self { revokes: true, leaves: false, ..Self::new("{}")? })
    }

    /// The server's part.
    fn tell(&mut self, context: &Context<'_>, metadata: Metadata) -> Result<Step, Box<Failure>> {
        self.metadata = metadata;
        if !self.revokes {
            return Ok(self.leave(context));
        }
        let (token, hint) = match self.session.refresh_token() {
            "" => (self.session.access_token(), "access_token"),
            token => (token, "refresh_token"),
        };
        match revocation::request(context.client, &self.metadata, token, hint) {
            Ok(request) => {
                self.stage = Stage::Revoking;
                Ok(Step::Perform(Effect::Http(request).into()))
            }
            // The way out is not to be barred by a server that takes nothing back.
            Err(_) if self.leaves => Ok(self.leave(context)),
            Err(failure) => Err(failure),
        }
    }

    fn leave(&mut self, context: &Context<'_>) -> Step {
        if logout::return_to(context.client, &self.options).is_empty() {
            return self.finish(context);
        }
        self.stage = Stage::Entropy;
        Step::Perform(Effect::Entropy.into())
    }

    fn finish(&self, context: &Context<'_>) -> Step {
        let mut result = Record::default();
        let id_token = self.session.id_token();
        if let Some(url) = logout::url(context.client, &self.options, &self.metadata, id_token, &self.state) {
            result.set_text("url", &url);
        }
        Step::Finish(result)
    }
}

impl Flow for Logout {
    fn step(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        let (stage, effect) = match self.stage {
            Stage::Begin => (Stage::Reading, Effect::ReadSession.into()),
            Stage::Reading => {
                // Whatever the store says or does, the next effect clears it.
                self.session = context.session().ok().flatten().unwrap_or_default();
                (Stage::Removing, Effect::RemoveEverything.into())
            }
            Stage::Removing => {
                context.done()?;
                // Nobody is signed in, so there is nothing to take back.
                self.revokes &= !self.session.access_token().is_empty();
                if !self.revokes && !self.leaves {
                    return Ok(Step::Finish(Record::default()));
                }
                match discovery::metadata(context) {
                    Ok(metadata) => return self.tell(context, metadata),
                    Err(request) => (Stage::Discovery, request),
                }
            }
            Stage::Discovery => match discovery::learn(context) {
                Ok(metadata) => return self.tell(context, metadata),
                // The token lives on, which the app must know.
                Err(failure) if !self.leaves => return Err(failure),
                // The user is signed out here already; a server that cannot be reached does not undo that.
                Err(_) => return Ok(Step::Finish(Record::default())),
            },
            // A `state` makes the return recognisable. Without entropy or storage, the logout goes on without one.
            Stage::Entropy => match context.event() {
                Ok(Event::Entropy(bytes)) => {
                    self.state = base64url::encode(bytes.get(..32).unwrap_or_default());
                    let text = logout::pending(context.now);
                    (Stage::Saving, Effect::SaveTransaction(logout::key(&self.state), text).into())
                }
                _ => return Ok(self.finish(context)),
            },
            Stage::Saving => {
                if context.event.is_err() {
                    self.state.clear();
                }
                return Ok(self.finish(context));
            }
            // Best effort on the way out.
            Stage::Revoking if self.leaves => return Ok(self.leave(context)),
            Stage::Revoking => {
                revocation::check(&*context.http()?)?;
                return Ok(Step::Finish(Record::default()));
            }
        };
        self.stage = stage;
        Ok(Step::Perform(effect))
    }
}

/// The return from a logout: ends with `state_matches`.
pub struct HandleLogout {
    state: String,
    asked: bool,
}

impl HandleLogout {
    /// Begins with the URL that the browser came back to.
    #[must_use]
    pub fn new(url: &str) -> Self {
        Self { state: logout::returned_state(url), asked: false }
    }
}

impl Flow for HandleLogout {
    fn step(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        if !self.asked && !self.state.is_empty() {
            self.asked = true;
            return Ok(Step::Perform(Effect::TakeTransaction(logout::key(&self.state)).into()));
        }
        let taken = if self.asked { context.text()? } else { None };
        let mut result = Record::default();
        result.set("state_matches", Value::Bool(taken.is_some_and(|text| logout::is_pending(&text, context.now))));
        Ok(Step::Finish(result))
    }
}
