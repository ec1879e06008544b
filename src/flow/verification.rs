//! The verification of a signed token, shared by sign-in, refresh and UserInfo: key, then signature.

use super::{Cache, Context, Effect, Event};
use crate::error::Error;
use crate::failure::Failure;
use crate::protocol::algorithm::HS256;
use crate::protocol::http::Request;
use crate::protocol::id_token::Binding;
use crate::protocol::jwks::Jwks;
use crate::protocol::jws::Jws;
use crate::protocol::metadata::Metadata;
use crate::protocol::token::TokenResponse;

/// How long an unknown key is not asked for again: tokens with made-up key ids cost the server nothing more.
const COOL_DOWN_SECONDS: i64 = 60;

/// A verification under way.
#[derive(Default)]
pub(super) struct Verification {
    /// Of the issuer whose token it is; set before it begins.
    pub metadata: Metadata,
    subject: Subject,
    stage: Stage,
    /// The hash that belongs to the token's algorithm.
    hash: &'static str,
    /// How many bindings were looked at.
    bound: usize,
    /// Whether the request for the keys passed the HTTP cache by.
    reload: bool,
}

/// What is verified.
#[derive(Clone, Copy, Default)]
pub(super) enum Subject {
    /// An ID Token that the token endpoint itself has just answered with.
    #[default]
    IdToken,
    /// An ID Token from elsewhere: only its signature speaks for it.
    Handed,
    /// An authorization response (JARM): only its signature speaks for it.
    Response,
    /// The answer of the `UserInfo` endpoint.
    UserInfo,
}

#[derive(Clone, Copy, Default)]
enum Stage {
    #[default]
    FetchingKeys,
    CheckingSignature,
    Hashing,
}

impl Verification {
    /// Looks at the token's form and header, and gives the first effect; `None` when there is nothing to wait for.
    /// Nothing of the payload is believed yet.
    pub fn begin(
        &mut self,
        context: &Context<'_>,
        subject: Subject,
        token: &str,
        bindings: &[Binding<'_>],
    ) -> Result<Option<Box<Effect>>, Box<Failure>> {
        self.subject = subject;
        if matches!(subject, Subject::IdToken) && context.client.trusts_token_endpoint() {
            return match Jws::parse(token)?.alg() {
                HS256 => {
                    self.announced(HS256)?;
                    self.hash = "SHA-256";
                    self.next_binding(token, bindings, None)
                }
                other => Err(Failure::mismatch(Error::AlgNotAllowed, HS256, other)),
            };
        }
        self.signature_check(context, token)
    }

    /// Takes the answer to the effect before; `None` when the signature is good, and what it binds is what came.
    pub fn step(
        &mut self,
        context: &mut Context<'_>,
        token: &str,
        bindings: &[Binding<'_>],
    ) -> Result<Option<Box<Effect>>, Box<Failure>> {
        match (self.stage, context.event()?) {
            (Stage::FetchingKeys, Event::Http(answer)) => {
                context.cache.jwks = Some(Jwks::from_response(&answer)?);
                if self.reload {
                    context.cache.jwks_reloaded_at = Some(context.now);
                }
                self.signature_check(context, token)
            }
            (Stage::CheckingSignature, Event::Verified(true)) => self.next_binding(token, bindings, None),
            (Stage::Hashing, Event::Digest(digest)) => self.next_binding(token, bindings, Some(&digest)),
            _ => Err(Error::SignatureInvalid.into()),
        }
    }

    fn signature_check(&mut self, context: &Context<'_>, token: &str) -> Result<Option<Box<Effect>>, Box<Failure>> {
        let token = Jws::parse(token)?;
        let algorithm = token.algorithm(match self.subject {
            Subject::IdToken | Subject::Handed | Subject::Response => context.client.id_token_algorithms(),
            Subject::UserInfo => context.client.userinfo_algorithms(),
        })?;
        self.announced(algorithm.name)?;
        self.hash = algorithm.hash;
        let pinned = context.client.jwks();
        let Some(jwks) = pinned.or(context.cache.jwks.as_ref()) else { return Ok(Some(self.fetch_keys(false))) };
        match token.signature_check(algorithm, jwks) {
            // The page's keys, or those of an HTTP cache, may be of yesterday: one request passes it by (Core 10.1.1).
            Err(Error::KeyNotFound) if pinned.is_none() && !self.reload && may_reload(context.cache, context.now) => {
                Ok(Some(self.fetch_keys(true)))
            }
            outcome => {
                self.stage = Stage::CheckingSignature;
                Ok(Some(Effect::VerifySignature(outcome?).into()))
            }
        }
    }

    /// Checks the binding whose digest is there, and asks for the digest of the next one that the claims have.
    fn next_binding(
        &mut self,
        token: &str,
        bindings: &[Binding<'_>],
        digest: Option<&[u8]>,
    ) -> Result<Option<Box<Effect>>, Box<Failure>> {
        let claims = Jws::parse(token)?.claims()?;
        let mut digest = digest;
        while let Some(binding) = bindings.get(self.bound) {
            if binding.is_in(&claims) {
                let Some(digest) = digest.take() else {
                    self.stage = Stage::Hashing;
                    return Ok(Some(Effect::Digest(self.hash, binding.text.into()).into()));
                };
                binding.check(&claims, digest)?;
            }
            self.bound = self.bound.saturating_add(1);
        }
        Ok(None)
    }

    fn fetch_keys(&mut self, reload: bool) -> Box<Effect> {
        self.stage = Stage::FetchingKeys;
        self.reload = reload;
        Effect::Http(Request { reload, ..Request::get(self.metadata.endpoint("jwks_uri")) }).into()
    }

    /// A server that lists its algorithms without this one would not have signed so (RFC 8725 section 3.1).
    fn announced(&self, algorithm: &str) -> Result<(), Box<Failure>> {
        let list = match self.subject {
            Subject::IdToken | Subject::Handed => "id_token_signing_alg_values_supported",
            Subject::Response => "authorization_signing_alg_values_supported",
            Subject::UserInfo => "userinfo_signing_alg_values_supported",
        };
        match self.metadata.lists(list, algorithm) {
            Some(false) => Err(Failure::new(Error::AlgNotAllowed).with("expected", list).with("received", algorithm)),
            _ => Ok(()),
        }
    }
}

/// What an ID Token of such an answer may bind: the access token beside it, and the code that asked, if one did.
pub(super) fn bindings<'a>(response: &'a TokenResponse, code: &'a str) -> [Binding<'a>; 2] {
    [
        Binding { claim: "at_hash", text: response.access_token(), error: Error::AtHashMismatch },
        Binding { claim: "c_hash", text: code, error: Error::CHashMismatch },
    ]
}

/// Where the keys of an ID Token are that is about to be asked for; empty if they are there, or not needed.
pub(super) fn keys_beside(context: &Context<'_>, metadata: &Metadata) -> String {
    let Context { client, cache, .. } = context;
    let is_needed = client.jwks().is_none() && cache.jwks.is_none() && !client.trusts_token_endpoint();
    if is_needed { metadata.endpoint("jwks_uri").into() } else { String::new() }
}

fn may_reload(cache: &Cache, now: i64) -> bool {
    cache.jwks_reloaded_at.is_none_or(|at| !(0..COOL_DOWN_SECONDS).contains(&now.saturating_sub(at)))
}
