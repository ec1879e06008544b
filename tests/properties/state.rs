//! `state` and the transaction behind it: no other state reaches it, and nothing that was altered is believed.

use super::config;
use super::fixtures::*;
use proofkey::error::Error;
use proofkey::flow::{Cache, Context, Effect, Event, Flow, HandleCallback, Step};
use proofkey::form::push_pair;
use proofkey::protocol::callback::Callback;
use proofkey::protocol::metadata::Metadata;
use proofkey::protocol::transaction::{Transaction, must_go};
use proptest::prelude::*;
use serde_json::json;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn reads_any_url_without_a_panic(
        url in any::<String>(),
        query in any::<String>(),
        near in "([?&#](code|state|error|iss|token|x)(=[a-z%0-9A-F+]{0,6})?){0,6}",
    ) {
        for url in [url, format!("{REDIRECT_URI}?{query}"), format!("{REDIRECT_URI}{near}")] {
            if let Ok(callback) = Callback::parse(&url, &client()) {
                prop_assert!(!callback.state().is_empty(), "{url}");
                let _ = callback.code(ISSUER, &metadata());
            }
        }
    }

    #[test]
    fn looks_up_the_state_exactly_as_it_was_sent(state in any::<String>().prop_filter("a state", |text| !text.is_empty())) {
        prop_assert_eq!(looked_up(&state), Ok(Step::Perform(Effect::TakeTransaction(state).into())));
    }

    #[test]
    fn refuses_a_transaction_under_any_other_state(state in any::<String>()) {
        prop_assume!(state != transaction().state());
        prop_assert_eq!(read(&transaction().to_json(), &state), Some(Error::TransactionInvalid));
    }

    #[test]
    fn refuses_a_state_of_which_one_character_was_changed(place in any::<prop::sample::Index>(), character in any::<char>()) {
        let state = transaction().state().to_owned();
        let place = place.index(state.len());
        let changed = format!("{}{character}{}", &state[..place], &state[place + 1..]);
        prop_assume!(changed != state);
        prop_assert_eq!(read(&transaction().to_json(), &changed), Some(Error::TransactionInvalid));
        prop_assert_eq!(looked_up(&changed), Ok(Step::Perform(Effect::TakeTransaction(changed).into())));
    }

    #[test]
    fn reads_any_stored_text_without_a_panic(text in any::<String>(), now in any::<i64>()) {
        let state = transaction().state().to_owned();
        prop_assert_eq!(refusal(Transaction::parse(&text, &client(), &state, now)), Some(Error::TransactionInvalid));
        prop_assert!(must_go(&[text], 0, now));
    }

    #[test]
    fn believes_no_cut_of_a_stored_text(place in any::<prop::sample::Index>()) {
        let text = transaction().to_json();
        let cut = &text[..place.index(text.len())];
        prop_assert_eq!(read(cut, transaction().state()), Some(Error::TransactionInvalid));
    }

    /// What is altered is refused, or is none of what the next request is made of.
    #[test]
    fn sends_nothing_elsewhere_after_one_character_of_the_stored_text_was_changed(
        place in any::<prop::sample::Index>(),
        character in r#"[a-zA-Z0-9:/._"\\{}\[\],-]"#,
    ) {
        let good = transaction_with(json!({ "maxAge": 60, "appState": "{}", "returnTo": "/here" }));
        let text = good.to_json();
        let place = place.index(text.len());
        let altered = [&text[..place], &character, &text[place + 1..]].concat();
        let Ok(read) = Transaction::parse(&altered, &client(), good.state(), NOW) else { return Ok(()) };
        prop_assert_eq!(read.state(), good.state());
        prop_assert!(read.code_verifier().is_ok());
        prop_assert!(!read.nonce().is_empty() && !read.scope().is_empty());
        prop_assert!(Metadata::check(read.metadata().record(), &client()).is_ok());
    }
}

/// The first thing that a callback with this state asks for.
fn looked_up(state: &str) -> Result<Step, Error> {
    let mut url = format!("{REDIRECT_URI}?code=c&");
    push_pair(&mut url, "state", state);
    let (client, mut cache) = (client(), Cache::default());
    let mut context = Context { client: &client, now: NOW, cache: &mut cache, event: Ok(Event::Begin) };
    HandleCallback::new(&url).step(&mut context).map_err(|failure| failure.error)
}

fn read(text: &str, state: &str) -> Option<Error> {
    refusal(Transaction::parse(text, &client(), state, NOW))
}
