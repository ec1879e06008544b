//! The callback URL: what is read from it, and what is refused before anything in it is believed.

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::protocol::callback::Callback;
use serde_json::json;

#[test]
fn reads_code_and_state_and_ignores_what_it_does_not_know() {
    let callback =
        parse("https://app.example/cb?code=c%2B1&state=st&iss=https%3A%2F%2Fop.example&session_state=x&foo=1");
    assert_eq!(callback.state(), "st");
    assert_eq!(callback.code(ISSUER, &metadata()).unwrap(), "c+1");
}

#[test]
fn decodes_exactly_once_and_reads_plus_as_space() {
    assert_eq!(parse("https://app.example/cb?code=c&state=a%252Bb+c%20d").state(), "a%2Bb c d");
}

#[test]
fn accepts_parameters_of_the_app_that_are_repeated() {
    assert_eq!(parse("https://app.example/cb?x=1&x=2&code=c&state=st").state(), "st");
}

#[test]
fn rejects_every_parameter_of_the_protocol_that_is_repeated() {
    for name in ["code", "state", "iss", "error", "error_description", "error_uri"] {
        let url = format!("https://app.example/cb?state=st&code=c&{name}=1&{name}=1");
        rejects(&url, Error::CallbackAmbiguous);
    }
    rejects("https://app.example/cb?code=a&code=b&state=st", Error::CallbackAmbiguous);
}

#[test]
fn rejects_a_repeated_parameter_whose_second_name_is_percent_encoded() {
    rejects("https://app.example/cb?code=a&c%6Fde=b&state=st", Error::CallbackAmbiguous);
}

#[test]
fn rejects_code_and_error_together() {
    rejects("https://app.example/cb?code=a&error=access_denied&state=st", Error::CallbackAmbiguous);
    rejects("https://app.example/cb?code=a&error=&state=st", Error::CallbackAmbiguous);
}

#[test]
fn rejects_malformed_percent_encoding() {
    for bad in ["%", "%4", "%zz", "%E0%A4%A", "%-1", "%+1", "a%2"] {
        rejects(&format!("https://app.example/cb?code=c&state={bad}"), Error::CallbackMalformed);
        rejects(&format!("https://app.example/cb?code=c&state=st&{bad}=x"), Error::CallbackMalformed);
    }
}

#[test]
fn rejects_percent_encoding_that_is_not_utf_8() {
    for bad in ["%FF", "%C0%80", "%ED%A0%80", "%E0%A4"] {
        rejects(&format!("https://app.example/cb?code=c&state={bad}"), Error::CallbackMalformed);
    }
}

#[test]
fn rejects_tokens_in_the_query_and_in_the_fragment() {
    for name in ["access_token", "id_token", "token", "response"] {
        rejects(&format!("https://app.example/cb?code=c&state=st&{name}=x"), Error::CallbackHasToken);
        rejects(&format!("https://app.example/cb?code=c&state=st#{name}=x"), Error::CallbackHasToken);
        rejects(&format!("https://app.example/cb#state=st&{name}=x"), Error::CallbackHasToken);
        rejects(&format!("https://app.example/cb?code=c&state=st#{name}=x&app=%zz"), Error::CallbackHasToken);
    }
}

#[test]
fn rejects_a_token_in_the_fragment_that_cannot_be_decoded() {
    rejects("https://app.example/cb?code=c&state=st#token=%zz", Error::CallbackHasToken);
    rejects("https://app.example/cb?code=c&state=st#/route&%74oken=%zz&a=1", Error::CallbackHasToken);
}

#[test]
fn leaves_the_fragment_to_the_app() {
    assert_eq!(parse("https://app.example/cb?code=c&state=st#/route?a=%zz").state(), "st");
    rejects("https://app.example/cb#code=c&state=st", Error::NotACallback);
}

#[test]
fn rejects_an_empty_code_and_an_empty_error() {
    rejects("https://app.example/cb?code=&state=st", Error::CallbackMalformed);
    rejects("https://app.example/cb?code&state=st", Error::CallbackMalformed);
    rejects("https://app.example/cb?error=&state=st", Error::CallbackMalformed);
}

#[test]
fn rejects_a_missing_or_empty_state() {
    rejects("https://app.example/cb?code=c", Error::StateNotFound);
    rejects("https://app.example/cb?code=c&state=", Error::StateNotFound);
    rejects("https://app.example/cb?error=access_denied", Error::StateNotFound);
}

#[test]
fn is_no_callback_without_code_and_error() {
    for url in ["https://app.example/cb", "https://app.example/cb?", "https://app.example/cb?state=st&iss=x", ""] {
        rejects(url, Error::NotACallback);
    }
}

#[test]
fn rejects_another_origin_or_path() {
    for base in [
        "https://evil.example/cb",
        "http://app.example/cb",
        "https://app.example:444/cb",
        "https://app.example/cb/",
        "https://app.example/CB",
        "https://app.example/c",
        "https://app.example/cb/x",
        "https://app.example",
    ] {
        rejects(&format!("{base}?code=c&state=st"), Error::NotACallback);
    }
}

#[test]
fn takes_an_empty_path_and_a_slash_for_the_same() {
    let url = "https://app.example/?code=c&state=st";
    assert_eq!(refusal_of(url, "https://app.example"), None);
    assert_eq!(refusal_of(url, "https://app.example/"), None);
    assert_eq!(refusal_of(url, "https://app.example/app"), Some(Error::NotACallback));
}

#[test]
fn keeps_to_the_path_of_a_redirect_uri_that_has_a_query() {
    let url = "https://app.example/cb?tenant=a&code=c&state=st";
    assert_eq!(refusal_of(url, "https://app.example/cb?tenant=a"), None);
}

#[test]
fn accepts_64_kib_and_rejects_one_byte_more() {
    let start = "https://app.example/cb?state=st&code=";
    let longest = start.to_owned() + &"c".repeat(64 * 1024 - start.len());
    assert_eq!(parse(&longest).state(), "st");
    rejects(&(longest + "c"), Error::CallbackMalformed);
}

#[test]
fn takes_names_of_object_prototype_for_plain_states() {
    for state in ["__proto__", "constructor", "toString"] {
        assert_eq!(parse(&format!("https://app.example/cb?code=c&state={state}")).state(), state);
    }
    assert_eq!(parse("https://app.example/cb?__proto__=x&code=c&state=st").state(), "st");
}

#[test]
fn names_its_transaction_whatever_is_wrong_with_it_so_that_it_is_used_up() {
    for (url, error) in [
        ("https://app.example/cb?code=a&code=b&state=st", Error::CallbackAmbiguous),
        ("https://app.example/cb?code=a&error=b&state=st", Error::CallbackAmbiguous),
        ("https://app.example/cb?code=&state=st", Error::CallbackMalformed),
        ("https://app.example/cb?%zz&code=a&state=st", Error::CallbackMalformed),
        ("https://app.example/cb?code=a&access_token=t&state=st", Error::CallbackHasToken),
        ("https://app.example/cb?access_token=t&state=st", Error::CallbackHasToken),
        ("https://app.example/cb?code=a&state=st#id_token=t", Error::CallbackHasToken),
        ("https://evil.example/cb?code=a&state=st", Error::NotACallback),
    ] {
        let callback = parse(url);
        assert_eq!(callback.state(), "st", "{url}");
        assert_eq!(callback.code(ISSUER, &metadata()), Err(error.into()), "{url}");
    }
}

#[test]
fn tells_an_unknown_state_from_an_url_that_is_somebody_elses() {
    assert_eq!(parse("https://app.example/cb?code=a&state=st").unknown_state(), Error::StateNotFound);
    assert_eq!(parse("https://app.example/cb?code=a&code=b&state=st").unknown_state(), Error::StateNotFound);
    assert_eq!(parse("https://app.example/x?code=a&state=st").unknown_state(), Error::NotACallback);
}

fn parse(url: &str) -> Callback {
    Callback::parse(url, &client()).ok().unwrap()
}

fn refusal_of(url: &str, redirect_uri: &str) -> Option<Error> {
    match Callback::parse(url, &client_with(json!({ "redirectUri": redirect_uri }))) {
        // The missing `iss` of these is another test's (callback_answer.rs).
        Ok(callback) => match callback.code(ISSUER, &metadata()).err()?.error {
            Error::IssMissing => None,
            error => Some(error),
        },
        Err(error) => Some(error),
    }
}

#[track_caller]
fn rejects(url: &str, error: Error) {
    assert_eq!(refusal_of(url, REDIRECT_URI), Some(error), "{url}");
}
