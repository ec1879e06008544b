//! The boundary: JSON text in, a plain object out, one promise for each call. No logic.

mod allocator;
mod outcome;

use crate::browser::{Browser, Host, Run};
use crate::flow::Name;
use crate::protocol::client::Client;
use core::ops::ControlFlow;
use js_sys::Promise;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// One client. Every method may be called while another one's promise is pending.
///
/// A promise is fulfilled with a plain object, or rejected with one: `code` and the members of
/// [`Failure::details`](crate::failure::Failure::details).
#[wasm_bindgen]
pub struct Core(Rc<Browser>);

#[wasm_bindgen]
impl Core {
    /// Checks the options (JSON text), and throws what a promise would be rejected with.
    #[wasm_bindgen(constructor)]
    pub fn new(options: &str, host: Host) -> Result<Core, JsValue> {
        let client = Client::parse(options).map_err(|failure| outcome::rejected(&host, &failure))?;
        Ok(Self(Rc::new(Browser::new(client, host))))
    }

    /// Fetches what a login will need.
    pub fn prepare(&self) -> Promise {
        self.run(Name::Prepare, "")
    }

    /// Begins a sign-in; gives `url`.
    pub fn login(&self, options: &str) -> Promise {
        self.run(Name::Login, options)
    }

    /// Ends a sign-in; gives the session's view with `appState` and `returnTo`.
    #[wasm_bindgen(js_name = handleCallback)]
    pub fn handle_callback(&self, url: &str) -> Promise {
        self.run(Name::HandleCallback, url)
    }

    /// Gives `access_token` and the session's view.
    #[wasm_bindgen(js_name = accessToken)]
    pub fn access_token(&self, options: &str) -> Promise {
        self.run(Name::AccessToken, options)
    }

    /// Makes a session of tokens that another library obtained; gives what `accessToken` gives.
    pub fn adopt(&self, tokens: &str) -> Promise {
        self.run(Name::Adopt, tokens)
    }

    /// Gives `claims`, as JSON text.
    #[wasm_bindgen(js_name = userInfo)]
    pub fn user_info(&self) -> Promise {
        self.run(Name::UserInfo, "")
    }

    /// Ends the session, and takes the grant back at the server.
    pub fn revoke(&self) -> Promise {
        self.run(Name::Revoke, "")
    }

    /// Ends the session; gives `url` if the server is to be told.
    pub fn logout(&self, options: &str) -> Promise {
        self.run(Name::Logout, options)
    }

    /// Gives `state_matches`.
    #[wasm_bindgen(js_name = handleLogout)]
    pub fn handle_logout(&self, url: &str) -> Promise {
        self.run(Name::HandleLogout, url)
    }

    /// The one place where a promise is spawned, and waited for.
    #[inline(never)]
    fn run(&self, name: Name, input: &str) -> Promise {
        let browser = self.0.clone();
        let run = name.begin(input).map(|flow| Box::new(Run::new(browser.clone(), flow)));
        future_to_promise(async move {
            let mut run = run.map_err(|failure| outcome::rejected(browser.host(), &failure))?;
            let mut settled = Ok(JsValue::UNDEFINED);
            loop {
                match run.advance(settled) {
                    ControlFlow::Continue(promise) => settled = JsFuture::from(promise).await,
                    ControlFlow::Break(Ok(record)) => return Ok(outcome::fulfilled(browser.host(), &record)),
                    ControlFlow::Break(Err(failure)) => return Err(outcome::rejected(browser.host(), &failure)),
                }
            }
        })
    }
}
