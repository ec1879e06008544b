//! Signs a user in from the command line, by the system's browser (RFC 8252): `proofkey-native ISSUER CLIENT_ID`.

mod signatures;

use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::{self, Cache, Context, Effect, Event, Step};
use proofkey::json::Record;
use proofkey::protocol::client::Client;
use proofkey::protocol::http::{Request, Response};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The largest answer that is read, in bytes.
const MOST: u64 = 1 << 20;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [issuer, client_id] = arguments.as_slice() else {
        eprintln!("usage: proofkey-native ISSUER CLIENT_ID");
        return ExitCode::FAILURE;
    };
    match sign_in(issuer, client_id) {
        Ok(session) => {
            println!("Signed in: {}", session.text("claims"));
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{}: {}", failure.error.code(), failure.details.to_json());
            ExitCode::FAILURE
        }
    }
}

fn sign_in(issuer: &str, client_id: &str) -> Result<Record, Box<Failure>> {
    // Any free port: servers let native apps choose it (RFC 8252 section 7.3).
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|_| Error::NetworkError)?;
    let origin = format!("http://{}", listener.local_addr().map_err(|_| Error::NetworkError)?);
    let mut options = Record::default();
    options.set_text("issuer", issuer);
    options.set_text("clientId", client_id);
    options.set_text("redirectUri", &format!("{origin}/callback"));
    options.set_text("scope", "openid profile");
    options.set_text("page", &origin);
    let mut app = App::new(Client::parse(&options.to_json())?)?;

    // `window`: the transaction comes out with the URL, and this process keeps it until the answer is there.
    let begun = app.run("window", "{}")?;
    println!("Open in a browser: {}", begun.text("url"));
    let answer = answer_at(&listener, &origin).ok_or(Error::NetworkError)?;
    app.run("handleWindow", &format!("{}\n{answer}", begun.text("transaction")))
}

/// The URL that the browser comes back to.
fn answer_at(listener: &TcpListener, origin: &str) -> Option<String> {
    loop {
        let (mut stream, _) = listener.accept().ok()?;
        let mut line = String::new();
        BufReader::new(&stream).take(1 << 16).read_line(&mut line).ok()?;
        let path = line.split(' ').nth(1).unwrap_or_default();
        // A browser asks for an icon, too.
        let is_callback = path.starts_with("/callback?");
        let (status, text) = if is_callback { ("200 OK", "You can close this window.") } else { ("404 Not Found", "") };
        write!(stream, "HTTP/1.1 {status}\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n{text}").ok()?;
        if is_callback {
            return Some(format!("{origin}{path}"));
        }
    }
}

/// What performs the effects of the flows.
struct App {
    client: Client,
    cache: Cache,
    http: reqwest::blocking::Client,
    session: Option<String>,
}

impl App {
    fn new(client: Client) -> Result<Self, Error> {
        // Whoever has installed one already keeps it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::blocking::Client::builder()
            // A redirect would send code and verifier on to wherever it points (RFC 9700 section 4.12).
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(10))
            .build()
            .map_err(|_| Error::CryptoUnavailable)?;
        Ok(Self { client, cache: Cache::default(), http, session: None })
    }

    fn run(&mut self, name: &str, input: &str) -> Result<Record, Box<Failure>> {
        let mut flow = flow::begin(name, input)?;
        let mut event = Ok(Event::Begin);
        loop {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
            let now = i64::try_from(now).unwrap_or_default();
            match flow.step(&mut Context { client: &self.client, now, cache: &mut self.cache, event })? {
                Step::Finish(result) => return Ok(result),
                Step::Perform(effect) => event = self.perform(*effect),
            }
        }
    }

    fn perform(&mut self, effect: Effect) -> Result<Event, Error> {
        Ok(match effect {
            Effect::Entropy => {
                let mut bytes = vec![0; 96];
                getrandom::fill(&mut bytes).map_err(|_| Error::EntropyUnavailable)?;
                Event::Entropy(bytes)
            }
            Effect::Http(request) => Event::Http(Box::new(self.send(&request)?)),
            Effect::VerifySignature(check) => Event::Verified(signatures::verifies(&check)?),
            Effect::Digest(hash, text) => Event::Digest(signatures::digest(hash, &text)?),
            // It binds no tokens.
            Effect::Key(..) => return Err(Error::CryptoUnavailable),
            Effect::ReadSession => Event::Text(self.session.clone()),
            Effect::SaveSession(text) => {
                self.session = Some(text);
                Event::Done
            }
            Effect::ReplaceSession(_, text) => {
                self.session = Some(text).filter(|text| !text.is_empty());
                Event::Done
            }
            Effect::RemoveEverything => {
                self.session = None;
                Event::Done
            }
            // One thread, and one sign-in, whose transaction is in a variable.
            Effect::Lock | Effect::Unlock | Effect::SaveTransaction(..) => Event::Done,
            Effect::TakeTransaction(_) => Event::Text(None),
        })
    }

    fn send(&self, request: &Request) -> Result<Response, Error> {
        let mut builder = match &request.form {
            Some(form) => self
                .http
                .post(&request.url)
                .header("content-type", "application/x-www-form-urlencoded")
                .body(form.clone()),
            None => self.http.get(&request.url),
        };
        if let Some(token) = &request.access_token {
            builder = builder.bearer_auth(token);
        }
        let answer = builder.header("accept", "application/json").send();
        let answer = answer.map_err(|error| if error.is_timeout() { Error::Timeout } else { Error::NetworkError })?;
        let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut response = Response {
            status: answer.status().as_u16(),
            content_type: header("content-type").into(),
            retry_after: header("retry-after").into(),
            dpop_nonce: header("dpop-nonce").into(),
            body: Vec::new(),
        };
        answer.take(MOST + 1).read_to_end(&mut response.body).map_err(|_| Error::NetworkError)?;
        let is_whole = u64::try_from(response.body.len()).is_ok_and(|length| length <= MOST);
        if is_whole { Ok(response) } else { Err(Error::ResponseTooLarge) }
    }
}
