//! One flow on its way. Every effect is begun without an await and ends behind the one await of the boundary: a future
//! inside a future would be a third of the core.

use super::{Browser, request, signature, transactions};
use crate::error::Error;
use crate::failure::Failure;
use crate::flow::{Effect, Event, Flow, Step};
use crate::json::Record;
use crate::protocol::http::Response;
use core::mem::take;
use core::ops::ControlFlow;
use js_sys::{Promise, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::ReadableStreamDefaultReader;

/// A flow, and what is being done for it.
pub struct Run {
    browser: Rc<Browser>,
    flow: Box<dyn Flow>,
    may_wait: bool,
    effect: Option<Effect>,
    /// The URL of the request that was made last, while its answer is what the flow looks at.
    endpoint: String,
    work: Work,
    response: Response,
    reader: Option<ReadableStreamDefaultReader>,
}

/// What to do with the value of the promise that is waited for.
#[derive(Clone, Copy)]
enum Work {
    /// Nothing was waited for yet.
    Begin,
    /// A store answered.
    Store,
    /// The lock is there.
    Lock,
    /// The answer's head is there.
    Head,
    /// A piece of the answer's body is there.
    Body,
    /// The key was imported.
    Key,
    /// The signature was checked.
    Signature,
    /// The digest was made.
    Digest,
}

/// Where an effect stands.
enum Pending {
    /// It is done.
    Ready(Event),
    /// It goes on when the promise is settled.
    Wait(Promise),
}

impl Run {
    /// A flow that was not stepped yet. One that may not wait fails where it would have to, before that is begun.
    pub fn new(browser: Rc<Browser>, flow: Box<dyn Flow>, may_wait: bool) -> Self {
        Self {
            browser,
            flow,
            may_wait,
            effect: None,
            endpoint: String::new(),
            work: Work::Begin,
            response: Response::default(),
            reader: None,
        }
    }

    /// Goes on with the settled promise until there is another one to wait for, or an end.
    #[inline(never)]
    pub fn advance(&mut self, outcome: Result<JsValue, JsValue>) -> ControlFlow<Result<Record, Box<Failure>>, Promise> {
        let mut pending = self.resume(outcome);
        loop {
            self.land(&pending);
            let event = match pending {
                Ok(Pending::Wait(promise)) => return ControlFlow::Continue(promise),
                Ok(Pending::Ready(event)) => Ok(event),
                Err(error) => Err(error),
            };
            match self.browser.step(&mut *self.flow, event) {
                Ok(Step::Perform(effect)) if !self.may_wait && !matches!(effect, Effect::Entropy) => {
                    return ControlFlow::Break(Err(Error::NotReady.into()));
                }
                Ok(Step::Perform(effect)) => {
                    // A failure is told behind the lock, whose request it was before it.
                    match &effect {
                        Effect::Http(request) => self.endpoint.clone_from(&request.url),
                        Effect::Unlock => {}
                        _ => self.endpoint.clear(),
                    }
                    self.effect = Some(effect);
                }
                Ok(Step::Finish(result)) => return ControlFlow::Break(Ok(result)),
                // What went wrong with an answer is half of the news; the other half is whose answer it was.
                Err(failure) if self.endpoint.is_empty() => return ControlFlow::Break(Err(failure)),
                Err(failure) => return ControlFlow::Break(Err(failure.with("endpoint", &self.endpoint))),
            }
            pending = self.begin();
        }
    }

    /// Whoever asks from here on is answered by what this page has learnt, or by a request of its own.
    fn land(&self, pending: &Result<Pending, Error>) {
        match (&self.effect, pending) {
            (_, Ok(Pending::Wait(_))) => {}
            (Some(Effect::Http(request)), _) => self.browser.land(request),
            _ => {}
        }
    }

    /// Begins the effect; one that needs no promise is done then.
    fn begin(&mut self) -> Result<Pending, Error> {
        let Browser { host, prefix, .. } = &*self.browser;
        let stored = match &self.effect {
            None => return Ok(Pending::Ready(Event::Begin)),
            Some(Effect::Entropy) => {
                let mut bytes = vec![0; 96];
                getrandom::fill(&mut bytes).map_err(|_| Error::EntropyUnavailable)?;
                return Ok(Pending::Ready(Event::Entropy(bytes)));
            }
            Some(Effect::Http(request)) => {
                self.work = Work::Head;
                return self.browser.fetch(request).map(Pending::Wait);
            }
            Some(Effect::SaveTransaction(state, text)) => {
                transactions::save(prefix, state, text, self.browser.now())?;
                return Ok(Pending::Ready(Event::Done));
            }
            Some(Effect::TakeTransaction(state)) => {
                return Ok(Pending::Ready(Event::Text(transactions::take(prefix, state, self.browser.now())?)));
            }
            Some(Effect::VerifySignature(check)) => {
                self.work = Work::Key;
                return signature::begin(host, check).map(Pending::Wait);
            }
            Some(Effect::Digest(hash, text)) => {
                self.work = Work::Digest;
                return signature::digest(hash, text).map(Pending::Wait);
            }
            Some(Effect::Lock) => host.lock(),
            Some(Effect::Unlock) => host.unlock(),
            Some(Effect::ReadSession) => host.read_session(),
            Some(Effect::RemoveEverything) => {
                // A storage that is denied holds nothing.
                let _ = transactions::clear(prefix);
                host.remove_session()
            }
            Some(Effect::ReplaceSession(before, after)) => host.replace_session(before, after),
            Some(Effect::SaveSession(text)) => host.save_session(text),
        };
        self.work = if matches!(self.effect, Some(Effect::Lock)) { Work::Lock } else { Work::Store };
        // A store that throws is one that is not available.
        let value = stored.map_err(|_| Error::StorageUnavailable)?;
        Ok(Pending::Wait(Promise::resolve(&value)))
    }

    /// Goes on with the effect.
    fn resume(&mut self, outcome: Result<JsValue, JsValue>) -> Result<Pending, Error> {
        let value = outcome.map_err(|reason| self.refused(&reason))?;
        match (self.work, &self.effect) {
            (Work::Store | Work::Lock, _) => {
                let event = if value.as_bool() == Some(true) { Event::Done } else { Event::Text(value.as_string()) };
                return Ok(Pending::Ready(event));
            }
            (Work::Digest, _) => return Ok(Pending::Ready(Event::Digest(Uint8Array::new(&value).to_vec()))),
            (Work::Signature, _) => return Ok(Pending::Ready(Event::Verified(value.is_truthy()))),
            (Work::Key, Some(Effect::VerifySignature(check))) => {
                self.work = Work::Signature;
                return signature::imported(&self.browser.host, check, &value.into()).map(Pending::Wait);
            }
            (Work::Head, Some(Effect::Http(request))) => {
                self.work = Work::Body;
                let answer: web_sys::Response = value.into();
                // It is a copy that is read where others may wait for the same answer.
                let copy = (!request.public_name().is_empty()).then(|| answer.clone().ok()).flatten();
                (self.response, self.reader) = request::head(copy.as_ref().unwrap_or(&answer));
            }
            (Work::Body, _) if !request::body(&mut self.response, value.unchecked_ref()) => self.reader = None,
            (Work::Body, _) => {}
            (Work::Begin | Work::Head | Work::Key, _) => return Ok(Pending::Ready(Event::Begin)),
        }
        match &self.reader {
            Some(reader) => request::read(&self.response, reader).map(Pending::Wait),
            None => Ok(Pending::Ready(Event::Http(take(&mut self.response).into()))),
        }
    }

    /// What it means that a promise was rejected.
    fn refused(&self, reason: &JsValue) -> Error {
        match self.work {
            Work::Begin | Work::Store => Error::StorageUnavailable,
            Work::Lock => Error::LockTimeout,
            Work::Head | Work::Body => request::failed(reason),
            // An algorithm that this browser does not have; or a key that is none, an EC point off its curve for example.
            Work::Key if request::is_called(reason, "NotSupportedError") => Error::CryptoUnavailable,
            Work::Key => Error::KeyUnusable,
            Work::Signature | Work::Digest => Error::CryptoUnavailable,
        }
    }
}
