//! One flow on its way. Every effect is begun without an await and ends behind the one await of the boundary: a future
//! inside a future would be a third of the core.

use super::{Browser, transactions};
use crate::error::Error;
use crate::failure::Failure;
use crate::flow::{Effect, Event, Flow, Step};
use crate::json::Record;
use crate::protocol::http::Response;
use core::ops::ControlFlow;
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// What an effect of the facade's can fail with; anything else that it says means that the store is not available.
const FAILURES: &[Error] = &[
    Error::CryptoUnavailable,
    Error::KeyUnusable,
    Error::LockTimeout,
    Error::NetworkError,
    Error::ResponseTooLarge,
    Error::Timeout,
];

/// A flow, and what is being done for it.
pub struct Run {
    browser: Rc<Browser>,
    flow: Box<dyn Flow>,
    may_wait: bool,
    /// Nothing at first.
    effect: Option<Box<Effect>>,
    /// The URL of the request that was made last, while its answer is what the flow looks at.
    endpoint: String,
}

impl Run {
    /// A flow that was not stepped yet. One that may not wait fails where it would have to, before that is begun.
    pub const fn new(browser: Rc<Browser>, flow: Box<dyn Flow>, may_wait: bool) -> Self {
        Self { browser, flow, may_wait, effect: None, endpoint: String::new() }
    }

    /// Goes on with the settled promise until there is another one to wait for, or an end.
    #[inline(never)]
    pub fn advance(&mut self, outcome: Result<JsValue, JsValue>) -> ControlFlow<Result<Record, Box<Failure>>, Promise> {
        let mut event = self.answer(outcome);
        loop {
            match self.browser.step(&mut *self.flow, event) {
                Ok(Step::Perform(effect)) if !self.may_wait && !matches!(*effect, Effect::Entropy) => {
                    return ControlFlow::Break(Err(Error::NotReady.into()));
                }
                Ok(Step::Perform(effect)) => {
                    // A failure is told behind the lock, whose request it was before it.
                    match &*effect {
                        Effect::Http(request) => self.endpoint.clone_from(&request.url),
                        Effect::Unlock => {}
                        _ => self.endpoint.clear(),
                    }
                    match self.browser.begin(&effect) {
                        ControlFlow::Continue(promise) => {
                            self.effect = Some(effect);
                            return ControlFlow::Continue(promise);
                        }
                        ControlFlow::Break(done) => event = done,
                    }
                }
                Ok(Step::Finish(result)) => return ControlFlow::Break(Ok(result)),
                // What went wrong with an answer is half of the news; the other half is whose answer it was.
                Err(failure) if self.endpoint.is_empty() => return ControlFlow::Break(Err(failure)),
                Err(failure) => return ControlFlow::Break(Err(failure.with("endpoint", &self.endpoint))),
            }
        }
    }

    /// What the promise was settled with, as the answer to the effect that was begun with it.
    fn answer(&self, outcome: Result<JsValue, JsValue>) -> Result<Event, Error> {
        let value = outcome.map_err(|reason| {
            let code = reason.as_string().unwrap_or_default();
            *FAILURES.iter().find(|error| error.code() == code).unwrap_or(&Error::StorageUnavailable)
        })?;
        if value.as_bool() == Some(true) {
            return Ok(if matches!(self.effect.as_deref(), Some(Effect::VerifySignature(_))) {
                Event::Verified(true)
            } else {
                Event::Done
            });
        }
        let text = value.as_string();
        Ok(match self.effect.as_deref() {
            None => Event::Begin,
            Some(Effect::Http(_)) => Event::Http(Response::parse(&text.unwrap_or_default()).into()),
            Some(Effect::Digest(..)) => Event::Digest(bytes_of(&text.unwrap_or_default())),
            Some(Effect::VerifySignature(_)) => Event::Verified(false),
            _ => Event::Text(text),
        })
    }
}

impl Browser {
    /// Begins an effect; one that needs no promise is done then.
    fn begin(&self, effect: &Effect) -> ControlFlow<Result<Event, Error>, Promise> {
        let Self { host, prefix, .. } = self;
        ControlFlow::Continue(match effect {
            Effect::Entropy => {
                let mut bytes = vec![0; 96];
                let filled = getrandom::fill(&mut bytes).map_err(|_| Error::EntropyUnavailable);
                return ControlFlow::Break(filled.map(|()| Event::Entropy(bytes)));
            }
            Effect::SaveTransaction(state, text) => {
                let saved = transactions::save(prefix, state, text, self.now());
                return ControlFlow::Break(saved.map(|()| Event::Done));
            }
            Effect::TakeTransaction(state) => {
                return ControlFlow::Break(transactions::take(prefix, state, self.now()).map(Event::Text));
            }
            Effect::Http(request) => host.ask(&[
                "send",
                &request.url,
                request.form.as_deref().unwrap_or_default(),
                request.access_token.as_deref().unwrap_or_default(),
                if request.reload { "reload" } else { "" },
                &request.beside,
                &request.proof,
            ]),
            Effect::VerifySignature(check) => host.ask(&[
                "verify",
                &check.jwk.to_json(),
                check.algorithm.parameters,
                &text_of(&check.signing_input),
                &text_of(&check.signature),
            ]),
            Effect::Digest(hash, text) => host.ask(&["digest", hash, text]),
            Effect::Key(name, text) => host.ask(&["key", name, text]),
            Effect::Lock => host.ask(&["lock"]),
            Effect::Unlock => host.ask(&["unlock"]),
            Effect::ReadSession => host.ask(&["readSession"]),
            Effect::RemoveEverything => {
                // A storage that is denied holds nothing.
                let _ = transactions::clear(prefix);
                host.ask(&["removeSession"])
            }
            Effect::ReplaceSession(before, after) => host.ask(&["replaceSession", before, after]),
            Effect::SaveSession(text) => host.ask(&["saveSession", text]),
        })
    }
}

/// Bytes travel as texts of as many characters.
fn text_of(bytes: &[u8]) -> String {
    let mut text = String::new();
    for byte in bytes {
        text.push(char::from(*byte));
    }
    text
}

fn bytes_of(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for character in text.chars() {
        if let Ok(byte) = u8::try_from(character) {
            bytes.push(byte);
        }
    }
    bytes
}
