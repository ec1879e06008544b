//! The boundary: the name of a flow and JSON text in, a plain object out, one promise for each call. No logic.

mod allocator;
mod outcome;

use crate::browser::{Browser, Host, Run};
use crate::error::Error;
use crate::flow;
use crate::protocol::client::Client;
use core::ops::ControlFlow;
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// One client. A flow may be begun while another one's promise is pending.
///
/// A promise is fulfilled with a plain object, or rejected with one: `code` and the members of
/// [`Failure::details`](crate::failure::Failure::details).
#[wasm_bindgen]
pub struct Core(Rc<Browser>);

#[wasm_bindgen]
impl Core {
    /// Checks the options (JSON text), and throws what a promise would be rejected with.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, host: Host) -> Result<Core, JsValue> {
        let client = Client::parse(options).map_err(|failure| outcome::rejected(&host, &failure))?;
        Ok(Self(Rc::new(Browser::new(client, host))))
    }

    /// Runs a flow that needs no promise, or throws what its promise would be rejected with: `not_ready` if it needs one.
    pub fn now(&self, flow: &str, input: &str) -> Result<JsValue, JsValue> {
        let outcome = flow::begin(flow, input).and_then(|flow| {
            match Run::new(self.0.clone(), flow, false).advance(Ok(JsValue::UNDEFINED)) {
                ControlFlow::Break(outcome) => outcome,
                ControlFlow::Continue(_) => Err(Error::NotReady.into()),
            }
        });
        let host = self.0.host();
        outcome.map(|record| outcome::fulfilled(host, &record)).map_err(|failure| outcome::rejected(host, &failure))
    }

    /// Runs a flow. The names, what goes in and what comes out are in `js/src/core.ts`, the other side of this method.
    ///
    /// It is the one place where a promise is spawned, and waited for.
    pub fn run(&self, flow: &str, input: &str) -> Promise {
        let browser = self.0.clone();
        let run = flow::begin(flow, input).map(|flow| Box::new(Run::new(browser.clone(), flow, true)));
        future_to_promise(async move {
            let mut run = run.map_err(|failure| outcome::rejected(browser.host(), &failure))?;
            let mut settled = Ok(JsValue::UNDEFINED);
            loop {
                match run.advance(settled) {
                    ControlFlow::Continue(promise) => settled = JsFuture::from(promise).await,
                    ControlFlow::Break(Ok(record)) => return Ok(outcome::fulfilled(browser.host(), &record)),
                    ControlFlow::Break(Err(failure)) => return Err(outcome::rejected(browser.host(), &failure)),
                }
            }
        })
    }
}
