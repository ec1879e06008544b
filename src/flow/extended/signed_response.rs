//! A callback whose answer is a signed JWT (JARM): verified, and handed on to the flow that knows answers.

use crate::error::Error;
use crate::failure::Failure;
use crate::flow::verification::{Subject, Verification};
use crate::flow::{Context, Effect, Flow, Step, begin, discovery};
use crate::protocol::jarm;
use crate::protocol::jws::Jws;
use crate::text::cut;

/// Ends as [`HandleCallback`](crate::flow::HandleCallback) does.
pub struct SignedResponse {
    /// A transaction that is in no storage, and a line break; or nothing.
    kept: String,
    url: String,
    token: String,
    stage: Stage,
    verification: Verification,
    callback: Option<Box<dyn Flow>>,
}

#[derive(Clone, Copy)]
enum Stage {
    Begin,
    Discovery,
    Refusing,
    Verifying,
    Believed,
}

impl SignedResponse {
    /// Begins with the URL that the browser came back to.
    #[must_use]
    pub fn new(url: &str) -> Self {
        Self::with(String::new(), url)
    }

    /// Begins with what the page kept for another window, and behind a line break its URL.
    #[must_use]
    pub fn of_window(answer: &str) -> Self {
        let (kept, url) = cut(answer, b'\n');
        let mut kept = String::from(kept);
        kept.push('\n');
        Self::with(kept, url)
    }

    fn with(kept: String, url: &str) -> Self {
        let (token, verification) = (String::new(), Verification::default());
        Self { kept, url: url.into(), token, stage: Stage::Begin, verification, callback: None }
    }

    fn verified(&mut self, context: &mut Context<'_>, next: Option<Box<Effect>>) -> Result<Step, Box<Failure>> {
        self.stage = Stage::Verifying;
        if let Some(effect) = next {
            return Ok(Step::Perform(effect));
        }
        let claims = Jws::parse(&self.token)?.claims()?;
        let plain = jarm::unsigned(context.client, &self.url, &claims, context.now)?;
        self.believe(context, plain)
    }

    fn believe(&mut self, context: &mut Context<'_>, plain: String) -> Result<Step, Box<Failure>> {
        self.stage = Stage::Believed;
        let callback = if self.kept.is_empty() {
            begin("handleCallback", &plain)?
        } else {
            begin("handleWindow", &[self.kept.as_str(), &plain].concat())?
        };
        self.callback.insert(callback).step(context)
    }
}

impl Flow for SignedResponse {
    fn step(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        match self.stage {
            Stage::Begin if context.client.response_mode() != "query.jwt" => self.believe(context, self.url.clone()),
            Stage::Begin => {
                let token = jarm::token(&self.url);
                let state = jarm::plain_state(&self.url);
                if token == Err(Error::JarmMissing) && self.kept.is_empty() && !state.is_empty() {
                    self.stage = Stage::Refusing;
                    return Ok(Step::Perform(Effect::TakeTransaction(state).into()));
                }
                self.token = token?;
                match discovery::metadata(context) {
                    Ok(metadata) => self.verification.metadata = metadata,
                    Err(request) => {
                        self.stage = Stage::Discovery;
                        return Ok(Step::Perform(request));
                    }
                }
                let begun = self.verification.begin(context, Subject::Response, &self.token, &[])?;
                self.verified(context, begun)
            }
            // Whoever knows the state has seen the request: the sign-in is not to be ended any more.
            Stage::Refusing => Err(Error::JarmMissing.into()),
            Stage::Discovery => {
                self.verification.metadata = discovery::learn(context)?;
                let begun = self.verification.begin(context, Subject::Response, &self.token, &[])?;
                self.verified(context, begun)
            }
            Stage::Verifying => {
                let next = self.verification.step(context, &self.token, &[])?;
                self.verified(context, next)
            }
            Stage::Believed => match &mut self.callback {
                Some(callback) => callback.step(context),
                None => Err(Error::NotReady.into()),
            },
        }
    }
}
