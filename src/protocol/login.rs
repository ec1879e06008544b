//! The options of a sign-in.

use super::client::Client;
use super::options::{Kind, checked_options, refused};
use crate::failure::Failure;
use crate::json::{Record, Value};
use crate::text::has_word;

const OPTIONS: &[(Kind, &str)] = &[
    (Kind::Text, "scope prompt acrValues loginHint uiLocales display responseMode appState returnTo"),
    (Kind::Flag, "idTokenHint"),
    (Kind::Seconds, "maxAge"),
    (Kind::Object, "claims"),
    (Kind::Params, "authorizationParams"),
];

/// How the browser goes to the authorization server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// The page goes, now.
    #[default]
    Redirect,
    /// The page may go, when the user follows a link.
    Link,
    /// Another window or a frame goes, and the page waits for its answer.
    Window,
}

/// The options of one sign-in, checked.
#[derive(Clone, Debug, Default)]
pub struct LoginOptions {
    record: Record,
    way: Way,
}

impl LoginOptions {
    /// Reads the options (JSON text; `appState` is JSON text within it).
    ///
    /// # Errors
    /// [`Error::ConfigError`](crate::error::Error::ConfigError) with the option's name.
    pub fn parse(options: &str, way: Way) -> Result<Self, Box<Failure>> {
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
        // Only a page that waits hears a message (OAuth 2.0 Web Message Response Mode).
        if !["", "web_message"].contains(&options.text("responseMode"))
            || (options.member("responseMode").is_some() && way != Way::Window)
        {
            return Err(refused("responseMode"));
        }
        let options = Self { record: options, way };
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
        match self.record.text("scope") {
            "" => client.scope(),
            scope => scope,
        }
    }

    /// `max_age` in seconds; 0 is a value (OpenID Connect Core 3.1.2.1).
    #[must_use]
    pub fn max_age(&self) -> Option<i64> {
        self.record.seconds("maxAge")
    }

    /// The `acr` values of which one must come back, if the claims request makes `acr` essential (Core 5.5.1.1).
    #[must_use]
    pub fn essential_acr(&self) -> Option<Vec<Value>> {
        let acr = self.acr_request().filter(|acr| acr.is_true("essential"))?;
        let one = acr.member("value").cloned().map(|value| vec![value]);
        one.or_else(|| Some(acr.member("values")?.as_array()?.to_vec()))
    }

    fn acr_request(&self) -> Option<&Record> {
        self.record.member("claims")?.as_record()?.member("id_token")?.as_record()?.member("acr")?.as_record()
    }

    /// The options by their names: what the request carries, and `appState` and `returnTo`, which stay in the browser.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.record
    }

    /// How the browser goes.
    #[must_use]
    pub const fn way(&self) -> Way {
        self.way
    }

    /// Where the answer is to come to.
    #[must_use]
    pub fn redirect_uri<'a>(&self, client: &'a Client) -> &'a str {
        if self.way == Way::Window { client.relay_redirect_uri() } else { client.redirect_uri() }
    }

    /// Names the user who is to sign in by their ID Token, and what the client wants of every answer.
    pub fn complete(&mut self, client: &Client, id_token: &str) {
        self.record.set_text("idTokenHint", id_token);
        if self.record.member("responseMode").is_none() {
            self.record.set_text("responseMode", client.response_mode());
        }
    }

    /// Whether the user who is signed in must be the one who signs in.
    #[must_use]
    pub fn hints(&self) -> bool {
        self.record.is_true("idTokenHint")
    }
}
