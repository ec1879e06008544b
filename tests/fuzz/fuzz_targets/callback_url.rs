//! A callback URL, up to the request that redeems its code. Whatever is asked of the token endpoint was answered with
//! one code, under the state of a transaction, by its issuer, and with nothing of another flow beside it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::{Cache, Context, Effect, Event, Flow, HandleCallback, Step};
use proofkey_fuzz::{ISSUER, NOW, REDIRECT_URI, TOKEN_ENDPOINT, VERIFIER, client, transaction};

fuzz_target!(|input: &[u8]| {
    let Ok(url) = std::str::from_utf8(input) else { return };
    for promises_iss in [false, true] {
        let outcome = play(url, |state| Some(transaction(state, promises_iss)));
        match outcome {
            Ok(Effect::Http(request)) => {
                let answer = Answer::of(url);
                assert!(answer.is_at_redirect_uri && !answer.has_token);
                assert_eq!(answer.all("error"), [""; 0]);
                let [code] = answer.all("code")[..] else { panic!("not one code") };
                let [state] = answer.all("state")[..] else { panic!("not one state") };
                assert!(!code.is_empty() && !state.is_empty());
                match answer.all("iss")[..] {
                    [] => assert!(!promises_iss, "the promised iss is missing"),
                    [iss] => assert_eq!(iss, ISSUER),
                    _ => panic!("iss is there twice"),
                }
                assert_eq!(request.url, TOKEN_ENDPOINT);
                assert_eq!(request.access_token, None);
                let form: Vec<(String, String)> =
                    form_urlencoded::parse(request.form.expect("a form").as_bytes()).into_owned().collect();
                let expected = [
                    ("grant_type", "authorization_code"),
                    ("code", code),
                    ("redirect_uri", REDIRECT_URI),
                    ("client_id", "spa-1"),
                    ("code_verifier", VERIFIER),
                ];
                assert_eq!(form, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
            }
            Ok(effect) => panic!("{effect:?} comes before the code is redeemed"),
            Err(failure) => {
                if failure.error == Error::AuthorizationError {
                    let answer = Answer::of(url);
                    assert!(answer.is_at_redirect_uri && !answer.has_token);
                    assert_eq!(answer.all("code"), [""; 0], "an error is believed beside a code");
                    let [error] = answer.all("error")[..] else { panic!("not one error") };
                    assert_eq!(failure.details.text("error"), error);
                    assert!(answer.all("iss").iter().all(|iss| *iss == ISSUER), "another issuer's error is believed");
                    assert!(
                        !promises_iss || answer.all("iss").len() == 1,
                        "an error without the promised iss is believed"
                    );
                }
                hides_the_verifier(&failure);
            }
        }
    }
    // Without a transaction there is nothing to believe, and nothing of the app to tell.
    let failure = play(url, |_| None).expect_err("a callback that nobody asked for");
    assert_ne!(failure.error, Error::AuthorizationError);
    assert_eq!(failure.details.members().count(), 0);
});

/// The first effect behind the transaction, or why there is none.
fn play(url: &str, stored: impl Fn(&str) -> Option<String>) -> Result<Effect, Box<Failure>> {
    let client = client();
    let mut cache = Cache::default();
    let mut context = Context { client: &client, now: NOW, cache: &mut cache, event: Ok(Event::Begin) };
    let mut flow = HandleCallback::new(url);
    let Step::Perform(Effect::TakeTransaction(state)) = flow.step(&mut context)? else {
        panic!("the transaction comes first");
    };
    assert!(!state.is_empty());
    context.event = Ok(Event::Text(stored(&state)));
    match flow.step(&mut context)? {
        Step::Perform(effect) => Ok(effect),
        Step::Finish(_) => panic!("it ends without a token"),
    }
}

fn hides_the_verifier(failure: &Failure) {
    assert!(!failure.details.to_json().contains(VERIFIER));
}

/// The URL as another library reads it.
struct Answer {
    is_at_redirect_uri: bool,
    has_token: bool,
    pairs: Vec<(String, String)>,
}

impl Answer {
    fn of(url: &str) -> Self {
        let (url, fragment) = url.split_once('#').unwrap_or((url, ""));
        let (base, query) = url.split_once('?').unwrap_or((url, ""));
        let read = |text: &str| form_urlencoded::parse(text.as_bytes()).into_owned().collect::<Vec<_>>();
        let is_token = |name: &str| ["access_token", "id_token", "token", "response"].contains(&name);
        let pairs = read(query);
        let in_fragment = read(fragment).iter().any(|(name, value)| is_token(name) && !value.is_empty());
        Self {
            is_at_redirect_uri: base == REDIRECT_URI,
            has_token: in_fragment || pairs.iter().any(|(name, _)| is_token(name)),
            pairs,
        }
    }

    fn all(&self, name: &str) -> Vec<&str> {
        self.pairs.iter().filter(|(known, _)| known == name).map(|(_, value)| value.as_str()).collect()
    }
}
