//! What was sent and what came for it: one refresh for each refresh token, and a second one only if the first one's answer
//! never came.

use std::collections::BTreeSet;

#[derive(Default)]
pub struct Ledger {
    under_way: BTreeSet<String>,
    answered: BTreeSet<String>,
    verifiers: BTreeSet<String>,
}

impl Ledger {
    /// A refresh token is sent.
    pub fn sends(&mut self, token: &str) -> Result<(), String> {
        if self.answered.contains(token) {
            return Err(format!("{token} is sent again, though its answer came"));
        }
        if !self.under_way.insert(token.into()) {
            return Err(format!("two requests with {token} are under way"));
        }
        Ok(())
    }

    /// Nobody waits any more for what is to come for it.
    pub fn lands(&mut self, token: &str) {
        self.under_way.remove(token);
    }

    /// Somebody has got the next token for it.
    pub fn is_answered(&mut self, token: &str) {
        self.answered.insert(token.into());
    }

    /// What came for it was lost with whoever had got it.
    pub fn is_lost(&mut self, token: &str) {
        self.answered.remove(token);
    }

    /// A code is sent with its verifier.
    pub fn sends_verifier(&mut self, verifier: &str) -> Result<(), String> {
        if self.verifiers.insert(verifier.into()) { Ok(()) } else { Err("a code verifier is sent twice".into()) }
    }
}
