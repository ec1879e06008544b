//! The boundary: the name of a flow and JSON text in, a plain object out, one promise for each call. No logic.

mod allocator;
mod outcome;

use crate::browser::{Browser, Host, Run};
use crate::failure::Failure;
use crate::flow;
use crate::protocol::client::Client;
use core::ops::ControlFlow;
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
    /// Checks the options (JSON text), and throws what a promise would be rejected with. The prefix is that of this client's
    /// keys in sessionStorage.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, prefix: String, host: Host) -> Result<Core, JsValue> {
        let client = Client::parse(options).map_err(|failure| outcome::rejected(&host, &failure))?;
        Ok(Self(Rc::new(Browser::new(client, prefix, host))))
    }

    /// Runs a flow. The names, what goes in and what comes out are in `js/src/core.ts`, the other side of this method.
    ///
    /// A flow that needs no promise gives its object, or throws it, at once; any other one gives a promise. One that may not wait
    /// throws `not_ready` instead, and has begun nothing. It is the one place where a promise is spawned, and waited for.
    pub fn run(&self, flow: &str, input: &str, may_wait: bool) -> Result<JsValue, JsValue> {
        let browser = self.0.clone();
        let rejected = |failure: Box<Failure>| outcome::rejected(self.0.host(), &failure);
        let mut run = Box::new(Run::new(browser.clone(), flow::begin(flow, input).map_err(rejected)?, may_wait));
        let first = match run.advance(Ok(JsValue::UNDEFINED)) {
            ControlFlow::Continue(promise) => promise,
            ControlFlow::Break(outcome) => return outcome::settled(browser.host(), outcome),
        };
        let rest = async move {
            let mut promise = first;
            loop {
                match run.advance(JsFuture::from(promise).await) {
                    ControlFlow::Continue(next) => promise = next,
                    ControlFlow::Break(outcome) => return outcome::settled(browser.host(), outcome),
                }
            }
        };
        Ok(future_to_promise(rest).into())
    }
}
