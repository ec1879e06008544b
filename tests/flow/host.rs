//! A host that drives a flow: storage in maps, a clock that is set, entropy that is counted, answers from a script.

use super::fixtures::*;
use super::provider;
use super::signer;
use super::webcrypto;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::{Cache, Context, Effect, Event, Flow, HandleCallback, Login, Step, begin};
use proofkey::json::Record;
use proofkey::protocol::client::Client;
use proofkey::protocol::http::{Request, Response};
use proofkey::protocol::login::Way;
use proofkey::protocol::transaction::Transaction;
use serde_json::{Value, json};
use std::collections::{BTreeMap, VecDeque};

pub const DISCOVERY: &str = "https://op.example/.well-known/openid-configuration";
pub const TOKEN: &str = "https://op.example/token";
pub const JWKS: &str = "https://op.example/jwks";
pub const USERINFO: &str = "https://op.example/userinfo";
pub const REVOCATION: &str = "https://op.example/revoke";

/// How an effect fails, if it does.
pub type Broken = fn(&Effect) -> Option<Error>;

pub struct Host {
    pub client: Client,
    pub now: i64,
    pub session: Option<String>,
    pub transactions: BTreeMap<String, String>,
    /// Every effect that was asked for, in order.
    pub effects: Vec<Effect>,
    /// How an effect fails, if it does.
    pub broken: Broken,
    locked: bool,
    cache: Cache,
    logins: u8,
    /// Answers that are given once, in order.
    script: BTreeMap<String, VecDeque<Result<Response, Error>>>,
    /// Answers that are given when the script has none.
    standing: BTreeMap<String, Response>,
}

/// What one login put into its authorization URL.
pub struct Begun {
    pub url: String,
    pub state: String,
    pub nonce: String,
}

impl Host {
    /// A page of the baseline client, before a server that answers discovery and keys.
    pub fn new() -> Self {
        Self::with_client(client())
    }

    pub fn with_client(client: Client) -> Self {
        let mut host = Self {
            client,
            now: NOW,
            session: None,
            transactions: BTreeMap::new(),
            effects: Vec::new(),
            broken: |_| None,
            locked: false,
            cache: Cache::default(),
            logins: 0,
            script: BTreeMap::new(),
            standing: BTreeMap::new(),
        };
        host.stands(DISCOVERY, answer(&metadata_document()));
        host.stands(JWKS, answer(&provider::jwks("k1")));
        host
    }

    /// The URL answers this from now on.
    pub fn stands(&mut self, url: &str, response: Response) {
        self.standing.insert(url.into(), response);
    }

    /// The URL answers this once.
    pub fn answers(&mut self, url: &str, answer: impl Into<Result<Response, Error>>) {
        self.script.entry(url.into()).or_default().push_back(answer.into());
    }

    /// What a page has learnt is gone; storages stay.
    pub fn new_page(&mut self) {
        self.cache = Cache::default();
    }

    /// What the exported class does: begins the flow of that name, and drives it.
    pub fn run(&mut self, name: &str, input: &str) -> Result<Record, Box<Failure>> {
        self.drive_boxed(begin(name, input)?, |_, _| {})
    }

    pub fn drive(&mut self, flow: impl Flow + 'static) -> Result<Record, Box<Failure>> {
        self.drive_while(flow, |_, _| {})
    }

    /// Drives a flow; `meanwhile` happens behind each effect, before the flow hears of its outcome.
    pub fn drive_while(
        &mut self,
        flow: impl Flow + 'static,
        meanwhile: impl FnMut(&mut Self, &Effect),
    ) -> Result<Record, Box<Failure>> {
        self.drive_boxed(Box::new(flow), meanwhile)
    }

    pub fn drive_boxed(
        &mut self,
        mut flow: Box<dyn Flow>,
        mut meanwhile: impl FnMut(&mut Self, &Effect),
    ) -> Result<Record, Box<Failure>> {
        let mut event = Ok(Event::Begin);
        loop {
            let mut context = Context { client: &self.client, now: self.now, cache: &mut self.cache, event };
            match flow.step(&mut context)? {
                Step::Finish(result) => return Ok(result),
                Step::Perform(effect) => {
                    self.effects.push((*effect).clone());
                    event = self.perform(&effect);
                    meanwhile(self, &effect);
                }
            }
        }
    }

    fn perform(&mut self, effect: &Effect) -> Result<Event, Error> {
        if let Some(error) = (self.broken)(effect) {
            return Err(error);
        }
        match effect {
            Effect::Digest(hash, text) => return Ok(Event::Digest(webcrypto::digest(hash, text))),
            Effect::Entropy => {
                self.logins += 1;
                return Ok(Event::Entropy(entropy(self.logins).into()));
            }
            Effect::Http(request) => return self.answer_to(&request.url).map(|answer| Event::Http(answer.into())),
            Effect::Lock => {
                assert!(!self.locked, "nobody waits for a lock that it holds");
                self.locked = true;
            }
            Effect::Unlock => {
                assert!(self.locked, "what is given back was there");
                self.locked = false;
            }
            Effect::Key("publicKey", _) => return Ok(Event::Text(Some(format!("ES256\n{}", signer::jwk("ES256"))))),
            Effect::Key(_, text) => return Ok(Event::Text(Some(base64url(&signer::es256_signature(text))))),
            Effect::ReadSession => return Ok(Event::Text(self.session.clone())),
            Effect::RemoveEverything => {
                self.session = None;
                self.transactions.clear();
            }
            Effect::ReplaceSession(before, _) if self.session.as_ref() != Some(before) => {
                return Ok(Event::Text(self.session.clone()));
            }
            Effect::ReplaceSession(_, after) => self.session = Some(after.clone()).filter(|text| !text.is_empty()),
            Effect::SaveSession(text) => self.session = Some(text.clone()),
            Effect::SaveTransaction(state, text) => drop(self.transactions.insert(state.clone(), text.clone())),
            Effect::TakeTransaction(state) => {
                let tombstone = Transaction::tombstone(self.now);
                let text = self.transactions.get_mut(state).map(|text| std::mem::replace(text, tombstone));
                return Ok(Event::Text(text));
            }
            Effect::VerifySignature(check) => return Ok(Event::Verified(webcrypto::verifies(check))),
        }
        Ok(Event::Done)
    }

    fn answer_to(&mut self, url: &str) -> Result<Response, Error> {
        let scripted = self.script.get_mut(url).and_then(VecDeque::pop_front);
        scripted.unwrap_or_else(|| {
            let standing = self.standing.get(url).cloned();
            Ok(standing.unwrap_or_else(|| panic!("nobody expected a request to {url}")))
        })
    }

    /// Logs in and leaves the page for the authorization server.
    pub fn log_in(&mut self, options: Value) -> Begun {
        let url = self.drive(Login::new(&options.to_string(), Way::Redirect).unwrap()).unwrap().text("url").to_owned();
        self.new_page();
        let [state, nonce] = ["state", "nonce"].map(|name| parameters(&url, name).remove(0));
        Begun { url, state, nonce }
    }

    /// Comes back with a good code, to a token endpoint that answers this.
    pub fn come_back(&mut self, begun: &Begun, document: &Value) -> Result<Record, Box<Failure>> {
        self.answers(TOKEN, Ok(answer(document)));
        self.drive(HandleCallback::new(&callback_url(&begun.state)))
    }

    /// A whole sign-in with the baseline tokens; the record of effects begins anew behind it.
    pub fn sign_in(&mut self) -> Record {
        let begun = self.log_in(json!({}));
        let result = self.come_back(&begun, &provider::tokens(&begun.nonce)).unwrap();
        self.effects.clear();
        result
    }

    /// The stored session.
    pub fn stored(&self) -> Value {
        serde_json::from_str(self.session.as_deref().expect("a session is stored")).unwrap()
    }

    pub fn requests(&self, url: &str) -> Vec<&Request> {
        let requests = self.effects.iter().filter_map(|effect| match effect {
            Effect::Http(request) => Some(request),
            _ => None,
        });
        requests.filter(|request| request.url == url).collect()
    }

    /// The names of the recorded effects, with the URLs of the requests.
    pub fn trace(&self) -> Vec<String> {
        self.effects.iter().map(name_of).collect()
    }

    pub fn has_saved_a_session(&self) -> bool {
        self.effects.iter().any(|effect| match effect {
            Effect::SaveSession(_) => true,
            Effect::ReplaceSession(_, after) => !after.is_empty(),
            _ => false,
        })
    }
}

pub fn callback_url(state: &str) -> String {
    format!("{REDIRECT_URI}?code=code-of-{state}&state={state}&iss=https%3A%2F%2Fop.example")
}

fn name_of(effect: &Effect) -> String {
    match effect {
        Effect::Http(request) => {
            let method = if request.form.is_some() { "POST" } else { "GET" };
            let token = if request.access_token.is_some() { " with a token" } else { "" };
            let proof = if request.proof.is_empty() { "" } else { " with a proof" };
            let reload = if request.reload { " reload" } else { "" };
            format!("{method} {}{reload}{token}{proof}", request.url)
        }
        Effect::Digest(hash, _) => format!("Digest {hash}"),
        Effect::Entropy => "Entropy".into(),
        Effect::Lock => "Lock".into(),
        Effect::Key(name, _) => format!("Key {name}"),
        Effect::ReadSession => "ReadSession".into(),
        Effect::RemoveEverything => "RemoveEverything".into(),
        Effect::ReplaceSession(_, after) if after.is_empty() => "ReplaceSession by nothing".into(),
        Effect::ReplaceSession(..) => "ReplaceSession".into(),
        Effect::SaveSession(_) => "SaveSession".into(),
        Effect::SaveTransaction(..) => "SaveTransaction".into(),
        Effect::TakeTransaction(_) => "TakeTransaction".into(),
        Effect::Unlock => "Unlock".into(),
        Effect::VerifySignature(_) => "VerifySignature".into(),
    }
}
