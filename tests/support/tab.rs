//! A tab of the browser: a core, and a server that the test can spoil.
#![allow(dead_code, reason = "each file of tests uses its part")]

use js_sys::{Function, Promise, Reflect};
use proofkey::{Core, Host};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

pub const CALLBACK: &str = "http://localhost/callback";

/// A client and its server.
pub struct Tab {
    pub core: Core,
    pub server: JsValue,
}

impl Tab {
    pub async fn open(algorithm: &str) -> Self {
        // The first is made by js/scripts/test.mjs.
        let source =
            concat!(include_str!("../../target/facade.js"), include_str!("server.js"), "return startServer(algorithm)");
        let start = Function::new_with_args("algorithm", source);
        let server = start.call1(&JsValue::NULL, &algorithm.into()).unwrap();
        let server = JsFuture::from(server.unchecked_into::<Promise>()).await.unwrap();
        let options = format!(
            r#"{{"issuer":"https://op.example","clientId":"spa-1","redirectUri":"{CALLBACK}","page":"http://localhost/",
                "idTokenSignedResponseAlg":"{algorithm}"}}"#
        );
        let host: Host = Reflect::get(&server, &"host".into()).unwrap().unchecked_into();
        Self { core: Core::new(&options, "test:tx:".into(), host).unwrap(), server }
    }

    /// What a flow of the core ends with.
    pub async fn run(&self, flow: &str, input: &str) -> Result<JsValue, JsValue> {
        let begun = self.core.run(flow, input, true)?;
        JsFuture::from(Promise::resolve(&begun)).await
    }

    /// Begins a sign-in; gives the parameters of the authorization URL.
    pub async fn login(&self) -> web_sys::UrlSearchParams {
        let result = self.run("login", "{}").await.unwrap();
        let url = web_sys::Url::new(&text(&result, "url")).unwrap();
        assert_eq!(url.origin() + &url.pathname(), "https://op.example/authorize");
        self.set("nonce", &url.search_params().get("nonce").unwrap().into());
        url.search_params()
    }

    pub async fn callback(&self, query: &str) -> Result<JsValue, String> {
        let url = format!("{CALLBACK}?{query}");
        self.run("handleCallback", &url).await.map_err(|rejection| text(&rejection, "code"))
    }

    pub fn set(&self, member: &str, value: &JsValue) {
        Reflect::set(&self.server, &member.into(), value).unwrap();
    }

    /// The bodies that the token endpoint got.
    pub fn token_requests(&self) -> Vec<web_sys::UrlSearchParams> {
        let requests: js_sys::Array = Reflect::get(&self.server, &"tokenRequests".into()).unwrap().unchecked_into();
        let read = |body: JsValue| web_sys::UrlSearchParams::new_with_str(&body.as_string().unwrap()).unwrap();
        requests.iter().map(read).collect()
    }
}

pub fn text(object: &JsValue, member: &str) -> String {
    Reflect::get(object, &member.into()).unwrap().as_string().unwrap_or_default()
}
