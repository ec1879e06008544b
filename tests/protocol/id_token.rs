//! The claims of an ID Token at sign-in (OpenID Connect Core 3.1.3.7), by the numbers of that section.
//!
//! Items 1, 7 and 8 are in `jws`, 9, 10 and 13 in `id_token_times`; 6 is there in form, and with real signatures in
//! the tests of the flows.

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::protocol::client::Client;
use proofkey::protocol::id_token::check_sign_in;
use serde_json::{Value, json};

#[test]
fn accepts_the_baseline_and_claims_that_it_does_not_know() {
    accepts(json!({}));
    accepts(
        json!({ "name": "N", "_claim_sources": { "a": { "endpoint": "https://evil.example" } }, "constructor": 1 }),
    );
}

/// 3.1.3.7 item 2
#[test]
fn rejects_id_token_of_another_issuer_character_by_character() {
    for iss in ["https://op.example/", "https://OP.example", "http://op.example", "https://evil.example", "op.example"]
    {
        rejects(json!({ "iss": iss }), Error::IssuerMismatch);
    }
}

/// 3.1.3.7 item 2
#[test]
fn rejects_id_token_whose_issuer_is_missing_or_no_string() {
    rejects_missing("iss", Error::IdTokenClaimInvalid);
    for iss in [json!(null), json!([ISSUER]), json!(""), json!(1)] {
        rejects(json!({ "iss": iss }), Error::IdTokenClaimInvalid);
    }
}

/// 3.1.3.7 item 3
#[test]
fn rejects_id_token_whose_audience_is_not_this_client() {
    for aud in
        [json!("spa-11"), json!("spa-"), json!("SPA-1"), json!(""), json!([]), json!(["other"]), json!("spa-1 x")]
    {
        rejects(json!({ "aud": aud }), Error::AudMismatch);
    }
}

/// 3.1.3.7 item 3
#[test]
fn rejects_id_token_whose_audience_is_missing_or_mistyped() {
    rejects_missing("aud", Error::IdTokenClaimInvalid);
    for aud in [json!(null), json!({ "spa-1": true }), json!(["spa-1", 1]), json!([["spa-1"]]), json!(1)] {
        rejects(json!({ "aud": aud }), Error::IdTokenClaimInvalid);
    }
}

/// 3.1.3.7 item 3
#[test]
fn rejects_id_token_with_an_audience_that_is_not_trusted() {
    rejects(json!({ "aud": ["spa-1", "other"] }), Error::AudUntrusted);
    rejects(json!({ "aud": ["other", "spa-1"], "azp": "spa-1" }), Error::AudUntrusted);
}

/// 3.1.3.7 item 3
#[test]
fn accepts_an_array_of_this_client_and_of_trusted_audiences() {
    accepts(json!({ "aud": ["spa-1"] }));
    assert_eq!(sign_in(&trusting(), json!({ "aud": ["api", "spa-1"], "azp": "spa-1" }), json!({})), Ok(()));
    let third = json!({ "aud": ["api", "spa-1", "x"], "azp": "spa-1" });
    assert_eq!(sign_in(&trusting(), third, json!({})), Err(Error::AudUntrusted));
    assert_eq!(sign_in(&trusting(), json!({ "aud": "api" }), json!({})), Err(Error::AudMismatch));
}

/// 3.1.3.7 item 4
#[test]
fn rejects_id_token_with_several_audiences_and_no_azp() {
    assert_eq!(sign_in(&trusting(), json!({ "aud": ["spa-1", "api"] }), json!({})), Err(Error::AzpMismatch));
}

/// 3.1.3.7 item 5
#[test]
fn rejects_id_token_whose_azp_is_another_client() {
    for azp in ["other", "api", "", "SPA-1"] {
        rejects(json!({ "azp": azp }), Error::AzpMismatch);
        let several = json!({ "aud": ["spa-1", "api"], "azp": azp });
        assert_eq!(sign_in(&trusting(), several, json!({})), Err(Error::AzpMismatch), "{azp}");
    }
    accepts(json!({ "azp": "spa-1" }));
}

/// 3.1.3.7 item 5
#[test]
fn rejects_id_token_whose_azp_is_no_string() {
    for azp in [json!(null), json!(["spa-1"]), json!(1)] {
        rejects(json!({ "azp": azp }), Error::IdTokenClaimInvalid);
    }
}

/// 3.1.3.7 item 11
#[test]
fn rejects_id_token_whose_nonce_is_missing() {
    rejects_missing("nonce", Error::NonceMismatch);
}

/// 3.1.3.7 item 11
#[test]
fn rejects_id_token_whose_nonce_is_another_one_or_no_string() {
    let nonce = transaction().nonce().to_owned();
    let (upper, longer) = (nonce.to_uppercase(), nonce.clone() + "x");
    for other in [json!("n-other"), json!(""), json!(null), json!([nonce]), json!(upper), json!(longer)] {
        rejects(json!({ "nonce": other }), Error::NonceMismatch);
    }
}

/// 3.1.3.7 item 12
#[test]
fn rejects_id_token_whose_acr_is_not_the_essential_one() {
    let options = essential(json!({ "value": "gold" }));
    for acr in [json!("silver"), json!("Gold"), json!(null), json!(["gold"]), json!("")] {
        assert_eq!(sign_in(&client(), json!({ "acr": acr }), options.clone()), Err(Error::AcrMismatch), "{acr}");
    }
    assert_eq!(sign_in(&client(), json!({}), options.clone()), Err(Error::AcrMismatch), "missing");
    assert_eq!(sign_in(&client(), json!({ "acr": "gold" }), options), Ok(()));
}

/// 3.1.3.7 item 12
#[test]
fn accepts_any_of_the_essential_acr_values_and_any_acr_that_is_voluntary() {
    let options = essential(json!({ "values": ["gold", "silver"] }));
    assert_eq!(sign_in(&client(), json!({ "acr": "silver" }), options.clone()), Ok(()));
    assert_eq!(sign_in(&client(), json!({ "acr": "bronze" }), options), Err(Error::AcrMismatch));
    let voluntary = json!({ "claims": { "id_token": { "acr": { "values": ["gold"] } } } });
    assert_eq!(sign_in(&client(), json!({ "acr": "bronze" }), voluntary), Ok(()));
}

#[test]
fn rejects_id_token_whose_sub_is_missing_empty_too_long_or_not_ascii() {
    rejects_missing("sub", Error::IdTokenClaimInvalid);
    for sub in [json!(""), json!(null), json!(7), json!("a".repeat(256)), json!("é")] {
        rejects(json!({ "sub": sub }), Error::IdTokenClaimInvalid);
    }
    accepts(json!({ "sub": "a".repeat(255) }));
}

/// 3.1.3.7 item 2, where one server signs for many tenants with the same keys: the app names those whose users it takes.
#[test]
fn accepts_an_issuer_that_the_app_has_listed_and_no_other() {
    let client = client_with(json!({ "trustedIssuers": ["https://op.example/a", "https://op.example/b"] }));
    for iss in ["https://op.example", "https://op.example/a", "https://op.example/b"] {
        assert_eq!(sign_in(&client, json!({ "iss": iss }), json!({})), Ok(()), "{iss}");
    }
    for iss in ["https://op.example/c", "https://op.example/a/", "https://op.example/A", "https://op.example/"] {
        assert_eq!(sign_in(&client, json!({ "iss": iss }), json!({})), Err(Error::IssuerMismatch), "{iss}");
    }
    rejects(json!({ "iss": "https://op.example/a" }), Error::IssuerMismatch);
}

fn trusting() -> Client {
    client_with(json!({ "trustedAudiences": ["api"] }))
}

fn essential(request: Value) -> Value {
    json!({ "claims": { "id_token": { "acr": with(request, json!({ "essential": true })) } } })
}

#[track_caller]
fn accepts(changes: Value) {
    assert_eq!(sign_in(&client(), changes.clone(), json!({})), Ok(()), "{changes}");
}

#[track_caller]
fn rejects(changes: Value, error: Error) {
    assert_eq!(sign_in(&client(), changes.clone(), json!({})), Err(error), "{changes}");
}

#[track_caller]
fn rejects_missing(name: &str, error: Error) {
    assert_eq!(check_claims(&client(), &without(claims(), name), json!({})), Err(error));
}

/// Checks the baseline with these changes, for a sign-in that began with these options.
fn sign_in(client: &Client, changes: Value, options: Value) -> Result<(), Error> {
    check_claims(client, &with(claims(), changes), options)
}

fn check_claims(client: &Client, claims: &Value, options: Value) -> Result<(), Error> {
    let transaction = transaction_with(options);
    check_sign_in(&record(claims), &transaction, client, NOW)
}
