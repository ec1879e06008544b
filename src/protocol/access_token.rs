//! What a caller needs of an access token.

use super::options::{Kind, checked_options};
use crate::failure::Failure;
use crate::json::Record;
use crate::text::has_word;

const OPTIONS: &[(Kind, &str)] =
    &[(Kind::Flag, "forceRefresh"), (Kind::Seconds, "minValiditySeconds"), (Kind::Text, "scope")];
/// A token with less life left than this is refreshed rather than handed out, unless the caller says otherwise.
const MIN_VALIDITY_SECONDS: i64 = 30;

/// The options of one `getAccessToken` call, checked.
#[derive(Clone, Debug, Default)]
pub struct AccessTokenOptions(Record);

impl AccessTokenOptions {
    /// Reads the options (JSON text).
    ///
    /// # Errors
    /// [`ConfigError`](crate::error::Error::ConfigError) with the option's name.
    pub fn parse(options: &str) -> Result<Self, Box<Failure>> {
        Ok(Self(checked_options(options, OPTIONS)?))
    }

    /// Whether the token at hand will not do, however fresh it is.
    #[must_use]
    pub fn forces_refresh(&self) -> bool {
        self.0.is_true("forceRefresh")
    }

    /// How long the token must live at least; 30 by default.
    #[must_use]
    pub fn min_validity_seconds(&self) -> i64 {
        self.0.seconds("minValiditySeconds").unwrap_or(MIN_VALIDITY_SECONDS)
    }

    /// What the token must have been granted.
    #[must_use]
    pub fn scope(&self) -> &str {
        self.0.text("scope")
    }

    /// Whether a token of that scope was granted all of it (RFC 6749 section 5.1).
    #[must_use]
    pub fn are_covered_by(&self, scope: &str) -> bool {
        self.scope().split_ascii_whitespace().all(|word| has_word(scope, word))
    }
}
