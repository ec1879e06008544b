//! What must hold, whatever happens. Each is checked in the step that could break it.

use super::census::reasons;
use super::server::{name_of, read};
use super::tab::{Kind, Running};
use super::world::World;
use proofkey::error::Error;
use proofkey::json::Record;
use proofkey::session::Session;

impl World {
    /// Something is stored: what was checked, of one user, and nothing in the place of what its flow has not looked at.
    pub fn check_saved(&self, place: usize, text: &str) -> Result<(), String> {
        let running = &self.running[place];
        let name = running.name();
        let session = Session::parse(text, &self.client).ok_or_else(|| format!("{name} stores no session"))?;
        if text.contains("verifier") {
            return Err(format!("{name} stores a code verifier in the session"));
        }
        let claims = Record::parse(session.claims().unwrap().to_json().as_bytes()).unwrap();
        self.check_user(&name, session.access_token(), claims.text("sub"))?;
        self.check_user(&name, session.refresh_token(), claims.text("sub"))?;
        if read(session.access_token()) != read(session.refresh_token()) {
            return Err(format!("{name} stores tokens of two answers"));
        }
        if running.granted.as_deref() != Some(session.refresh_token()) {
            return Err(format!("{name} stores what did not come for it"));
        }
        if running.kind != Kind::AccessToken {
            return Ok(());
        }
        match self.stored_token(running) {
            None => Err(format!("{name} brings back a session that was ended")),
            stored if stored == running.sent => Ok(()),
            Some(other) => Err(format!("{name} overwrites {other}, which it has not looked at")),
        }
    }

    /// A refresh removes the session: the server or a check has refused it, and nothing else is in its place.
    pub fn check_removal(&self, place: usize) -> Result<(), String> {
        let running = &self.running[place];
        let name = running.name();
        if !running.is_refused {
            return Err(format!("{name} removes a session that nobody has refused"));
        }
        match self.stored_token(running) {
            Some(other) if Some(&other) != running.sent.as_ref() => {
                Err(format!("{name} removes {other}, which it has not looked at"))
            }
            _ => Ok(()),
        }
    }

    /// A flow tells its outcome.
    pub fn check_end(&self, running: &Running, outcome: &Result<Record, Error>) -> Result<(), String> {
        let name = running.name();
        if self.lock.holder == Some(running.id) || self.lock.waiting.contains(&running.id) {
            return Err(format!("{name} tells its outcome before it gives the lock back"));
        }
        if let Err(error) = outcome
            && !reasons(running.kind.name()).contains(error)
        {
            return Err(format!("{name} fails with {error:?}"));
        }
        match &running.kind {
            Kind::AccessToken => self.check_token(running, outcome),
            Kind::Callback(state) => {
                let text = self.tabs[running.tab].transactions.get(state);
                let has_begun = *outcome != Err(Error::StorageUnavailable);
                if has_begun && text.is_some_and(|text| text.contains("verifier")) {
                    return Err(format!("{name} leaves its code verifier behind"));
                }
                Ok(())
            }
            Kind::Login | Kind::Logout | Kind::StoredSession => Ok(()),
        }
    }

    fn check_token(&self, running: &Running, outcome: &Result<Record, Error>) -> Result<(), String> {
        let name = running.name();
        if let Ok(result) = outcome {
            let claims = Record::parse(result.text("claims").as_bytes()).unwrap();
            self.check_user(&name, result.text("access_token"), claims.text("sub"))?;
        }
        let is_lost = running.granted.is_some() && running.sent == self.stored_token(running);
        if is_lost && !running.is_hindered && !running.is_refused {
            return Err(format!("{name} loses the session: what came for {:?} is stored nowhere", running.sent));
        }
        Ok(())
    }

    fn check_user(&self, name: &str, token: &str, sub: &str) -> Result<(), String> {
        match read(token) {
            None => Err(format!("{name} believes {token}")),
            Some((family, _)) if name_of(self.server.families[family].user) == sub => Ok(()),
            Some(_) => Err(format!("{name} takes {token} for {sub}'s")),
        }
    }

    /// The refresh token that the store holds where this flow runs.
    pub fn stored_token(&self, running: &Running) -> Option<String> {
        let text = self.stores[self.store_of(running.tab)].as_deref()?;
        Session::parse(text, &self.client).map(|session| session.refresh_token().into())
    }
}
