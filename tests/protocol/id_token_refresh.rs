//! A refreshed ID Token speaks of the same sign-in (OpenID Connect Core 12.2).

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::protocol::id_token::check_refresh;
use serde_json::{Value, json};

#[test]
fn accepts_a_refreshed_token_without_nonce_and_with_the_same_one() {
    assert_eq!(refreshed(&claims(), &without(claims(), "nonce")), Ok(()));
    assert_eq!(refreshed(&claims(), &claims()), Ok(()));
}

#[test]
fn rejects_a_refreshed_token_of_another_subject() {
    for sub in ["user-2", "USER-1", "user-1 "] {
        assert_eq!(changed(json!({ "sub": sub })), Err(Error::RefreshMismatch), "{sub}");
    }
}

#[test]
fn rejects_a_refreshed_token_with_another_nonce_or_with_one_that_was_not_there() {
    assert_eq!(changed(json!({ "nonce": "other" })), Err(Error::RefreshMismatch));
    assert_eq!(changed(json!({ "nonce": null })), Err(Error::RefreshMismatch));
    assert_eq!(refreshed(&without(claims(), "nonce"), &claims()), Err(Error::RefreshMismatch));
}

#[test]
fn rejects_a_refreshed_token_with_an_azp_that_was_not_there() {
    assert_eq!(changed(json!({ "azp": CLIENT_ID })), Err(Error::RefreshMismatch));
    let with_azp = with(claims(), json!({ "azp": CLIENT_ID }));
    assert_eq!(refreshed(&with_azp, &with_azp), Ok(()));
}

#[test]
fn rejects_a_refreshed_token_of_another_sign_in_time() {
    let before = with(claims(), json!({ "auth_time": NOW - 100 }));
    for (auth_time, expected) in
        [(NOW - 100, Ok(())), (NOW - 99, Err(Error::AuthTimeInvalid)), (NOW - 101, Err(Error::AuthTimeInvalid))]
    {
        let after = with(before.clone(), json!({ "auth_time": auth_time }));
        assert_eq!(refreshed(&before, &after), expected, "{auth_time}");
    }
    assert_eq!(refreshed(&before, &claims()), Ok(()), "it may be left out");
}

/// All checks of a sign-in but nonce, `acr` and `max_age` hold for a refresh, too.
#[test]
fn rejects_a_refreshed_token_that_fails_a_check_of_its_own() {
    for (changes, error) in [
        (json!({ "iss": "https://evil.example" }), Error::IssuerMismatch),
        (json!({ "aud": "other" }), Error::AudMismatch),
        (json!({ "aud": ["spa-1", "other"] }), Error::AudUntrusted),
        (json!({ "azp": "other" }), Error::AzpMismatch),
        (json!({ "exp": NOW - 60 }), Error::Expired),
        (json!({ "iat": NOW + 61 }), Error::IssuedInFuture),
        (json!({ "nbf": NOW + 61 }), Error::NotYetValid),
        (json!({ "sub": "" }), Error::IdTokenClaimInvalid),
        (json!({ "auth_time": "x" }), Error::IdTokenClaimInvalid),
    ] {
        assert_eq!(changed(changes.clone()), Err(error), "{changes}");
    }
}

/// Core 12.2: who has signed in at one tenant cannot become a user of another one by a refresh.
#[test]
fn rejects_a_refreshed_token_of_another_issuer_that_the_app_trusts() {
    let client = client_with(json!({ "trustedIssuers": ["https://op.example/a", "https://op.example/b"] }));
    let of = |iss: &str| record(&with(claims(), json!({ "iss": iss })));
    let [one, other] = [of("https://op.example/a"), of("https://op.example/b")];
    assert_eq!(check_refresh(&one, &one, &client, NOW), Ok(()));
    assert_eq!(check_refresh(&other, &one, &client, NOW), Err(Error::RefreshMismatch));
}

fn changed(changes: Value) -> Result<(), Error> {
    refreshed(&claims(), &with(claims(), changes))
}

fn refreshed(before: &Value, after: &Value) -> Result<(), Error> {
    check_refresh(&record(after), &record(before), &client(), NOW)
}
