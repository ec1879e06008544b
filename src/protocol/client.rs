//! What the app configured: the client, and the tables that say which options there are.

use super::algorithm::Algorithm;
use super::endpoint;
use super::options::{Kind, checked_options, refused};
use crate::error::Error;
use crate::failure::Failure;
use crate::json::{Record, Value};
use crate::text::has_word;

const OPTIONS: &[(&str, Kind)] = &[
    ("issuer", Kind::Required),
    ("clientId", Kind::Required),
    ("redirectUri", Kind::Required),
    ("page", Kind::Required),
    ("scope", Kind::Text),
    ("postLogoutRedirectUri", Kind::Text),
    ("idTokenSignedResponseAlg", Kind::Text),
    ("trustedAudiences", Kind::Texts),
    ("clockToleranceSeconds", Kind::Seconds),
    ("timeoutSeconds", Kind::Seconds),
    ("authorizationParams", Kind::Params),
    ("tokenParams", Kind::Params),
];

/// The public client: its options, checked once. It has no secret, and none is accepted (RFC 6749 section 2.1).
#[derive(Clone, Debug)]
pub struct Client {
    options: Record,
    algorithm: Algorithm,
}

impl Client {
    /// Reads the options of `createClient` (JSON text), with `page`, the URL of the page that they run in.
    ///
    /// # Errors
    /// [`Error::ConfigError`], with the option's name.
    pub fn parse(options: &str) -> Result<Self, Box<Failure>> {
        let options = checked_options(options, OPTIONS)?;
        for name in &["issuer", "redirectUri"] {
            let bad = endpoint::check(options.text(name), options.text("page"), Error::ConfigError);
            bad.map_err(|_| refused(name))?;
        }
        // An issuer has no query (OpenID Connect Discovery 3).
        if endpoint::has(options.text("issuer"), b'?') {
            return Err(refused("issuer"));
        }
        if options.seconds("clockToleranceSeconds").is_some_and(|seconds| seconds > 300) {
            return Err(refused("clockToleranceSeconds"));
        }
        let algorithm = match options.text("idTokenSignedResponseAlg") {
            "" => Algorithm::Rs256,
            name => Algorithm::parse(name).map_err(|_| refused("idTokenSignedResponseAlg"))?,
        };
        let client = Self { options, algorithm };
        if has_word(client.scope(), "openid") { Ok(client) } else { Err(refused("scope")) }
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

    /// The one algorithm that ID Tokens are signed with; RS256 by default (OpenID Connect Core 3.1.3.7 item 7).
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// How far the clocks of the two sides may differ: 60 seconds by default, at most 300.
    #[must_use]
    pub fn clock_tolerance_seconds(&self) -> i64 {
        self.options.seconds("clockToleranceSeconds").unwrap_or(60)
    }

    /// How long one request may take: 10 seconds by default.
    #[must_use]
    pub fn timeout_seconds(&self) -> i64 {
        self.options.seconds("timeoutSeconds").unwrap_or(10)
    }

    /// Whether an audience beside this client is one that the app trusts.
    #[must_use]
    pub fn trusts_audience(&self, audience: &str) -> bool {
        let trusted = self.options.member("trustedAudiences").and_then(Value::as_array).unwrap_or_default();
        trusted.iter().any(|known| known.as_text() == Some(audience))
    }

    /// Extra parameters: `authorizationParams` or `tokenParams`.
    #[must_use]
    pub fn params(&self, name: &str) -> Option<&Record> {
        self.options.member(name).and_then(Value::as_record)
    }
}
