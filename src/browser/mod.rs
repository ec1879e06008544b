//! The one driver: it performs the effects of a flow with what a browser has, and feeds the answers back.

mod host;
mod request;
mod run;
mod signature;
mod transactions;
#[cfg(feature = "test-hooks")]
mod trap;

pub use host::Host;
pub use run::Run;

use crate::error::Error;
use crate::failure::Failure;
use crate::flow::{Cache, Context, Event, Flow, Step};
use crate::protocol::client::Client;
use crate::protocol::http::Request;
use core::cell::Cell;
use js_sys::Promise;

/// A client in its page.
pub struct Browser {
    client: Client,
    host: Host,
    /// Of this client's keys in sessionStorage.
    prefix: String,
    cache: Cell<Cache>,
    /// Public documents that are on their way: whoever asks for one of them waits for the same answer.
    flights: Cell<Vec<(String, Promise)>>,
}

impl Browser {
    /// A client that knows nothing of its issuer yet.
    pub fn new(client: Client, host: Host) -> Self {
        let prefix = host.transaction_prefix();
        Self { client, host, prefix, cache: Cell::default(), flights: Cell::default() }
    }

    /// What the facade lent.
    pub const fn host(&self) -> &Host {
        &self.host
    }

    /// Sends a request, or joins one.
    fn fetch(&self, request: &Request) -> Result<Promise, Error> {
        let name = request.public_name();
        let mut flights = self.flights.take();
        let joined = flights.iter().find(|(known, _)| *known == name).map(|(_, answer)| answer.clone());
        let answer = joined.map_or_else(|| request::begin(&self.host, request, self.client.timeout_seconds()), Ok);
        if let Ok(answer) = &answer
            && !name.is_empty()
        {
            flights.push((name, answer.clone()));
        }
        self.flights.set(flights);
        answer
    }

    /// Forgets a request: its answer was read, or there is none.
    fn land(&self, request: &Request) {
        let mut flights = self.flights.take();
        let name = request.public_name();
        flights.retain(|(known, _)| *known != name);
        self.flights.set(flights);
    }

    /// One step, without an await: flows that overlap see the cache whole.
    fn step(&self, flow: &mut dyn Flow, event: Result<Event, Error>) -> Result<Step, Box<Failure>> {
        let mut cache = self.cache.take();
        // In the middle of a step, while what it works on is out of its place: no better moment to break.
        #[cfg(feature = "test-hooks")]
        trap::at_step();
        let step = flow.step(&mut Context { client: &self.client, now: self.now(), cache: &mut cache }, event);
        self.cache.set(cache);
        step
    }

    /// Seconds since the epoch.
    #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "saturates, and is whole on purpose")]
    fn now(&self) -> i64 {
        self.host.now() as i64
    }
}
