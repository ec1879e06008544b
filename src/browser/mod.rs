//! The one driver: it performs the effects of a flow with what a browser has, and feeds the answers back.

mod host;
mod request;
mod run;
mod signature;
mod transactions;

pub use host::Host;
pub use run::Run;

use crate::error::Error;
use crate::failure::Failure;
use crate::flow::{Cache, Context, Event, Flow, Step};
use crate::protocol::client::Client;
use core::cell::Cell;
use js_sys::JSON;
use wasm_bindgen::JsValue;

/// A client in its page.
pub struct Browser {
    client: Client,
    host: Host,
    /// Of this client's keys in sessionStorage.
    prefix: String,
    cache: Cell<Cache>,
}

impl Browser {
    /// A client that knows nothing of its issuer yet.
    pub fn new(client: Client, host: Host) -> Self {
        let prefix = host.transaction_prefix();
        Self { client, host, prefix, cache: Cell::default() }
    }

    /// One step, without an await: flows that overlap see the cache whole.
    fn step(&self, flow: &mut dyn Flow, event: Result<Event, Error>) -> Result<Step, Box<Failure>> {
        let mut cache = self.cache.take();
        let step = flow.step(&mut Context { client: &self.client, now: now(), cache: &mut cache }, event);
        self.cache.set(cache);
        step
    }
}

/// The JavaScript value of a JSON text. A call for each member of an object would be the larger code.
pub fn object(json: &str) -> JsValue {
    // The text is one that this core wrote: there is nothing in it to refuse.
    JSON::parse(json).unwrap_or_default()
}

/// Seconds since the epoch.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "saturates, and is whole on purpose")]
fn now() -> i64 {
    (js_sys::Date::now() / 1000.0) as i64
}
