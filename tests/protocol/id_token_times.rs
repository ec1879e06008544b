//! The times of an ID Token (OpenID Connect Core 3.1.3.7 items 9, 10 and 13), to the second.

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::protocol::client::Client;
use proofkey::protocol::id_token::{check_refresh, check_sign_in, skew};
use serde_json::{Value, json};

/// 3.1.3.7 item 9
#[test]
fn rejects_id_token_that_expired_60_seconds_ago_and_accepts_59() {
    for (exp, expected) in [
        (json!(NOW + 300), Ok(())),
        (json!(NOW), Ok(())),
        (json!(NOW - 59), Ok(())),
        (json!(NOW - 60), Err(Error::Expired)),
        (json!(NOW - 61), Err(Error::Expired)),
        (json!(0), Err(Error::Expired)),
        (json!(-1), Err(Error::Expired)),
    ] {
        assert_eq!(checked(json!({ "exp": exp })), expected, "exp {exp}");
    }
}

/// 3.1.3.7 item 9
#[test]
fn rejects_id_token_whose_exp_is_missing_or_no_number() {
    assert_eq!(check_with(&client(), &without(claims(), "exp"), json!({})), Err(Error::IdTokenClaimInvalid));
    for exp in [json!(null), json!((NOW + 300).to_string()), json!(true), json!([NOW + 300]), json!({})] {
        assert_eq!(checked(json!({ "exp": exp })), Err(Error::IdTokenClaimInvalid), "exp {exp}");
    }
}

/// 3.1.3.7 item 9
#[test]
fn counts_with_the_tolerance_that_is_configured() {
    let exact = client_with(json!({ "clockToleranceSeconds": 0 }));
    let wide = client_with(json!({ "clockToleranceSeconds": 300 }));
    for (client, exp, expected) in [
        (&exact, NOW + 1, Ok(())),
        (&exact, NOW, Err(Error::Expired)),
        (&wide, NOW - 299, Ok(())),
        (&wide, NOW - 300, Err(Error::Expired)),
    ] {
        let changes = json!({ "exp": exp, "iat": NOW });
        assert_eq!(check_with(client, &with(claims(), changes), json!({})), expected, "exp {exp}");
    }
    for (client, iat, expected) in [
        (&exact, NOW, Ok(())),
        (&exact, NOW + 1, Err(Error::ClockSkew)),
        (&wide, NOW + 300, Ok(())),
        (&wide, NOW + 301, Err(Error::ClockSkew)),
    ] {
        assert_eq!(check_with(client, &with(claims(), json!({ "iat": iat })), json!({})), expected, "iat {iat}");
    }
}

/// 3.1.3.7 item 10
#[test]
fn rejects_id_token_that_was_issued_61_seconds_from_now_and_accepts_60() {
    for (iat, expected) in [
        (json!(NOW - 86_400), Ok(())),
        (json!(NOW + 60), Ok(())),
        (json!(NOW + 61), Err(Error::ClockSkew)),
        (json!(1e300), Err(Error::ClockSkew)),
    ] {
        assert_eq!(checked(json!({ "iat": iat })), expected, "iat {iat}");
    }
    assert_eq!(refreshed(json!({ "iat": NOW + 60 })), Ok(()));
    assert_eq!(refreshed(json!({ "iat": NOW + 61 })), Err(Error::IssuedInFuture));
}

/// 3.1.3.7 item 10
#[test]
fn rejects_id_token_whose_iat_is_missing_or_no_number() {
    assert_eq!(check_with(&client(), &without(claims(), "iat"), json!({})), Err(Error::IdTokenClaimInvalid));
    for iat in [json!(null), json!(NOW.to_string()), json!(false)] {
        assert_eq!(checked(json!({ "iat": iat })), Err(Error::IdTokenClaimInvalid), "iat {iat}");
    }
}

/// RFC 7519 section 4.1.5
#[test]
fn rejects_id_token_that_is_not_valid_for_61_seconds_and_accepts_60() {
    for (nbf, expected) in [
        (json!(NOW), Ok(())),
        (json!(NOW + 60), Ok(())),
        (json!(NOW + 61), Err(Error::NotYetValid)),
        (json!("x"), Err(Error::IdTokenClaimInvalid)),
        (json!(null), Err(Error::IdTokenClaimInvalid)),
    ] {
        assert_eq!(checked(json!({ "nbf": nbf })), expected, "nbf {nbf}");
    }
}

/// RFC 7519 section 2
#[test]
fn accepts_dates_with_a_fraction_and_rounds_them_down() {
    assert_eq!(checked(json!({ "exp": 1_700_000_300.75, "iat": 1_699_999_999.5 })), Ok(()));
    assert_eq!(checked(json!({ "exp": 1_699_999_940.999 })), Err(Error::Expired));
    assert_eq!(checked(json!({ "iat": 1_700_000_060.5 })), Ok(()));
}

#[test]
fn never_wraps_at_the_ends_of_the_range() {
    assert_eq!(checked(json!({ "exp": i64::MAX })), Ok(()));
    assert_eq!(checked(json!({ "exp": i64::MIN })), Err(Error::Expired));
    assert_eq!(checked(json!({ "iat": i64::MIN })), Ok(()));
    assert_eq!(signed_in_at(json!(i64::MAX), i64::MAX), Ok(()));
    assert_eq!(signed_in_at(json!(i64::MIN), 0), Err(Error::AuthTimeInvalid));
}

/// Without another reference, a token that was made just now is all that tells of a clock that is wrong.
#[test]
fn names_the_clock_if_the_times_are_refused_and_iat_is_off_by_more_than_60_seconds() {
    for (changes, expected) in [
        (json!({ "exp": NOW - 60, "iat": NOW - 60 }), Err(Error::Expired)),
        (json!({ "exp": NOW - 60, "iat": NOW - 61 }), Err(Error::ClockSkew)),
        (json!({ "exp": NOW - 60, "iat": NOW + 61 }), Err(Error::ClockSkew)),
        (json!({ "nbf": NOW + 61, "iat": NOW + 60 }), Err(Error::NotYetValid)),
        (json!({ "nbf": NOW + 61, "iat": NOW + 61 }), Err(Error::ClockSkew)),
        (json!({ "iat": i64::MIN, "exp": NOW - 60 }), Err(Error::ClockSkew)),
        // What is accepted was not made just now; its age is nobody's business.
        (json!({ "iat": NOW - 61 }), Ok(())),
    ] {
        assert_eq!(checked(changes.clone()), expected, "{changes}");
    }
}

#[test]
fn names_no_clock_when_something_else_is_wrong() {
    for (changes, expected) in [
        (json!({ "iat": NOW + 61, "iss": "https://other.example" }), Err(Error::IssuerMismatch)),
        (json!({ "iat": NOW + 61, "aud": "other" }), Err(Error::AudMismatch)),
        (json!({ "iat": NOW - 61, "nonce": "other" }), Err(Error::NonceMismatch)),
        (json!({ "iat": NOW.to_string() }), Err(Error::IdTokenClaimInvalid)),
    ] {
        assert_eq!(checked(changes.clone()), expected, "{changes}");
    }
}

/// A refresh is judged by the check that failed: the session came by the same clock.
#[test]
fn names_no_clock_for_a_refreshed_token() {
    assert_eq!(refreshed(json!({ "exp": NOW - 60, "iat": NOW - 600 })), Err(Error::Expired));
    assert_eq!(refreshed(json!({ "nbf": NOW + 61, "iat": NOW + 600 })), Err(Error::IssuedInFuture));
}

#[test]
fn tells_how_far_the_issuers_clock_is_ahead() {
    for (iat, expected) in
        [(NOW + 7200, 7200), (NOW - 7200, -7200), (NOW, 0), (i64::MAX, i64::MAX - NOW), (i64::MIN, i64::MIN)]
    {
        assert_eq!(skew(&record(&with(claims(), json!({ "iat": iat }))), NOW), expected, "iat {iat}");
    }
    assert_eq!(skew(&record(&without(claims(), "iat")), NOW), 0);
}

/// 3.1.3.7 item 13
#[test]
fn rejects_id_token_whose_sign_in_is_older_than_max_age_and_the_tolerance() {
    for (auth_time, max_age, expected) in [
        (NOW, 0, Ok(())),
        (NOW - 60, 0, Ok(())),
        (NOW - 61, 0, Err(Error::AuthTimeInvalid)),
        (NOW - 360, 300, Ok(())),
        (NOW - 361, 300, Err(Error::AuthTimeInvalid)),
    ] {
        assert_eq!(signed_in_at(json!(auth_time), max_age), expected, "{auth_time} {max_age}");
    }
}

/// 3.1.3.7 item 13
#[test]
fn rejects_id_token_whose_auth_time_is_missing_though_max_age_was_asked() {
    for max_age in [0, 3600] {
        let options = json!({ "maxAge": max_age });
        assert_eq!(check_with(&client(), &claims(), options), Err(Error::AuthTimeInvalid), "{max_age}");
    }
    assert_eq!(check_with(&client(), &claims(), json!({})), Ok(()), "nothing was asked");
}

/// 3.1.3.7 item 13
#[test]
fn rejects_id_token_whose_auth_time_is_no_number_even_if_nothing_was_asked() {
    for auth_time in [json!(null), json!(NOW.to_string()), json!([])] {
        assert_eq!(checked(json!({ "auth_time": auth_time })), Err(Error::IdTokenClaimInvalid), "{auth_time}");
    }
    assert_eq!(checked(json!({ "auth_time": 0 })), Ok(()));
}

fn checked(changes: Value) -> Result<(), Error> {
    check_with(&client(), &with(claims(), changes), json!({}))
}

fn signed_in_at(auth_time: Value, max_age: i64) -> Result<(), Error> {
    check_with(&client(), &with(claims(), json!({ "auth_time": auth_time })), json!({ "maxAge": max_age }))
}

fn check_with(client: &Client, claims: &Value, options: Value) -> Result<(), Error> {
    let transaction = transaction_with(options);
    check_sign_in(&record(claims), &transaction, client, NOW)
}

fn refreshed(changes: Value) -> Result<(), Error> {
    check_refresh(&record(&with(claims(), changes)), &record(&claims()), &client(), NOW)
}
