//! The one driver: it performs the effects of a flow with what a browser has, and feeds the answers back.

mod host;
mod run;
mod transactions;
#[cfg(feature = "test-hooks")]
mod trap;

pub use host::Host;
pub use run::Run;

use crate::error::Error;
use crate::failure::Failure;
use crate::flow::{Cache, Context, Event, Flow, Step};
use crate::protocol::client::Client;
use core::cell::Cell;

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
    pub fn new(client: Client, prefix: String, host: Host) -> Self {
        Self { client, host, prefix, cache: Cell::default() }
    }

    /// What the facade lent.
    pub const fn host(&self) -> &Host {
        &self.host
    }

    /// One step, without an await: flows that overlap see the cache whole.
    fn step(&self, flow: &mut dyn Flow, event: Result<Event, Error>) -> Result<Step, Box<Failure>> {
        let mut cache = self.cache.take();
        // In the middle of a step, while what it works on is out of its place: no better moment to break.
        #[cfg(feature = "test-hooks")]
        trap::at_step();
        let step = flow.step(&mut Context { client: &self.client, now: self.now(), cache: &mut cache, event });
        self.cache.set(cache);
        step
    }

    /// Seconds since the epoch.
    #[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "saturates, and is whole on purpose")]
    fn now(&self) -> i64 {
        self.host.now() as i64
    }
}
