//! The authorization request (RFC 6749 section 4.1.1, OpenID Connect Core 3.1.2.1, RFC 7636 section 4.3).

use super::client::{Client, Kind, checked_options, has_word, refused};
use super::transaction::Transaction;
use crate::error::{Error, Failure};
use crate::form::{open_query, push_pair};
use crate::json::{Record, Value, write_integer};

const OPTIONS: &[(&str, Kind)] = &[
    ("scope", Kind::Text),
    ("prompt", Kind::Text),
    ("maxAge", Kind::Seconds),
    ("claims", Kind::Object),
    ("authorizationParams", Kind::Params),
    ("appState", Kind::Text),
    ("returnTo", Kind::Text),
];

/// Parameters that belong to the protocol: no extra parameter may set them (conformance rule AR-07).
const RESERVED: &str = "response_type client_id redirect_uri scope state nonce code_challenge code_challenge_method \
    response_mode request request_uri prompt max_age claims client_secret";

/// The options of one `loginWithRedirect` call, checked.
#[derive(Clone, Debug, Default)]
pub struct LoginOptions(Record);

impl LoginOptions {
    /// Reads the options (JSON text; `appState` is JSON text within it).
    ///
    /// # Errors
    /// [`Error::ConfigError`] with the option's name.
    pub fn parse(options: &str) -> Result<Self, Box<Failure>> {
        let options = checked_options(options, OPTIONS)?;
        let prompt = options.text("prompt");
        // `none` stands alone (OpenID Connect Core 3.1.2.1).
        if has_word(prompt, "none") && prompt != "none" {
            return Err(refused("prompt"));
        }
        if options.member("scope").is_some_and(|scope| !scope.as_text().is_some_and(|scope| has_word(scope, "openid")))
        {
            return Err(refused("scope"));
        }
        let options = Self(options);
        // A request that nobody could check later is refused now.
        let values = options.acr_request().and_then(|acr| acr.member("values"));
        if values.is_some_and(|values| values.as_array().is_none()) {
            return Err(refused("claims"));
        }
        Ok(options)
    }

    /// The scope to ask for.
    #[must_use]
    pub fn scope<'a>(&'a self, client: &'a Client) -> &'a str {
        match self.0.text("scope") {
            "" => client.scope(),
            scope => scope,
        }
    }

    /// `max_age` in seconds; 0 is a value (OpenID Connect Core 3.1.2.1).
    #[must_use]
    pub fn max_age(&self) -> Option<i64> {
        self.0.seconds("maxAge")
    }

    /// The `acr` values of which one must come back, if the claims request makes `acr` essential (Core 5.5.1.1).
    #[must_use]
    pub fn essential_acr(&self) -> Option<Vec<Value>> {
        let acr = self.acr_request().filter(|acr| acr.member("essential") == Some(&Value::Bool(true)))?;
        let one = acr.member("value").cloned().map(|value| vec![value]);
        one.or_else(|| Some(acr.member("values")?.as_array()?.to_vec()))
    }

    fn acr_request(&self) -> Option<&Record> {
        self.0.member("claims")?.as_record()?.member("id_token")?.as_record()?.member("acr")?.as_record()
    }

    /// What stays in the browser: `appState` (JSON text) and `returnTo`, under the names that they have on return.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.0
    }
}

/// The URL that the browser is sent to.
///
/// # Errors
/// [`Error::ConfigError`] if an extra parameter would set one of the protocol's.
pub fn url(client: &Client, options: &LoginOptions, transaction: &Transaction) -> Result<String, Box<Failure>> {
    let verifier = transaction.code_verifier()?;
    let mut url = open_query(transaction.metadata().endpoint("authorization_endpoint"));
    for &(name, value) in &[
        ("response_type", "code"),
        ("client_id", client.client_id()),
        ("redirect_uri", client.redirect_uri()),
        ("scope", transaction.scope()),
        ("state", transaction.state()),
        ("nonce", transaction.nonce()),
        ("code_challenge", &verifier.challenge()),
        ("code_challenge_method", "S256"),
    ] {
        push_pair(&mut url, name, value);
    }
    let prompt = options.0.text("prompt");
    if !prompt.is_empty() {
        push_pair(&mut url, "prompt", prompt);
    }
    if let Some(seconds) = options.max_age() {
        let mut text = String::new();
        write_integer(seconds, &mut text);
        push_pair(&mut url, "max_age", &text);
    }
    if let Some(Value::Object(claims)) = options.0.member("claims") {
        push_pair(&mut url, "claims", &claims.to_json());
    }
    let mut extras = Record::default();
    for params in
        [client.params("authorizationParams"), options.0.member("authorizationParams").and_then(Value::as_record)]
    {
        for (name, value) in params.iter().flat_map(|params| params.members()) {
            if has_word(RESERVED, name) {
                return Err(refused("authorizationParams").with("received", name));
            }
            extras.set(name, value.clone());
        }
    }
    for (name, value) in extras.members() {
        push_pair(&mut url, name, value.as_text().ok_or(Error::ConfigError)?);
    }
    Ok(url)
}
