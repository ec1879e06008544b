//! Effects, as the driver performs them. A storage may fail; the lock and the network let a flow wait.

use super::fixtures::*;
use super::network::Message;
use super::server::TOKEN;
use super::weather::Store;
use super::webcrypto;
use super::world::World;
use proofkey::error::Error;
use proofkey::flow::{Effect, Event};
use proofkey::protocol::http::Request;
use proofkey::protocol::transaction::{Transaction, must_go};

impl World {
    /// Begins an effect of a flow; what is done at once is heard at the flow's next step.
    pub fn perform(&mut self, place: usize, effect: Effect) -> Result<(), String> {
        self.tell(format!("{} asks for {}", self.running[place].name(), name_of(&effect)));
        if is_stored(&effect) && self.chance.happens(self.weather.store_fails) {
            self.tell("the storage fails".into());
            self.census.count("a storage failed");
            self.hinder(place);
            self.running[place].event = Some(Err(Error::StorageUnavailable));
            return Ok(());
        }
        let (id, tab, now) = (self.running[place].id, self.running[place].tab, self.now());
        let store = self.store_of(tab);
        self.running[place].has_queued |= effect == Effect::Lock;
        let event = match effect {
            Effect::Digest(hash, text) => Event::Digest(webcrypto::digest(hash, &text)),
            Effect::Entropy => Event::Entropy((0..12).flat_map(|_| self.chance.next().to_le_bytes()).collect()),
            Effect::Http(request) => return self.send(place, request),
            // A store of the tab's own is nobody else's to wait for; without Web Locks, nobody waits.
            Effect::Lock if self.weather.store != Store::Shared || !self.weather.has_locks => Event::Done,
            Effect::Lock if self.lock.ask(id) => Event::Done,
            Effect::Lock => return Ok(()),
            Effect::Unlock => {
                self.release_lock(id);
                Event::Done
            }
            Effect::ReadSession => Event::Text(self.stores[store].clone()),
            Effect::RemoveEverything => {
                self.stores[store] = None;
                self.tabs[tab].transactions.clear();
                Event::Done
            }
            Effect::ReplaceSession(before, _) if self.stores[store].as_ref() != Some(&before) => {
                Event::Text(self.stores[store].clone())
            }
            Effect::ReplaceSession(_, after) if after.is_empty() => {
                self.check_removal(place)?;
                self.stores[store] = None;
                Event::Done
            }
            Effect::ReplaceSession(_, after) => {
                self.check_saved(place, &after)?;
                self.stores[store] = Some(after);
                Event::Done
            }
            Effect::SaveSession(text) => {
                self.check_saved(place, &text)?;
                self.stores[store] = Some(text);
                Event::Done
            }
            Effect::SaveTransaction(state, text) => {
                let stored = &mut self.tabs[tab].transactions;
                let texts: Vec<String> = stored.values().cloned().collect();
                let mut index = 0..;
                stored.retain(|_, _| !must_go(&texts, index.next().unwrap(), now));
                stored.insert(state, text);
                Event::Done
            }
            Effect::TakeTransaction(state) => {
                let stored = self.tabs[tab].transactions.get_mut(&state);
                Event::Text(stored.map(|text| std::mem::replace(text, Transaction::tombstone(now))))
            }
            Effect::Key(..) => Event::Text(None),
            Effect::VerifySignature(check) => Event::Verified(webcrypto::verifies(&check)),
        };
        self.running[place].event = Some(Ok(event));
        Ok(())
    }

    fn send(&mut self, place: usize, request: Request) -> Result<(), String> {
        let form = request.form.as_deref().unwrap_or_default();
        let one = |name: &str| parameters(form, name).pop();
        let is_token = request.url == TOKEN;
        if !is_token && form.contains("verifier") {
            return Err(format!("a code verifier is sent to {}", request.url));
        }
        if is_token && let Some(token) = one("refresh_token") {
            if self.weather.is_guarded() {
                self.ledger.sends(&token)?;
            }
            self.running[place].sent = Some(token);
        } else if is_token {
            self.ledger.sends_verifier(&one("code_verifier").ok_or("a code is sent without a verifier")?)?;
        }
        self.messages.push(Message::new(self.running[place].id, request));
        Ok(())
    }

    /// Whoever is next has the lock now.
    pub fn release_lock(&mut self, id: usize) {
        if let Some(next) = self.lock.release(id)
            && let Some(running) = self.running.iter_mut().find(|running| running.id == next)
        {
            running.event = Some(Ok(Event::Done));
        }
    }
}

const fn is_stored(effect: &Effect) -> bool {
    use Effect as E;
    matches!(effect, E::ReadSession | E::RemoveEverything | E::ReplaceSession(..) | E::SaveSession(_))
        || matches!(effect, E::SaveTransaction(..) | E::TakeTransaction(_))
}

fn name_of(effect: &Effect) -> String {
    match effect {
        Effect::Http(request) => request.url.clone(),
        // With its tokens: these are worth nothing.
        Effect::SaveSession(text) | Effect::ReplaceSession(_, text) => {
            let members =
                text.split(',').filter(|member| member.contains("\"access_token") || member.contains("\"refresh_"));
            format!("SaveSession {}", members.collect::<String>())
        }
        Effect::SaveTransaction(..) => "SaveTransaction".into(),
        Effect::VerifySignature(_) => "VerifySignature".into(),
        other => format!("{other:?}"),
    }
}
