//! The authorization response that comes back in the callback URL (RFC 6749 section 4.1.2, RFC 9207).

use super::client::Client;
use super::http::{ERROR_MEMBERS, copy_error};
use super::metadata::Metadata;
use crate::error::Error;
use crate::failure::Failure;
use crate::form::{decoded, pairs, split_url};
use crate::json::Record;
use crate::text::{cut, has_word};

const MAX_URL: usize = 64 * 1024;
/// Parameters that must not be repeated (RFC 6749 section 3.1), beside [`ERROR_MEMBERS`].
const SINGLE: &str = "code state iss session_state";
/// Parameters of flows that this client never starts (RFC 9700 section 2.1.2).
const TOKENS: &str = "access_token id_token token response";

/// An authorization response, read and not yet believed. It has no `Debug`, since it may hold a code.
#[derive(Clone, Default)]
pub struct Callback {
    parameters: Record,
    /// What is wrong with it. It is told once the transaction is taken, which a bad response uses up like a good one.
    flaw: Option<Error>,
}

impl Callback {
    /// Reads the URL that the browser came back to. One that holds an answer and a `state` is given whatever is wrong with
    /// it: [`code`](Self::code) refuses it then.
    ///
    /// # Errors
    /// - [`Error::NotACallback`] if it holds neither `code` nor `error`
    /// - [`Error::StateNotFound`] if it holds no `state`, or what [`code`](Self::code) would refuse it for
    pub fn parse(url: &str, client: &Client) -> Result<Self, Error> {
        if url.len() > MAX_URL {
            return Err(Error::CallbackMalformed);
        }
        let (base, query, fragment) = split_url(url);
        let is_at_one = [client.redirect_uri(), client.relay_redirect_uri()].iter().any(|uri| is_at(base, uri));
        // A router that keeps its path in the fragment may have put its slash before the answer.
        let (answer, rest) = match client.response_mode() {
            "fragment" => (fragment.strip_prefix('/').unwrap_or(fragment), query),
            _ => (query, fragment),
        };
        let mut parameters = Record::default();
        let read = pairs(answer, &mut |name, value| {
            if has_word(TOKENS, name) {
                return Err(Error::CallbackHasToken);
            }
            if has_word(SINGLE, name) || has_word(ERROR_MEMBERS, name) {
                if parameters.member(name).is_some() {
                    return Err(Error::CallbackAmbiguous);
                }
                parameters.set_text(name, value);
            }
            Ok(())
        });
        let answers = [parameters.member("code"), parameters.member("error")];
        let flaw = if !is_at_one {
            Some(Error::NotACallback)
        } else if let Err(error) = read {
            Some(error)
        } else if has_token(rest) {
            Some(Error::CallbackHasToken)
        } else {
            match answers {
                [None, None] => Some(Error::NotACallback),
                [Some(_), Some(_)] => Some(Error::CallbackAmbiguous),
                [Some(one), None] | [None, Some(one)] if one.as_text() == Some("") => Some(Error::CallbackMalformed),
                _ => None,
            }
        };
        let is_nothing = flaw == Some(Error::NotACallback) && answers.iter().all(Option::is_none);
        if is_nothing || parameters.text("state").is_empty() {
            return Err(flaw.unwrap_or(Error::StateNotFound));
        }
        Ok(Self { parameters, flaw })
    }

    /// What it means that its `state` is none of this tab's.
    #[must_use]
    pub fn unknown_state(&self) -> Error {
        self.flaw.filter(|flaw| *flaw == Error::NotACallback).unwrap_or(Error::StateNotFound)
    }

    /// `state`, with which the transaction is looked up.
    #[must_use]
    pub fn state(&self) -> &str {
        self.parameters.text("state")
    }

    /// `session_state` (OpenID Connect Session Management 1.0 section 2); empty if it did not come.
    #[must_use]
    pub fn session_state(&self) -> &str {
        self.parameters.text("session_state")
    }

    /// The code that [`code`](Self::code) gave out before.
    #[must_use]
    pub fn redeemed_code(&self) -> &str {
        self.parameters.text("code")
    }

    /// The code, once the issuer is known to be the one that was asked; errors are believed no sooner.
    ///
    /// # Errors
    /// - [`Error::NotACallback`] if it is not at the redirect URI
    /// - [`Error::CallbackMalformed`], [`Error::CallbackAmbiguous`], [`Error::CallbackHasToken`]
    /// - [`Error::IssMismatch`], [`Error::IssMissing`] (RFC 9207 section 2.4)
    /// - [`Error::AuthorizationError`] with the members of the error response (RFC 6749 section 4.1.2.1)
    pub fn code(&self, issuer: &str, metadata: &Metadata) -> Result<&str, Box<Failure>> {
        if let Some(flaw) = self.flaw {
            return Err(flaw.into());
        }
        match self.parameters.member("iss") {
            // Servers that send it without announcing it are believed when it is right, and only then.
            Some(_) if self.parameters.text("iss") != issuer => {
                return Err(Failure::mismatch(Error::IssMismatch, issuer, self.parameters.text("iss")));
            }
            None if metadata.promises_iss() => return Err(Error::IssMissing.into()),
            _ => {}
        }
        if self.parameters.member("error").is_some() {
            let mut failure = Failure::new(Error::AuthorizationError);
            copy_error(&self.parameters, &mut failure.details);
            return Err(failure);
        }
        Ok(self.redeemed_code())
    }
}

/// Whether the part of the URL that is the app's own holds a token. It need not be a form, so nothing else of it is looked at,
/// nor is it asked whether the token can be decoded.
fn has_token(part: &str) -> bool {
    let mut rest = part;
    let mut found = false;
    while !rest.is_empty() {
        let (pair, behind) = cut(rest, b'&');
        let (name, value) = cut(pair, b'=');
        found |= !value.is_empty() && decoded(name).is_ok_and(|name| has_word(TOKENS, &name));
        rest = behind;
    }
    found
}

/// Whether the URL's part before the query is the redirect URI's. A browser writes an empty path as `/`.
fn is_at(base: &str, redirect_uri: &str) -> bool {
    let (expected, _, _) = split_url(redirect_uri);
    let slashes = expected.bytes().filter(|byte| *byte == b'/').count();
    base == expected || (slashes == 2 && base.strip_suffix('/') == Some(expected))
}
