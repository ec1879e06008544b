//! The shape of one request and of its answer, and what every JSON answer must be.

use crate::error::Error;
use crate::failure::Failure;
use crate::json::{Record, Value, whole};
use crate::text::{cut, has_word};

/// The members of an OAuth error, in a body or a callback URL (RFC 6749 sections 4.1.2.1 and 5.2); the last four are
/// ReachFive's.
pub(super) const ERROR_MEMBERS: &str =
    "error error_description error_uri error_id error_user_msg error_message_key error_details";

/// A request that a flow asks for.
///
/// Whoever performs it sends no credentials and no referrer, follows no redirect, stops reading at 1 MiB and
/// keeps the time limit of the client (RFC 9700 section 4.12, conformance rule TK-02).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Absolute URL.
    pub url: String,
    /// A form body makes it a POST that no cache may answer; without one it is a GET.
    pub form: Option<String>,
    /// The access token that it is made with, in the `Authorization` header alone (RFC 6750 section 2.1).
    pub access_token: Option<String>,
    /// Whether the HTTP cache must be passed by: keys are fetched again when one is not found.
    pub reload: bool,
    /// The proof that whoever sends it holds the key that its tokens are bound to (RFC 9449), in a header of its own; empty if there is none.
    /// The access token is of the type `DPoP` then.
    pub proof: String,
    /// The URL of a document that will be asked for next, most likely: it may be on its way at the same time. Empty if there is none.
    pub beside: String,
}

impl Request {
    /// A GET that a cache may answer. Whoever asks the same at the same time may share the answer.
    #[must_use]
    pub fn get(url: &str) -> Self {
        Self {
            url: url.into(),
            form: None,
            access_token: None,
            reload: false,
            proof: String::new(),
            beside: String::new(),
        }
    }

    /// A POST of a form.
    #[must_use]
    pub fn post(url: &str, form: String) -> Self {
        Self { form: Some(form), ..Self::get(url) }
    }
}

/// Copies the members of an OAuth error.
pub(super) fn copy_error(from: &Record, to: &mut Record) {
    for (name, value) in from.members() {
        let is_of_its_type = match value {
            Value::Text(text) => !text.is_empty(),
            // It lists what is wrong with each field.
            _ => name == "error_details",
        };
        if is_of_its_type && has_word(ERROR_MEMBERS, name) {
            to.set(name, value.clone());
        }
    }
}

/// What came back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// Status code.
    pub status: u16,
    /// The `Content-Type` header, empty if there is none.
    pub content_type: String,
    /// The `Retry-After` header, empty if there is none or the page may not read it.
    pub retry_after: String,
    /// The `DPoP-Nonce` header, empty if there is none or the page may not read it.
    pub dpop_nonce: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// Reads an answer as `send` of `js/src/core.ts` gives it: a line for its status and each of the three headers, and the body.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let (status, rest) = cut(text, b'\n');
        let (content_type, rest) = cut(rest, b'\n');
        let (retry_after, rest) = cut(rest, b'\n');
        let (dpop_nonce, body) = cut(rest, b'\n');
        Self {
            status: u16::try_from(whole(status)).unwrap_or_default(),
            content_type: content_type.into(),
            retry_after: retry_after.into(),
            dpop_nonce: dpop_nonce.into(),
            body: body.into(),
        }
    }

    /// The JSON object of a 200 answer of that media type, or of `application/json`.
    ///
    /// # Errors
    /// - `oauth_error` with its members if the body holds an OAuth error (RFC 6749 section 5.2), whatever the status
    ///   and type: real servers send errors under `text/html`, too; only a success is believed less
    /// - [`Error::HttpStatus`] if the status is not 200 and the body holds no OAuth error
    /// - [`Error::ResponseNotJson`] if the answer does not call itself JSON
    /// - [`Error::JsonInvalid`] if the strict reader refuses it
    pub fn record(&self, media_type: &str, oauth_error: Error) -> Result<Record, Box<Failure>> {
        let body = Record::parse(&self.body);
        if let Some(failure) = body.as_ref().ok().and_then(|body| self.oauth_failure(oauth_error, body)) {
            return Err(failure);
        }
        if self.status != 200 {
            return Err(self.failure(Error::HttpStatus));
        }
        if !self.is("application/json") && !self.is(media_type) {
            return Err(self.failure(Error::ResponseNotJson).with("received", self.essence()));
        }
        body.map_err(|error| self.failure(error))
    }

    /// Whether the answer calls itself that media type.
    #[must_use]
    pub fn is(&self, media_type: &str) -> bool {
        self.essence().eq_ignore_ascii_case(media_type)
    }

    fn essence(&self) -> &str {
        cut(&self.content_type, b';').0.trim_ascii()
    }

    fn oauth_failure(&self, error: Error, body: &Record) -> Option<Box<Failure>> {
        body.member("error")?;
        let mut failure = self.failure(error);
        copy_error(body, &mut failure.details);
        Some(failure)
    }

    fn failure(&self, error: Error) -> Box<Failure> {
        let mut failure = Failure::new(error);
        failure.details.set_seconds("status", self.status.into());
        if !self.retry_after.is_empty() {
            failure.details.set_text("retry_after", &self.retry_after);
        }
        failure
    }
}
