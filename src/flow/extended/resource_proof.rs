//! The proof for a request that the app makes to an API (RFC 9449 section 7).

use super::proving::{known_key, learn_key};
use crate::error::Error;
use crate::failure::Failure;
use crate::flow::{Context, Effect, Event, Flow, Step};
use crate::json::Record;
use crate::protocol::dpop::Proof;
use crate::protocol::options::{Kind, checked_options};

const OPTIONS: &[(Kind, &str)] = &[(Kind::Text, "method url accessToken nonce")];

/// Ends with `proof`, the value of the `DPoP` header; without one if the session's tokens are not bound.
pub struct ResourceProof {
    request: Record,
    stage: Stage,
    proof: String,
}

#[derive(Clone, Copy)]
enum Stage {
    Begin,
    Reading,
    Key,
    Entropy,
    Signing,
}

impl ResourceProof {
    /// Begins with `method`, `url`, `accessToken`, and with `nonce`, if the API gave one (JSON text).
    ///
    /// # Errors
    /// [`Error::ConfigError`]
    pub fn new(request: &str) -> Result<Self, Box<Failure>> {
        Ok(Self { request: checked_options(request, OPTIONS)?, stage: Stage::Begin, proof: String::new() })
    }
}

impl Flow for ResourceProof {
    fn step(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        let effect = match self.stage {
            Stage::Begin => {
                self.stage = Stage::Reading;
                Effect::ReadSession
            }
            Stage::Reading => {
                if !context.session()?.is_some_and(|session| session.is_bound()) {
                    return Ok(Step::Finish(Record::default()));
                }
                self.stage = Stage::Key;
                Effect::Key("publicKey", String::new())
            }
            Stage::Key => {
                learn_key(context)?;
                self.stage = Stage::Entropy;
                Effect::Entropy
            }
            Stage::Entropy => {
                let Event::Entropy(bytes) = context.event()? else { return Err(Error::EntropyUnavailable.into()) };
                let proof = Proof {
                    method: self.request.text("method"),
                    url: self.request.text("url"),
                    access_token: self.request.text("accessToken"),
                    nonce: self.request.text("nonce"),
                    identifier: bytes.get(..16).unwrap_or_default(),
                    issued_at: context.now,
                };
                self.proof = proof.signing_input(&known_key(context)?)?;
                self.stage = Stage::Signing;
                Effect::Key("sign", self.proof.clone())
            }
            Stage::Signing => {
                let signature = context.text()?.ok_or(Error::CryptoUnavailable)?;
                self.proof.push('.');
                self.proof.push_str(&signature);
                let mut result = Record::default();
                result.set_text("proof", &self.proof);
                return Ok(Step::Finish(result));
            }
        };
        Ok(Step::Perform(effect.into()))
    }
}
