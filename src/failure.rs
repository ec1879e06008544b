//! What carries an error out of the core.

use crate::error::Error;
use crate::json::Record;

/// What leaves a flow when it fails: the error, and what is known about it that is safe to show.
///
/// `details` never holds a token, a code or a verifier. Its members are those of `ProofkeyError`.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// Why.
    pub error: Error,
    /// Members such as `error`, `error_description`, `status`, `option`, `expected`, `received`.
    pub details: Record,
}

impl Failure {
    /// A failure without details.
    ///
    /// Failures are rare and large, and results are everywhere: a box keeps every result small.
    #[must_use]
    pub fn new(error: Error) -> Box<Self> {
        Box::new(Self { error, details: Record::default() })
    }

    /// A failure that tells what should have been there, and what was there instead.
    #[must_use]
    #[inline(never)]
    pub fn mismatch(error: Error, expected: &str, received: &str) -> Box<Self> {
        Self::new(error).with("expected", expected).with("received", received)
    }

    /// Adds one detail.
    #[must_use]
    pub fn with(mut self: Box<Self>, name: &str, value: &str) -> Box<Self> {
        self.details.set_text(name, value);
        self
    }
}

impl From<Error> for Box<Failure> {
    #[inline(never)]
    fn from(error: Error) -> Self {
        Failure::new(error)
    }
}
