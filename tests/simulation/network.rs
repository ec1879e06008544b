//! Requests and answers on their way. Each leg is a step of its own: a message may be lost before the server acts or behind
//! it, be slow, arrive twice, or be given up by the one who waits.

use super::fixtures::*;
use super::server::{Forgery, TOKEN};
use super::tab::Running;
use super::world::World;
use proofkey::error::Error;
use proofkey::flow::Event;
use proofkey::protocol::http::{Request, Response};
use proofkey::protocol::jws::Jws;
use proofkey::protocol::token::TokenResponse;

pub struct Message {
    /// Who waits for the answer; nobody once it was given up, or its tab is gone.
    pub flow: Option<usize>,
    pub request: Request,
    answer: Option<Answer>,
}

struct Answer {
    response: Response,
    is_forged: bool,
}

impl Message {
    pub fn new(flow: usize, request: Request) -> Self {
        Self { flow: Some(flow), request, answer: None }
    }
}

impl World {
    /// One leg of one message, if there is one.
    pub fn carry_one(&mut self) -> bool {
        if self.messages.is_empty() {
            return false;
        }
        let place = self.chance.below(self.messages.len());
        if self.chance.happens(self.weather.lost) {
            let message = self.messages.swap_remove(place);
            let leg = if message.answer.is_some() { "the answer of" } else { "the request to" };
            self.census.count(if message.answer.is_some() { "an answer was lost" } else { "a request was lost" });
            self.deliver(message.flow, &message.request, Err(Error::NetworkError), leg);
            return true;
        }
        if self.chance.happens(self.weather.given_up) {
            let flow = self.messages[place].flow.take();
            let request = self.messages[place].request.clone();
            self.census.count("a request was given up");
            self.deliver(flow, &request, Err(Error::Timeout), "the patience with");
            return true;
        }
        if self.messages[place].answer.is_none() {
            self.arrive(place);
        } else {
            let message = self.messages.swap_remove(place);
            self.deliver(message.flow, &message.request, Ok(message.answer.unwrap()), "the answer of");
        }
        true
    }

    /// The server acts.
    fn arrive(&mut self, place: usize) {
        let request = self.messages[place].request.clone();
        let with_id_token = self.weather.refreshes_id_token;
        let (time, expires_in) = (self.time, self.weather.expires_in);
        let mut is_forged = false;
        let response = if self.chance.happens(self.weather.busy) {
            Response { status: 503, ..answer_text("") }
        } else if request.url == TOKEN && self.chance.happens(self.weather.forged) {
            is_forged = true;
            self.census.count("an answer was forged");
            let how = self.chance.pick(&[Forgery::Signature, Forgery::Subject, Forgery::Issuer]);
            self.server.forge(&request, how, time)
        } else {
            let mut response = self.server.handle(&request, time, expires_in, with_id_token);
            if self.chance.happens(self.weather.doubled) {
                self.census.count("a request arrived twice");
                let second = self.server.handle(&request, time, expires_in, with_id_token);
                response = if self.chance.happens(500) { response } else { second };
            }
            response
        };
        self.tell(format!(
            "the server answers {} with {}{}",
            request.url,
            response.status,
            if is_forged { ", forged" } else { "" }
        ));
        self.messages[place].answer = Some(Answer { response, is_forged });
    }

    fn deliver(&mut self, flow: Option<usize>, request: &Request, outcome: Result<Answer, Error>, lost: &str) {
        let Some(place) = self.running.iter().position(|running| Some(running.id) == flow) else { return };
        let told = if outcome.is_ok() { "hears" } else { "loses" };
        self.tell(format!("{} {told} {lost} {}", self.running[place].name(), request.url));
        let running = &mut self.running[place];
        let is_token = request.url == TOKEN;
        if is_token && let Some(token) = &running.sent {
            self.ledger.lands(token);
        }
        let is_good = outcome.as_ref().is_ok_and(|answer| answer.response.status == 200);
        // Without the keys, what came before is not to be believed.
        if !is_token && !is_good {
            self.hinder(place);
        }
        let running = &mut self.running[place];
        if is_token && let Ok(answer) = &outcome {
            note(running, answer);
            if let (Some(token), Some(_)) = (&running.sent, &running.granted) {
                self.ledger.is_answered(token);
            }
        }
        running.event = Some(outcome.map(|answer| Event::Http(answer.response.into())));
    }
}

impl World {
    /// What a flow needs to keep what it was granted is not to be had.
    pub fn hinder(&mut self, place: usize) {
        let running = &mut self.running[place];
        if let (Some(token), Some(_)) = (&running.sent, &running.granted) {
            running.is_hindered = true;
            self.ledger.is_lost(token);
        }
    }
}

/// What the answer of the token endpoint means to whoever hears it.
fn note(running: &mut Running, answer: &Answer) {
    running.is_refused |= answer.is_forged || answer.response.status == 400;
    if let (false, Ok(tokens)) = (answer.is_forged, TokenResponse::from_response(&answer.response)) {
        running.granted = Some(tokens.refresh_token().into());
        running.times = times_of(&tokens);
    }
}

/// `iat` and `exp` of its ID Token.
fn times_of(tokens: &TokenResponse) -> Option<[i64; 2]> {
    let claims = Jws::parse(tokens.id_token()).ok()?.claims().ok()?;
    Some([claims.seconds("iat")?, claims.seconds("exp")?])
}
