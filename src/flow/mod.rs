//! The sequences, as machines without I/O: a flow is told an [`Event`] and names the next [`Effect`].
//!
//! **The invariant**: whoever drives a flow performs each effect once, in order, and tells its outcome at the next
//! step; a flow that is never stepped again has stored and announced nothing that it had not finished checking.

mod access_token;
mod callback;
mod discovery;
mod extended;
mod later;
mod login;
mod logout;
mod stored_session;
mod userinfo;
mod verification;

pub use access_token::AccessToken;
pub use callback::HandleCallback;
pub use discovery::Discovery;
pub use extended::{Proving, Pushing, ResourceProof, SignedResponse, Targeting};
pub use login::Login;
pub use logout::{HandleLogout, Logout};
pub use stored_session::StoredSession;
pub use userinfo::UserInfo;

use crate::error::Error;
use crate::failure::Failure;
use crate::json::Record;
use crate::protocol::client::Client;
use crate::protocol::http::{Request, Response};
use crate::protocol::jwks::Jwks;
use crate::protocol::jws::SignatureCheck;
use crate::protocol::login::Way;
use crate::protocol::metadata::Metadata;
use crate::protocol::options::refused;
use crate::session::Session;
use core::mem::replace;

/// What a flow needs done in the world.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The digest of a text, by a hash of WebCrypto's name. Answered by [`Event::Digest`].
    Digest(&'static str, String),
    /// 96 bytes of a cryptographic random number generator. Answered by [`Event::Entropy`].
    Entropy,
    /// A request. Answered by [`Event::Http`].
    Http(Request),
    /// What the key does that tokens are to be bound to, by its name in `js/src/page/dpop-key.ts`; answered by [`Event::Text`].
    /// `publicKey`, for an algorithm: the name of its algorithm, a line break, and the public half as JWK. It is made if there is none, or none
    /// for that algorithm; without a name, whatever key there is will do. `sign`, for a text: the signature, in base64url.
    Key(&'static str, String),
    /// Waits for the lock on the session that all tabs share. Answered by [`Event::Done`], or by
    /// [`Error::LockTimeout`] when another tab kept it for too long.
    Lock,
    /// The session's text, if the store has one. Answered by [`Event::Text`].
    ReadSession,
    /// Removes the session and this tab's transactions. Answered by [`Event::Done`].
    RemoveEverything,
    /// Replaces the session's text, the first one, by the second one, or removes it if that is empty: in one go, so that nothing
    /// comes between. Answered by [`Event::Done`], or by [`Event::Text`] with what was there instead, which stays.
    ReplaceSession(String, String),
    /// Stores the session's text in one write. Answered by [`Event::Done`].
    SaveSession(String),
    /// Stores a transaction's text in sessionStorage under its state. Answered by [`Event::Done`].
    SaveTransaction(String, String),
    /// The text stored under a state; a tombstone is left in its place. Answered by [`Event::Text`].
    TakeTransaction(String),
    /// Gives the lock back. Answered by [`Event::Done`].
    Unlock,
    /// A signature check by WebCrypto. Answered by [`Event::Verified`].
    VerifySignature(SignatureCheck),
}

/// What happened; the answer to the effect before it.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The first step of every flow.
    Begin,
    /// A digest.
    Digest(Vec<u8>),
    /// It was done, and there is nothing to tell.
    Done,
    /// Random bytes.
    Entropy(Vec<u8>),
    /// An answer of any status.
    Http(Box<Response>),
    /// What a storage held.
    Text(Option<String>),
    /// Whether the signature was good.
    Verified(bool),
}

/// Where a flow stands after a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// It needs this.
    Perform(Box<Effect>),
    /// It ended well, and this is what the facade gets.
    Finish(Record),
}

/// What a step may look at: the client, the second that it happens in, what this page has learnt so far, and the outcome of the effect
/// before, which is taken once.
pub struct Context<'a> {
    /// The configured client.
    pub client: &'a Client,
    /// Seconds since the epoch.
    pub now: i64,
    /// What this page knows of the issuer.
    pub cache: &'a mut Cache,
    /// What happened. The errors of the driver (no storage, no network, no entropy, no `WebCrypto`) come in through it.
    pub event: Result<Event, Error>,
}

impl Context<'_> {
    /// What happened.
    #[inline(never)]
    fn event(&mut self) -> Result<Event, Error> {
        replace(&mut self.event, Ok(Event::Done))
    }

    /// Nothing but that it was done.
    #[inline(never)]
    fn done(&mut self) -> Result<(), Error> {
        self.event().map(drop)
    }

    /// The answer to a request.
    #[inline(never)]
    fn http(&mut self) -> Result<Box<Response>, Error> {
        if let Event::Http(response) = self.event()? { Ok(response) } else { Err(Error::NetworkError) }
    }

    /// The text that a storage held.
    #[inline(never)]
    fn text(&mut self) -> Result<Option<String>, Error> {
        Ok(if let Event::Text(text) = self.event()? { text } else { None })
    }

    /// The session that the store held, if it is this client's.
    #[inline(never)]
    fn session(&mut self) -> Result<Option<Session>, Error> {
        Ok(self.text()?.and_then(|text| Session::parse(&text, self.client)))
    }
}

/// What one page has learnt of its issuer. It is only in memory, and holds no secret.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    metadata: Option<Metadata>,
    jwks: Option<Jwks>,
    /// When the keys were last fetched past the HTTP cache.
    jwks_reloaded_at: Option<i64>,
    /// What proofs are made with: `key`, the public half of the key that tokens are bound to, as the page told it last (a link's URL is made
    /// without asking); and by its origin the newest nonce of each server (RFC 9449 section 8.2).
    proofs: Record,
    /// Whether the login that takes its step has its request pushed by what is around it.
    pushes: bool,
}

/// Begins a flow by its name. `input` is the URL that the browser came back to, or options or tokens as JSON text; the other
/// flows have none.
///
/// # Errors
/// [`Error::ConfigError`] for the JSON text, or for a name that there is none of.
pub fn begin(name: &str, input: &str) -> Result<Box<dyn Flow>, Box<Failure>> {
    let Named(_, begin) = FLOWS.iter().find(|flow| flow.0 == name).ok_or_else(|| refused("flow"))?;
    begin(input)
}

/// A name, and how the flow of that name begins.
#[expect(clippy::type_complexity, reason = "what begin() is, too")]
struct Named(&'static str, fn(&str) -> Result<Box<dyn Flow>, Box<Failure>>);

/// A table and not a match: a function that is reached by a pointer alone may come later, with the flow that it begins.
static FLOWS: [Named; 14] = [
    Named("accessToken", later::access_token),
    Named("adopt", later::adopt),
    Named("extended", extended::extended),
    Named("handleCallback", |url| Ok(Box::new(HandleCallback::new(url)))),
    Named("handleLogout", later::handle_logout),
    Named("handleWindow", |answer| Ok(Box::new(HandleCallback::of_window(answer)))),
    Named("link", |options| Ok(Box::new(Login::new(options, Way::Link)?))),
    Named("login", |options| Ok(Box::new(Login::new(options, Way::Redirect)?))),
    Named("logout", later::logout),
    Named("metadata", |_| Ok(Box::new(Discovery::default()))),
    Named("revoke", later::revoke),
    Named("session", later::session),
    Named("userInfo", later::user_info),
    Named("window", |options| Ok(Box::new(Login::new(options, Way::Window)?))),
];

/// A sequence of effects.
pub trait Flow {
    /// Takes the outcome of the effect before, and says what comes next.
    ///
    /// # Errors
    /// A [`Failure`] ends the flow.
    fn step(&mut self, context: &mut Context<'_>) -> Result<Step, Box<Failure>>;
}
