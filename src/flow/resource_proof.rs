//! The proof for a request that the app makes to an API (RFC 9449 section 7).

use super::{Context, Effect, Event, Flow, Step};
use crate::base64url;
use crate::error::Error;
use crate::failure::Failure;
use crate::json::Record;
use crate::protocol::dpop::{Proof, PublicKey};
use crate::protocol::options::{Kind, checked_options};
use crate::text::cut;

const OPTIONS: &[(Kind, &str)] = &[(Kind::Text, "method url accessToken nonce")];

/// Ends with `proof`, the value of the `DPoP` header.
pub struct ResourceProof {
    request: Record,
    key: Option<PublicKey>,
    proof: String,
}

impl ResourceProof {
    /// Begins with `method`, `url`, `accessToken`, and with `nonce`, if the API gave one (JSON text).
    ///
    /// # Errors
    /// [`Error::ConfigError`]
    pub fn new(request: &str) -> Result<Self, Box<Failure>> {
        Ok(Self { request: checked_options(request, OPTIONS)?, key: None, proof: String::new() })
    }
}

impl Flow for ResourceProof {
    fn step(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        let effect = match (context.event()?, &self.key) {
            (Event::Begin, _) => Effect::PublicKey,
            (Event::Text(Some(text)), None) => {
                let (algorithm, jwk) = cut(&text, b'\n');
                self.key = Some(PublicKey::parse(&Record::parse(jwk.as_bytes())?, algorithm)?);
                Effect::Entropy
            }
            (Event::Entropy(bytes), Some(key)) => {
                let proof = Proof {
                    method: self.request.text("method"),
                    url: self.request.text("url"),
                    access_token: self.request.text("accessToken"),
                    nonce: self.request.text("nonce"),
                    identifier: bytes.get(..16).unwrap_or_default(),
                    issued_at: context.now,
                };
                self.proof = proof.signing_input(key)?;
                Effect::Sign(self.proof.clone())
            }
            (Event::Signature(signature), _) => {
                self.proof.push('.');
                self.proof.push_str(&base64url::encode(&signature));
                let mut result = Record::default();
                result.set_text("proof", &self.proof);
                return Ok(Step::Finish(result));
            }
            _ => return Err(Error::CryptoUnavailable.into()),
        };
        Ok(Step::Perform(effect.into()))
    }
}
