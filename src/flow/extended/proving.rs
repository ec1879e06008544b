//! DPoP around another flow (RFC 9449): the requests that bring tokens, or use them, carry a proof; nothing else of the flow changes.
//!
//! Whether a server can do it stands in its metadata, which the flows find in their cache, in a transaction or nowhere: then a session says
//! what its tokens are.

use crate::error::Error;
use crate::failure::Failure;
use crate::flow::{Context, Effect, Event, Flow, Step};
use crate::form::push_pair;
use crate::json::{Record, Value};
use crate::protocol::dpop::{Proof, PublicKey};
use crate::protocol::endpoint::origin;
use crate::protocol::http::{Request, Response};
use crate::protocol::options::refused;
use crate::text::cut;
use core::mem::{replace, take};

/// The algorithms that servers list for proofs.
const SUPPORTED: &str = "dpop_signing_alg_values_supported";
/// Those that browsers have keys for, the first one that a server lists is used; the last is an older name of the one before it.
const ALGORITHMS: &[&str] = &["ES256", "Ed25519", "EdDSA"];

/// Where the page's key is in the cache.
const KEY: &str = "key";

/// A flow, with proofs.
pub struct Proving {
    inner: Box<dyn Flow>,
    stage: Stage,
    /// Whether the server binds tokens, or has bound those of the session; nothing was seen yet at first.
    binds: Option<bool>,
    /// The algorithm of its choice; empty where nothing is known of it.
    algorithm: &'static str,
    /// What waits for its proof, and what ends the flow behind the key.
    request: Option<Request>,
    result: Record,
    signing_input: String,
    /// Whether this request is made for the second time.
    is_repeated: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Inner,
    Key,
    Entropy,
    Signing,
    Sent,
    Finishing,
}

impl Proving {
    /// Adds proofs to a flow. `input` is what that flow began with: a transaction may be in it.
    #[must_use]
    pub fn new(inner: Box<dyn Flow>, input: &str) -> Self {
        let mut proving = Self {
            inner,
            stage: Stage::Inner,
            binds: None,
            algorithm: "",
            request: None,
            result: Record::default(),
            signing_input: String::new(),
            is_repeated: false,
        };
        proving.look(input);
        proving
    }

    /// Learns from a transaction or a session that passes by.
    fn look(&mut self, text: &str) {
        let Ok(record) = Record::parse(text.as_bytes()) else { return };
        if let Some(metadata) = record.member("metadata").and_then(Value::as_record) {
            self.algorithm = common(metadata);
            self.binds = Some(!self.algorithm.is_empty());
        } else if record.member("access_token").is_some() {
            self.binds = Some(record.text("token_type") == "DPoP");
        }
    }

    /// Whether proofs are made.
    fn proves(&mut self, context: &Context<'_>) -> Result<bool, Box<Failure>> {
        let wanted = context.client.dpop();
        match wanted {
            "" | "off" => return Ok(false),
            "auto" | "required" => {}
            _ => return Err(refused("dpop")),
        }
        let known = context.cache.metadata.as_ref().or(context.client.metadata());
        if let (None, Some(metadata)) = (self.binds, known) {
            self.algorithm = common(metadata.record());
        }
        let binds = self.binds.unwrap_or(!self.algorithm.is_empty());
        if !binds && wanted == "required" {
            return Err(Failure::new(Error::DpopUnsupported).with("expected", SUPPORTED));
        }
        Ok(binds)
    }

    /// The flow's own step, and what is to be done about it.
    fn forward(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        if let Ok(Event::Text(Some(text))) = &context.event {
            self.look(text);
        }
        match self.inner.step(context)? {
            Step::Perform(effect) => self.before(context, *effect),
            Step::Finish(result) if needs_key(&result) && self.proves(context)? => {
                self.result = result;
                self.stage = Stage::Finishing;
                if known_key(context).is_ok_and(|key| key.algorithm().name == self.algorithm) {
                    return Ok(self.finish(context));
                }
                Ok(Step::Perform(Effect::Key("publicKey", self.algorithm.into()).into()))
            }
            Step::Finish(result) => Ok(Step::Finish(result)),
        }
    }

    fn before(&mut self, context: &mut Context<'_>, effect: Effect) -> Result<Step, Box<Failure>> {
        match effect {
            Effect::Http(request) if is_bound(&request) && self.proves(context)? => {
                self.request = Some(request);
                self.is_repeated = false;
                self.stage = Stage::Key;
                // Asked for each time: a logout, in another tab for example, has it replaced.
                Ok(Step::Perform(Effect::Key("publicKey", self.algorithm.into()).into()))
            }
            // Nothing is stored of a sign-in that is to be refused.
            Effect::SaveTransaction(..) => self.proves(context).map(|_| Step::Perform(effect.into())),
            Effect::SaveSession(text) if self.proves(context)? => {
                Ok(Step::Perform(Effect::SaveSession(bound(&text)?).into()))
            }
            Effect::ReplaceSession(before, after) if !after.is_empty() && self.proves(context)? => {
                Ok(Step::Perform(Effect::ReplaceSession(before, bound(&after)?).into()))
            }
            other => {
                // The key goes with the session.
                if other == Effect::RemoveEverything {
                    context.cache.proofs.set_text(KEY, "");
                }
                Ok(Step::Perform(other.into()))
            }
        }
    }

    /// Binds the code, too: who has stolen it would need the key (RFC 9449 section 10).
    fn finish(&mut self, context: &Context<'_>) -> Step {
        let mut result = take(&mut self.result);
        if let (Ok(key), Some(url)) = (known_key(context), result.member("url").and_then(Value::as_text)) {
            let mut url = url.to_owned();
            push_pair(&mut url, "dpop_jkt", &key.thumbprint());
            result.set_text("url", &url);
        }
        Step::Finish(result)
    }

    /// What is to be signed for the request that waits.
    fn input(&self, context: &Context<'_>, entropy: &[u8]) -> Result<String, Error> {
        let request = self.request.as_ref().ok_or(Error::CryptoUnavailable)?;
        let proof = Proof {
            method: if request.form.is_some() { "POST" } else { "GET" },
            url: &request.url,
            access_token: request.access_token.as_deref().unwrap_or_default(),
            nonce: context.cache.proofs.text(origin(&request.url)),
            identifier: entropy.get(..16).unwrap_or_default(),
            issued_at: context.now,
        };
        proof.signing_input(&known_key(context)?)
    }

    /// Whether the server wants its nonce in the proof: the token endpoint says so, and nothing else (RFC 9449 section 8). Where the token is
    /// shown, it says so in a header that pages cannot read (section 9): there, it is a nonce that the proof did not have.
    fn wants_nonce(&self, context: &Context<'_>, response: &Response) -> bool {
        let Some(request) = self.request.as_ref().filter(|_| !response.dpop_nonce.is_empty()) else { return false };
        if request.access_token.is_some() {
            return response.status == 401 && context.cache.proofs.text(origin(&request.url)) != response.dpop_nonce;
        }
        let error = Record::parse(&response.body).ok().map(|body| body.text("error") == "use_dpop_nonce");
        response.status == 400 && error == Some(true)
    }

    /// Keeps the newest nonce of the server, whatever it has answered besides.
    fn note(&self, context: &mut Context<'_>, response: &Response) {
        let Some(request) = self.request.as_ref().filter(|_| !response.dpop_nonce.is_empty()) else { return };
        context.cache.proofs.set_text(origin(&request.url), &response.dpop_nonce);
    }
}

impl Flow for Proving {
    fn step(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>> {
        match self.stage {
            Stage::Inner => self.forward(context),
            Stage::Key => {
                learn_key(context)?;
                self.stage = Stage::Entropy;
                Ok(Step::Perform(Effect::Entropy.into()))
            }
            Stage::Entropy => {
                let Event::Entropy(bytes) = context.event()? else { return Err(Error::EntropyUnavailable.into()) };
                self.signing_input = self.input(context, &bytes)?;
                self.stage = Stage::Signing;
                Ok(Step::Perform(Effect::Key("sign", self.signing_input.clone()).into()))
            }
            Stage::Signing => {
                let signature = context.text()?.ok_or(Error::CryptoUnavailable)?;
                let request = self.request.as_mut().ok_or(Error::CryptoUnavailable)?;
                request.proof = take(&mut self.signing_input);
                request.proof.push('.');
                request.proof.push_str(&signature);
                let request = request.clone();
                self.stage = Stage::Sent;
                Ok(Step::Perform(Effect::Http(request).into()))
            }
            Stage::Sent => {
                let answer = context.http();
                if let Ok(response) = &answer {
                    let wants_nonce = self.wants_nonce(context, response);
                    self.note(context, response);
                    if wants_nonce && !replace(&mut self.is_repeated, true) {
                        self.stage = Stage::Entropy;
                        return Ok(Step::Perform(Effect::Entropy.into()));
                    }
                }
                self.stage = Stage::Inner;
                context.event = match answer {
                    Ok(response) if self.request.take().is_some_and(|request| request.form.is_some()) => {
                        Ok(Event::Http(as_bearer(*response)?.into()))
                    }
                    other => other.map(Event::Http),
                };
                self.forward(context)
            }
            Stage::Finishing => {
                learn_key(context)?;
                Ok(self.finish(context))
            }
        }
    }
}

/// Takes the key that the page has told.
pub(super) fn learn_key(context: &mut Context<'_>) -> Result<PublicKey, Box<Failure>> {
    let text = context.text()?.ok_or(Error::CryptoUnavailable)?;
    context.cache.proofs.set_text(KEY, &text);
    Ok(known_key(context)?)
}

/// The key that was told last.
pub(super) fn known_key(context: &Context<'_>) -> Result<PublicKey, Error> {
    let (algorithm, jwk) = cut(context.cache.proofs.text(KEY), b'\n');
    if algorithm.is_empty() {
        return Err(Error::CryptoUnavailable);
    }
    PublicKey::parse(&Record::parse(jwk.as_bytes())?, algorithm)
}

/// Whether a flow that ends so has begun a sign-in, or made ready for one.
fn needs_key(result: &Record) -> bool {
    result.member("state").is_some() || result.member("issuer").is_some()
}

/// Whether a request asks for tokens or carries one.
fn is_bound(request: &Request) -> bool {
    request.access_token.is_some() || request.form.as_deref().is_some_and(|form| form.starts_with("grant_type="))
}

/// The algorithm of a server's list that is used; empty if there is none in common (RFC 9449 section 5.1).
fn common(metadata: &Record) -> &'static str {
    let listed = metadata.member(SUPPORTED);
    ALGORITHMS.iter().find(|name| listed.is_some_and(|list| list.lists(name))).unwrap_or(&"")
}

/// Tokens that are bound, as the flow inside knows tokens. Whatever is not bound is not taken: somebody may have taken the proof away
/// (RFC 9449 sections 5 and 7.1).
fn as_bearer(response: Response) -> Result<Response, Box<Failure>> {
    let Ok(mut body) = Record::parse(&response.body) else { return Ok(response) };
    if body.member("access_token").is_none() {
        return Ok(response);
    }
    if !body.text("token_type").eq_ignore_ascii_case("dpop") {
        return Err(Failure::mismatch(Error::TokenTypeUnsupported, "DPoP", body.text("token_type")));
    }
    body.set_text("token_type", "Bearer");
    Ok(Response { body: body.to_json().into(), ..response })
}

/// The session, with what its tokens are.
fn bound(session: &str) -> Result<String, Error> {
    let mut record = Record::parse(session.as_bytes())?;
    record.set_text("token_type", "DPoP");
    Ok(record.to_json())
}
