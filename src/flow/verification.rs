//! The verification of an ID Token, shared by sign-in and refresh: key, signature, then claims.

use super::{Cache, Context, Effect, Event};
use crate::error::Error;
use crate::failure::Failure;
use crate::protocol::http::Request;
use crate::protocol::id_token::{Expected, Grant, check};
use crate::protocol::jwks::Jwks;
use crate::protocol::jws::Jws;
use crate::protocol::metadata::Metadata;
use crate::protocol::token::TokenResponse;

/// How long an unknown key is not asked for again: tokens with made-up key ids cost the server nothing more.
const COOL_DOWN_SECONDS: i64 = 60;

/// A verification under way.
#[derive(Default)]
pub(super) struct Verification {
    metadata: Metadata,
    stage: Stage,
    /// Whether the request for the keys passed the HTTP cache by.
    reload: bool,
}

#[derive(Clone, Copy, Default)]
enum Stage {
    #[default]
    FetchingKeys,
    CheckingSignature,
}

impl Verification {
    /// Looks at the token's form and header, and gives the first effect. Nothing of the payload is believed yet.
    pub fn begin(&mut self, context: &Context<'_>, metadata: Metadata, id_token: &str) -> Result<Effect, Box<Failure>> {
        if id_token.is_empty() {
            return Err(Error::IdTokenMissing.into());
        }
        self.metadata = metadata;
        match self.signature_check(context, id_token) {
            Err(failure) if failure.error == Error::KeyNotFound && may_fetch(context.cache, context.now) => {
                // Keys that this page has seen before were not enough: what an HTTP cache holds will not be either.
                Ok(self.fetch_keys(context.cache.jwks_fetched_at.is_some()))
            }
            outcome => outcome,
        }
    }

    /// Takes the answer to the effect before; `None` when the token is verified, claims and all.
    pub fn step(
        &mut self,
        context: &mut Context<'_>,
        event: Result<Event, Error>,
        response: &TokenResponse,
        grant: Grant<'_>,
    ) -> Result<Option<Effect>, Box<Failure>> {
        match (self.stage, event?) {
            (Stage::FetchingKeys, Event::Http(answer)) => {
                context.cache.jwks = Jwks::from_response(&answer)?;
                context.cache.jwks_fetched_at = Some(context.now);
                match self.signature_check(context, response.id_token()) {
                    // The HTTP cache may hold the keys of yesterday: one more request passes it by (Core 10.1.1).
                    Err(failure) if failure.error == Error::KeyNotFound && !self.reload => {
                        Ok(Some(self.fetch_keys(true)))
                    }
                    outcome => outcome.map(Some),
                }
            }
            (Stage::CheckingSignature, Event::Verified(true)) => {
                let claims = Jws::parse(response.id_token())?.claims()?;
                let expected =
                    Expected { client: context.client, now: context.now, access_token: response.access_token(), grant };
                check(&claims, &expected)?;
                Ok(None)
            }
            _ => Err(Error::SignatureInvalid.into()),
        }
    }

    fn fetch_keys(&mut self, reload: bool) -> Effect {
        self.stage = Stage::FetchingKeys;
        self.reload = reload;
        Effect::Http(Request { reload, ..Request::get(self.metadata.endpoint("jwks_uri")) })
    }

    fn signature_check(&mut self, context: &Context<'_>, id_token: &str) -> Result<Effect, Box<Failure>> {
        let algorithm = context.client.algorithm();
        let check = Jws::parse(id_token)?.signature_check(algorithm, &context.cache.jwks)?;
        // A server that lists its algorithms without this one would not have signed so (RFC 8725 section 3.1).
        if self.metadata.lists("id_token_signing_alg_values_supported", algorithm.name()) == Some(false) {
            return Err(Error::AlgNotAllowed.into());
        }
        self.stage = Stage::CheckingSignature;
        Ok(Effect::VerifySignature(check))
    }
}

fn may_fetch(cache: &Cache, now: i64) -> bool {
    cache.jwks_fetched_at.is_none_or(|at| !(0..COOL_DOWN_SECONDS).contains(&now.saturating_sub(at)))
}
