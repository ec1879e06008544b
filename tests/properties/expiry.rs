//! Arithmetic with times: exact where it matters, and never a panic, for all that an i64 or a JSON number can say.

use super::config;
use super::fixtures::*;
use proofkey::error::Error;
use proofkey::json;
use proofkey::protocol::id_token::{check_refresh, check_sign_in};
use proofkey::protocol::logout;
use proofkey::protocol::token::TokenResponse;
use proofkey::protocol::transaction::{Transaction, must_go};
use proofkey::session::Session;
use proptest::prelude::*;
use serde_json::json;

/// From here on a number of seconds is clamped to `i64::MAX`.
const CLAMPED: i128 = 9_223_372_036_854_775_800;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn is_fresh_as_exact_arithmetic_says(
        (expires_at, received_at, now) in (seconds(), seconds(), seconds()),
        needed in prop_oneof![0..5_000_i64, 0..i64::MAX],
    ) {
        let lives = i128::from(clamped(expires_at.into())) - i128::from(now) > i128::from(needed);
        let was_set_back = i128::from(clamped(received_at.into())) - i128::from(now) > 60;
        prop_assert_eq!(session(expires_at, Some(received_at)).is_fresh(now, needed), lives && !was_set_back);
        prop_assert_eq!(session(expires_at, None).is_fresh(now, needed), lives, "of an older release");
    }

    /// While its clock goes forward.
    #[test]
    fn is_never_fresh_again(
        (expires_at, received_at) in (seconds(), seconds()),
        (early, late) in (seconds(), seconds()),
        needed in 0..i64::MAX,
    ) {
        let (early, late) = (early.min(late), early.max(late));
        let session = session(expires_at, Some(received_at));
        let was_set_back = i128::from(clamped(received_at.into())) - i128::from(early) > 60;
        prop_assert!(was_set_back || session.is_fresh(early, needed) || !session.is_fresh(late, needed));
    }

    #[test]
    fn is_fresh_for_whoever_needs_less(
        (expires_at, received_at, now) in (seconds(), seconds(), seconds()),
        (one, other) in (0..i64::MAX, 0..i64::MAX),
    ) {
        let session = session(expires_at, Some(received_at));
        prop_assert!(session.is_fresh(now, one.min(other)) || !session.is_fresh(now, one.max(other)));
    }

    /// RFC 6749 section 5.1
    #[test]
    fn expires_within_a_year_of_any_moment(expires_in in seconds(), now in seconds()) {
        let document = with(token_document(), json!({ "expires_in": expires_in }));
        match TokenResponse::from_response(&answer(&document)) {
            Ok(response) => {
                prop_assert!((0..=31_536_000).contains(&response.expires_in()));
                let begun = Session::new(&client(), &response, "openid", now);
                for session in [begun.refreshed(&response, now), begun] {
                    let expires_at = record_of(&session).seconds("expires_at").unwrap();
                    prop_assert_eq!(expires_at, now.saturating_add(expires_in.min(31_536_000)));
                }
            }
            Err(failure) => prop_assert_eq!((failure.error, expires_in < 0), (Error::ExpiresInInvalid, true)),
        }
    }

    /// The number is `mantissa` times ten to the power of `exponent`, written with the point at any place.
    #[test]
    fn rounds_numbers_down_as_exact_arithmetic_does(
        mantissa in -1_000_000_000_000_000..1_000_000_000_000_000_i64,
        exponent in -20..20_i32,
        behind_the_point in 0..30_usize,
    ) {
        let digits = format!("{:0>1$}", mantissa.unsigned_abs(), behind_the_point + 1);
        let (whole, fraction) = digits.split_at(digits.len() - behind_the_point);
        let sign = if mantissa < 0 { "-" } else { "" };
        let point = if fraction.is_empty() { "" } else { "." };
        let moved = exponent + i32::try_from(behind_the_point).unwrap();
        let text = format!("{sign}{whole}{point}{fraction}e{moved}");
        prop_assert_eq!(json::Value::Number(text).as_seconds(), Some(rounded_down(mantissa.into(), exponent)));
    }

    #[test]
    fn reads_every_integer(number in seconds()) {
        prop_assert_eq!(json::Value::Number(number.to_string()).as_seconds(), Some(clamped(number.into())));
    }

    #[test]
    fn writes_every_integer_as_it_is(number in any::<i64>()) {
        let mut text = String::new();
        json::write_integer(number, &mut text);
        prop_assert_eq!(text, number.to_string());
    }

    #[test]
    fn reads_any_number_without_a_panic(
        text in r"-?(0|[1-9][0-9]{0,40})(\.[0-9]{1,40})?([eE][+-]?[0-9]{1,12})?",
    ) {
        prop_assert!(json::Value::Number(text).as_seconds().is_some());
    }

    #[test]
    fn keeps_a_transaction_for_an_hour_and_a_used_state_for_ten_minutes(at in seconds(), now in seconds()) {
        let age = i128::from(now) - i128::from(clamped(at.into()));
        let begun = Transaction::begin(&client(), &login_options(json!({})), &metadata(), &entropy(1), at).ok().unwrap();
        let expected = if (-3600..3600).contains(&age) { None } else { Some(Error::TransactionExpired) };
        let read = Transaction::parse(&begun.to_json(), &client(), begun.state(), now);
        prop_assert_eq!(refusal(read), expected);
        prop_assert_eq!(must_go(&[begun.to_json()], 0, now), expected.is_some());
        prop_assert_eq!(logout::is_pending(&logout::pending(at), now), expected.is_none());
        let kept = (-3600..600).contains(&age);
        prop_assert_eq!(must_go(&[Transaction::tombstone(at)], 0, now), !kept);
    }

    /// OpenID Connect Core 3.1.3.7 items 9, 10 and 13, and RFC 7519 section 4.1.5
    #[test]
    fn judges_the_times_of_an_id_token_as_exact_arithmetic_does(
        now in near_now(),
        (exp, iat, nbf, auth_time) in (near_now(), near_now(), near_now(), near_now()),
        max_age in 0..5_000_i64,
        tolerance in 0..=300_i64,
    ) {
        let is_refused = now >= exp + tolerance || iat > now + tolerance || nbf > now + tolerance;
        let expected = if is_refused && (iat - now).abs() > tolerance {
            Err(Error::ClockSkew)
        } else if now >= exp + tolerance {
            Err(Error::Expired)
        } else if nbf > now + tolerance {
            Err(Error::NotYetValid)
        } else if auth_time + max_age + tolerance < now {
            Err(Error::AuthTimeInvalid)
        } else {
            Ok(())
        };
        prop_assert_eq!(judged(now, [exp, iat, nbf, auth_time], max_age, tolerance), expected);
    }

    /// The same for a refresh, which names no clock.
    #[test]
    fn judges_the_times_of_a_refreshed_id_token_as_exact_arithmetic_does(
        now in near_now(),
        (exp, iat, nbf) in (near_now(), near_now(), near_now()),
        tolerance in 0..=300_i64,
    ) {
        let expected = if now >= exp + tolerance {
            Err(Error::Expired)
        } else if iat > now + tolerance {
            Err(Error::IssuedInFuture)
        } else if nbf > now + tolerance {
            Err(Error::NotYetValid)
        } else {
            Ok(())
        };
        let client = client_with(json!({ "clockToleranceSeconds": tolerance }));
        let refreshed = record(&with(claims(), json!({ "exp": exp, "iat": iat, "nbf": nbf })));
        prop_assert_eq!(check_refresh(&refreshed, &record(&claims()), &client, now), expected);
    }

    #[test]
    fn judges_any_times_without_a_panic(
        now in seconds(),
        times in [seconds(), seconds(), seconds(), seconds()],
        max_age in 0..i64::MAX,
        tolerance in 0..=300_i64,
    ) {
        let _ = judged(now, times, max_age, tolerance);
    }
}

fn judged(now: i64, [exp, iat, nbf, auth_time]: [i64; 4], max_age: i64, tolerance: i64) -> Result<(), Error> {
    let client = client_with(json!({ "clockToleranceSeconds": tolerance }));
    let transaction = transaction_with(json!({ "maxAge": max_age }));
    let times = json!({ "exp": exp, "iat": iat, "nbf": nbf, "auth_time": auth_time });
    let claims = record(&with(claims(), times));
    check_sign_in(&claims, &transaction, &client, now)
}

/// Any moment, and those that arithmetic fails at: the ends of the range, and around the baseline.
fn seconds() -> impl Strategy<Value = i64> {
    prop_oneof![
        any::<i64>(),
        near_now(),
        (0..5_000_i64).prop_map(|distance| i64::MAX - distance),
        (0..5_000_i64).prop_map(|distance| i64::MIN + distance),
    ]
}

fn near_now() -> impl Strategy<Value = i64> {
    NOW - 4_000..NOW + 4_000
}

fn rounded_down(mantissa: i128, exponent: i32) -> i64 {
    let power = 10_i128.pow(exponent.unsigned_abs());
    clamped(if exponent < 0 { mantissa.div_euclid(power) } else { mantissa * power })
}

/// What the reader makes of a whole number.
fn clamped(exact: i128) -> i64 {
    let largest = i64::MAX * i64::try_from(exact.signum()).unwrap();
    if exact.abs() < CLAMPED { i64::try_from(exact).unwrap() } else { largest }
}

/// A session that ends then: a store holds any number.
fn session(expires_at: i64, received_at: Option<i64>) -> Session {
    let response = TokenResponse::from_response(&answer(&token_document())).ok().unwrap();
    let stored = Session::new(&client(), &response, "openid", NOW).to_json();
    let mut stored = without(serde_json::from_str(&stored).unwrap(), "received_at");
    stored["expires_at"] = json!(expires_at);
    if let Some(at) = received_at {
        stored["received_at"] = json!(at);
    }
    Session::parse(&stored.to_string(), &client()).unwrap()
}

fn record_of(session: &Session) -> json::Record {
    json::Record::parse(session.to_json().as_bytes()).unwrap()
}
