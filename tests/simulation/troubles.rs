//! What happens to pages: they end, crash, and are navigated away; and what happens to the device.

use super::tab::{Kind, Tab};
use super::weather::Store;
use super::world::World;
use proofkey::error::Error;
use proofkey::json::Record;

impl World {
    /// One event that nobody asked for, unless everything is well.
    pub fn trouble(&mut self) -> bool {
        let weather = self.weather;
        let tab = self.chance.below(self.tabs.len());
        if self.chance.happens(weather.crashes) {
            self.census.count("a tab crashed");
            self.tell(format!("tab {tab} is gone, and another one opens"));
            self.leave(tab);
            self.tabs[tab] = Tab::default();
            if weather.store != Store::Shared {
                self.stores[tab] = None;
            }
        } else if self.chance.happens(weather.reloads) {
            self.census.count("a page was reloaded");
            self.leave(tab);
        } else if self.chance.happens(weather.clock_is_set) {
            let (much, little) = (self.chance.between(-7200..=7200), self.chance.between(-50..=50));
            self.clock_error = self.chance.pick(&[0, little, much]);
            self.census.count("a clock was set");
            self.tell(format!("the clock is {} s ahead", self.clock_error));
        } else if self.chance.happens(weather.sleeps) {
            self.census.count("the device slept");
            self.time += self.chance.between(600..=10_800);
        } else if self.chance.happens(weather.revocations) && self.server.revoke(&mut self.chance) {
            self.census.count("the server ended a session");
            self.tell("the server ends a family".into());
        } else if self.chance.happens(weather.lock_timeouts) {
            return self.give_up_waiting();
        } else {
            return false;
        }
        true
    }

    /// Whoever has waited longest for the lock does so no more.
    fn give_up_waiting(&mut self) -> bool {
        let Some(id) = self.lock.waiting.pop_front() else { return false };
        self.tell(format!("flow {id} has waited for long enough"));
        let waiting = self.running.iter_mut().find(|running| running.id == id);
        waiting.unwrap().event = Some(Err(Error::LockTimeout));
        true
    }

    /// The page ends, and with it every flow in it. The browser frees its lock; its requests are on their way.
    pub fn leave(&mut self, tab: usize) {
        self.tell(format!("the page in tab {tab} ends"));
        while let Some(place) = self.running.iter().position(|running| running.tab == tab) {
            let running = self.running.swap_remove(place);
            self.census.count("a flow ended with its page");
            for message in self.messages.iter_mut().filter(|message| message.flow == Some(running.id)) {
                message.flow = None;
            }
            if let Some(token) = &running.sent {
                self.ledger.lands(token);
                if self.stored_token(&running).as_ref() == Some(token) {
                    self.ledger.is_lost(token);
                }
            }
            self.release_lock(running.id);
        }
        let page = &mut self.tabs[tab];
        (page.cache, page.away) = Default::default();
        if self.weather.store == Store::Memory {
            self.stores[tab] = None;
        }
    }

    /// A flow has told its outcome; the rest is what the facade does with it.
    pub fn ended(&mut self, place: usize, outcome: Result<Record, Error>) -> Result<(), String> {
        let running = self.running.swap_remove(place);
        let told = outcome.as_ref().map(drop);
        self.tell(format!("{} ends with {told:?}", running.name()));
        self.census.count_outcome(&running, told.err());
        self.check_end(&running, &outcome)?;
        if let Some(token) = &running.sent
            && self.stored_token(&running).as_ref() == Some(token)
        {
            self.ledger.is_lost(token);
        }
        let (tab, store) = (running.tab, self.store_of(running.tab));
        match (&running.kind, outcome) {
            (Kind::Login, Ok(result)) => {
                self.leave(tab);
                self.tabs[tab].away = Some(result.text("url").into());
            }
            (Kind::Logout, Ok(result)) if !result.text("url").is_empty() => self.leave(tab),
            // A sign-out came while the code was redeemed.
            (Kind::Callback(_), Ok(_)) if running.epoch != self.tabs[tab].epoch => self.stores[store] = None,
            // The core may not have come as far as the session.
            (Kind::Logout, Err(_)) => self.stores[store] = None,
            _ => {}
        }
        Ok(())
    }
}
