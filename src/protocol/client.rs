//! What the app configured: the client, and the tables that say which options there are.

use super::algorithm::{Algorithm, HS256};
use super::endpoint;
use super::jwks::Jwks;
use super::metadata::Metadata;
use super::options::{Kind, checked_options, refused};
use crate::error::Error;
use crate::failure::Failure;
use crate::json::{Record, Value};
use crate::text::has_word;

const REQUIRED: &[&str] = &["issuer", "clientId", "redirectUri", "page"];
const OPTIONS: &[(Kind, &str)] = &[
    (
        Kind::Text,
        "issuer clientId redirectUri relayRedirectUri page scope responseMode postLogoutRedirectUri \
         postLogoutRedirectParameter idTokenSignedResponseAlg userinfoSignedResponseAlg dpop resource",
    ),
    (Kind::Texts, "idTokenSignedResponseAlg trustedAudiences trustedIssuers resource"),
    (Kind::Flag, "discovery pushedAuthorizationRequests"),
    (Kind::Object, "jwks metadata"),
    (Kind::Seconds, "clockToleranceSeconds timeoutSeconds"),
    (Kind::Params, "authorizationParams tokenParams"),
];

/// The public client: its options, checked once. It has no secret, and none is accepted (RFC 6749 section 2.1).
#[derive(Clone, Debug, Default)]
pub struct Client {
    options: Record,
    jwks: Option<Jwks>,
    metadata: Option<Metadata>,
    algorithms: String,
}

impl Client {
    /// Reads the options of `createClient` (JSON text), with `page`, the URL of the page that they run in.
    ///
    /// # Errors
    /// [`Error::ConfigError`], with the option's name.
    pub fn parse(options: &str) -> Result<Self, Box<Failure>> {
        let mut client = Self { options: checked_options(options, OPTIONS)?, ..Self::default() };
        client.check()?;
        Ok(client)
    }

    /// Fills in what is made of the options.
    fn check(&mut self) -> Result<(), Box<Failure>> {
        let options = &self.options;
        if let Some(missing) = REQUIRED.iter().find(|name| options.text(name).is_empty()) {
            return Err(refused(missing));
        }
        for name in &["issuer", "redirectUri", "relayRedirectUri"] {
            if options.member(name).is_some() {
                let bad = endpoint::check(options.text(name), options.text("page"), Error::ConfigError);
                bad.map_err(|_| refused(name))?;
            }
        }
        if !["", "query", "fragment", "query.jwt"].contains(&options.text("responseMode")) {
            return Err(refused("responseMode"));
        }
        // An issuer has no query (OpenID Connect Discovery 3).
        if endpoint::has(options.text("issuer"), b'?') {
            return Err(refused("issuer"));
        }
        if options.seconds("clockToleranceSeconds").is_some_and(|seconds| seconds > 300) {
            return Err(refused("clockToleranceSeconds"));
        }
        if let Some(jwks) = options.member("jwks").and_then(Value::as_record) {
            self.jwks = Some(Jwks::parse(jwks).map_err(|_| refused("jwks"))?);
        }
        self.algorithms = match options.text("idTokenSignedResponseAlg") {
            HS256 => HS256.into(),
            _ => algorithms_of(options, "idTokenSignedResponseAlg")?,
        };
        algorithms_of(options, "userinfoSignedResponseAlg")?;
        if !has_word(self.scope(), "openid") {
            return Err(refused("scope"));
        }
        // What the app brings along passes the checks of what is fetched (conformance rule DI-06).
        if let Some(document) = options.member("metadata").and_then(Value::as_record) {
            let checked = Metadata::check(document, self);
            let why = |failure: Box<Failure>| refused("metadata").with("received", failure.details.text("received"));
            self.metadata = Some(checked.map_err(why)?);
        }
        if self.metadata.is_none() && !self.discovers() {
            return Err(refused("discovery"));
        }
        Ok(())
    }

    /// The issuer, exactly as configured.
    #[must_use]
    pub fn issuer(&self) -> &str {
        self.options.text("issuer")
    }

    /// `client_id`
    #[must_use]
    pub fn client_id(&self) -> &str {
        self.options.text("clientId")
    }

    /// `redirect_uri`, exactly as configured, on every wire.
    #[must_use]
    pub fn redirect_uri(&self) -> &str {
        self.options.text("redirectUri")
    }

    /// Where answers to a page that waits come to: the redirect URI, unless there is a page for them alone.
    #[must_use]
    pub fn relay_redirect_uri(&self) -> &str {
        match self.options.text("relayRedirectUri") {
            "" => self.redirect_uri(),
            uri => uri,
        }
    }

    /// `response_mode`, if the app names it: `query` or `fragment`.
    #[must_use]
    pub fn response_mode(&self) -> &str {
        self.options.text("responseMode")
    }

    /// Whether tokens are to be bound to a key (RFC 9449): `auto` where the server can, `required`, or `off`, as is the empty default. What
    /// makes proofs refuses every other word.
    #[must_use]
    pub fn dpop(&self) -> &str {
        self.options.text("dpop")
    }

    /// Whether authorization requests are pushed (RFC 9126).
    #[must_use]
    pub fn pushes(&self) -> bool {
        self.options.is_true("pushedAuthorizationRequests")
    }

    /// The APIs that tokens are asked for (RFC 8707): one text, or several. What asks for them checks it.
    #[must_use]
    pub fn resource(&self) -> Option<&Value> {
        self.options.member("resource")
    }

    /// The scope of a login that asks for none of its own; `openid` by default.
    #[must_use]
    pub fn scope(&self) -> &str {
        match self.options.text("scope") {
            "" => "openid",
            scope => scope,
        }
    }

    /// The URL of the page, for the loopback rule of [`endpoint::check`].
    #[must_use]
    pub fn page(&self) -> &str {
        self.options.text("page")
    }

    /// Where logout returns to, if anywhere.
    #[must_use]
    pub fn post_logout_redirect_uri(&self) -> &str {
        self.options.text("postLogoutRedirectUri")
    }

    /// The name of the parameter that tells a logout of the server's own where to return to; empty if it is OpenID
    /// Connect's logout.
    #[must_use]
    pub fn post_logout_redirect_parameter(&self) -> &str {
        self.options.text("postLogoutRedirectParameter")
    }

    /// The names of the algorithms that ID Tokens may be signed with, separated by spaces; RS256 by default
    /// (OpenID Connect Core 3.1.3.7 item 7).
    #[must_use]
    pub fn id_token_algorithms(&self) -> &str {
        &self.algorithms
    }

    /// The same of `UserInfo` answers; by default what ID Tokens are signed with.
    #[must_use]
    pub fn userinfo_algorithms(&self) -> &str {
        match self.options.text("userinfoSignedResponseAlg") {
            "" => &self.algorithms,
            name => name,
        }
    }

    /// Whether the app declared that `UserInfo` answers are signed.
    #[must_use]
    pub fn wants_signed_userinfo(&self) -> bool {
        self.options.member("userinfoSignedResponseAlg").is_some()
    }

    /// Whether the app declared that its ID Tokens are signed with HS256, under a secret that a browser cannot have.
    ///
    /// They are then believed because TLS brought them from the token endpoint (OpenID Connect Core 3.1.3.7 item 6).
    #[must_use]
    pub fn trusts_token_endpoint(&self) -> bool {
        self.algorithms == HS256
    }

    /// The key set that the app brought along: then `jwks_uri` is never asked.
    #[must_use]
    pub const fn jwks(&self) -> Option<&Jwks> {
        self.jwks.as_ref()
    }

    /// The metadata that the app brought along: it stands in when nobody answers, and names the endpoints that a
    /// discovered document leaves out.
    #[must_use]
    pub const fn metadata(&self) -> Option<&Metadata> {
        self.metadata.as_ref()
    }

    /// Whether the server is asked for its metadata.
    #[must_use]
    pub fn discovers(&self) -> bool {
        !matches!(self.options.member("discovery"), Some(Value::Bool(false)))
    }

    /// How far the clocks of the two sides may differ: 60 seconds by default, at most 300.
    #[must_use]
    pub fn clock_tolerance_seconds(&self) -> i64 {
        self.options.seconds("clockToleranceSeconds").unwrap_or(60)
    }

    /// Whether the app lists this as one that it trusts: in `trustedAudiences`, beside this client, or in `trustedIssuers`, beside
    /// the issuer.
    #[must_use]
    pub fn trusts(&self, option: &str, name: &str) -> bool {
        self.options.member(option).is_some_and(|trusted| trusted.lists(name))
    }

    /// Extra parameters: `authorizationParams` or `tokenParams`.
    #[must_use]
    pub fn params(&self, name: &str) -> Option<&Record> {
        self.options.member(name).and_then(Value::as_record)
    }
}

/// The names of an option that lists algorithms, separated by spaces; RS256 if it is not given.
fn algorithms_of(options: &Record, option: &str) -> Result<String, Box<Failure>> {
    let Some(names) = options.member(option) else { return Ok("RS256".into()) };
    let mut algorithms = String::new();
    for name in names.as_list() {
        let algorithm = Algorithm::parse(name.as_text().unwrap_or_default()).map_err(|_| refused(option))?;
        if !algorithms.is_empty() {
            algorithms.push(' ');
        }
        algorithms.push_str(algorithm.name);
    }
    if algorithms.is_empty() { Err(refused(option)) } else { Ok(algorithms) }
}
