//! One request with fetch: nothing extra sent, nothing followed, bounded in time and size.

use super::host::{Chunk, Host};
use crate::error::Error;
use crate::json::write_text;
use crate::protocol::http::{Request, Response};
use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortSignal, ReadableStreamDefaultReader};

const MAX_BODY: usize = 1 << 20;

/// Every request: a 307 would send code and verifier on to wherever it points (RFC 9700 section 4.12).
const INIT: &str = r#"{"redirect":"error","credentials":"omit","referrerPolicy":"no-referrer""#;
const GET: &str = r#","headers":{"accept":"application/json""#;
const GET_AGAIN: &str = r#","cache":"reload","headers":{"accept":"application/json""#;
const POST: &str = r#","cache":"no-store","method":"POST",
    "headers":{"accept":"application/json","content-type":"application/x-www-form-urlencoded""#;
const AUTHORIZED: &str =
    r#","cache":"no-store","headers":{"accept":"application/json,application/jwt","authorization":"#;

/// Sends the request.
pub fn begin(host: &Host, request: &Request, timeout_seconds: i64) -> Result<Promise, Error> {
    let milliseconds = u32::try_from(timeout_seconds.saturating_mul(1000)).unwrap_or(u32::MAX);
    let mut init = String::from(INIT);
    init.push_str(match request {
        Request { form: Some(_), .. } => POST,
        Request { access_token: Some(_), .. } => AUTHORIZED,
        Request { reload: true, .. } => GET_AGAIN,
        _ => GET,
    });
    if let Some(token) = &request.access_token {
        let mut credentials = String::from("Bearer ");
        credentials.push_str(token);
        write_text(&credentials, &mut init);
    }
    init.push('}');
    if let Some(form) = &request.form {
        init.push_str(",\"body\":");
        write_text(form, &mut init);
    }
    init.push('}');
    let init = host.object(&init);
    // Setting a member of a plain object that was just made cannot fail.
    let _ = Reflect::set(&init, &"signal".into(), &AbortSignal::timeout_with_u32(milliseconds));
    let answer = host.fetch(&request.url, &init).map_err(|reason| failed(&reason))?;
    Ok(Promise::resolve(&answer))
}

/// The answer's head, and the reader of its body.
pub fn head(answer: &web_sys::Response) -> (Response, Option<ReadableStreamDefaultReader>) {
    let headers = answer.headers();
    let header = |name| headers.get(name).ok().flatten().unwrap_or_default();
    let response = Response {
        status: answer.status(),
        content_type: header("content-type"),
        retry_after: header("retry-after"),
        body: Vec::new(),
    };
    (response, answer.body().map(|stream| stream.get_reader().unchecked_into()))
}

/// Takes a piece of the body; false at its end.
pub fn body(response: &mut Response, chunk: &Chunk) -> bool {
    let bytes = chunk.value();
    response.body.extend_from_slice(bytes.as_deref().unwrap_or_default());
    bytes.is_some()
}

/// Asks for the next piece, unless there were too many.
pub fn read(response: &Response, reader: &ReadableStreamDefaultReader) -> Result<Promise, Error> {
    if response.body.len() > MAX_BODY {
        let _ = reader.cancel();
        return Err(Error::ResponseTooLarge);
    }
    Ok(reader.read())
}

/// Why fetch failed. It tells a time-out, and hides everything else behind one TypeError.
pub fn failed(reason: &JsValue) -> Error {
    if is_called(reason, "TimeoutError") { Error::Timeout } else { Error::NetworkError }
}

/// Whether what was thrown has that name.
pub fn is_called(reason: &JsValue, name: &str) -> bool {
    Reflect::get(reason, &"name".into()).unwrap_or_default().as_string().as_deref() == Some(name)
}
