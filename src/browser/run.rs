//! One flow on its way. Every effect is begun without an await and ends behind the one await of the boundary: a future
//! inside a future would be a third of the core.

use super::{Browser, now, request, signature, transactions};
use crate::error::Error;
use crate::failure::Failure;
use crate::flow::{Effect, Event, Flow, Step};
use crate::json::Record;
use crate::protocol::http::Response;
use core::mem::take;
use core::ops::ControlFlow;
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::ReadableStreamDefaultReader;

/// A flow, and what is being done for it.
pub struct Run {
    browser: Rc<Browser>,
    flow: Box<dyn Flow>,
    effect: Option<Effect>,
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
    /// The answer's head is there.
    Head,
    /// A piece of the answer's body is there.
    Body,
    /// The key was imported.
    Key,
    /// The signature was checked.
    Signature,
}

/// Where an effect stands.
enum Pending {
    /// It is done.
    Ready(Event),
    /// It goes on when the promise is settled.
    Wait(Promise),
}

impl Run {
    /// A flow that was not stepped yet.
    pub fn new(browser: Rc<Browser>, flow: Box<dyn Flow>) -> Self {
        Self { browser, flow, effect: None, work: Work::Begin, response: Response::default(), reader: None }
    }

    /// Goes on with the settled promise until there is another one to wait for, or an end.
    #[inline(never)]
    pub fn advance(&mut self, outcome: Result<JsValue, JsValue>) -> ControlFlow<Result<Record, Box<Failure>>, Promise> {
        let mut pending = self.resume(outcome);
        loop {
            let event = match pending {
                Ok(Pending::Wait(promise)) => return ControlFlow::Continue(promise),
                Ok(Pending::Ready(event)) => Ok(event),
                Err(error) => Err(error),
            };
            match self.browser.step(&mut *self.flow, event) {
                Ok(Step::Perform(effect)) => self.effect = Some(effect),
                Ok(Step::Finish(result)) => return ControlFlow::Break(Ok(result)),
                // What went wrong with an answer is half of the news; the other half is whose answer it was.
                Err(failure) => {
                    return ControlFlow::Break(Err(match &self.effect {
                        Some(Effect::Http(request)) => failure.with("endpoint", &request.url),
                        _ => failure,
                    }));
                }
            }
            pending = self.begin();
        }
    }

    /// Begins the effect; one that needs no promise is done then.
    fn begin(&mut self) -> Result<Pending, Error> {
        let Browser { client, host, prefix, .. } = &*self.browser;
        let stored = match &self.effect {
            None => return Ok(Pending::Ready(Event::Begin)),
            Some(Effect::Entropy) => {
                let mut bytes = vec![0; 96];
                getrandom::fill(&mut bytes).map_err(|_| Error::EntropyUnavailable)?;
                return Ok(Pending::Ready(Event::Entropy(bytes)));
            }
            Some(Effect::Http(request)) => {
                self.work = Work::Head;
                return request::begin(host, request, client.timeout_seconds()).map(Pending::Wait);
            }
            Some(Effect::SaveTransaction(state, text)) => {
                transactions::save(prefix, state, text, now())?;
                return Ok(Pending::Ready(Event::Done));
            }
            Some(Effect::TakeTransaction(state)) => {
                return Ok(Pending::Ready(Event::Text(transactions::take(prefix, state, now())?)));
            }
            Some(Effect::VerifySignature(check)) => {
                self.work = Work::Key;
                return signature::begin(check).map(Pending::Wait);
            }
            Some(Effect::ReadSession) => host.read_session(),
            Some(Effect::RemoveEverything) => {
                // A storage that is denied holds nothing.
                let _ = transactions::clear(prefix);
                host.remove_session()
            }
            Some(Effect::RemoveSession) => host.remove_session(),
            Some(Effect::SaveSession(text)) => host.save_session(text),
        };
        self.work = Work::Store;
        // A store that throws is one that is not available.
        let value = stored.map_err(|_| Error::StorageUnavailable)?;
        Ok(Pending::Wait(Promise::resolve(&value)))
    }

    /// Goes on with the effect.
    fn resume(&mut self, outcome: Result<JsValue, JsValue>) -> Result<Pending, Error> {
        let value = outcome.map_err(|reason| self.refused(&reason))?;
        match (self.work, &self.effect) {
            (Work::Store, _) => return Ok(Pending::Ready(Event::Text(value.as_string()))),
            (Work::Signature, _) => return Ok(Pending::Ready(Event::Verified(value.is_truthy()))),
            (Work::Key, Some(Effect::VerifySignature(check))) => {
                self.work = Work::Signature;
                return signature::imported(check, &value.into()).map(Pending::Wait);
            }
            (Work::Head, _) => {
                self.work = Work::Body;
                (self.response, self.reader) = request::head(&value.into());
            }
            (Work::Body, _) if !request::body(&mut self.response, value.unchecked_ref()) => self.reader = None,
            (Work::Body, _) => {}
            (Work::Begin | Work::Key, _) => return Ok(Pending::Ready(Event::Begin)),
        }
        match &self.reader {
            Some(reader) => request::read(&self.response, reader).map(Pending::Wait),
            None => Ok(Pending::Ready(Event::Http(take(&mut self.response)))),
        }
    }

    /// What it means that a promise was rejected.
    fn refused(&self, reason: &JsValue) -> Error {
        match self.work {
            Work::Begin | Work::Store => Error::StorageUnavailable,
            Work::Head | Work::Body => request::failed(reason),
            // The point of an EC key that is not on its curve ends here.
            Work::Key => Error::KeyUnusable,
            Work::Signature => Error::CryptoUnavailable,
        }
    }
}
