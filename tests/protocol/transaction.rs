//! The transaction as it is begun, and read back as untrusted data.

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::json::Record;
use proofkey::protocol::transaction::Transaction;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn reads_back_what_it_stored() {
    let options = json!({
        "maxAge": 0, "appState": "{\"cart\":3}", "returnTo": "/here?x#y", "scope": "openid email",
        "claims": { "id_token": { "acr": { "essential": true, "values": ["gold"] } } },
    });
    let begun = transaction_with(options);
    let read = Transaction::parse(&begun.to_json(), &client(), begun.state(), NOW).ok().unwrap();
    assert_eq!(read.to_json(), begun.to_json());
    assert_eq!(read.metadata(), metadata());
    assert_eq!((read.scope(), read.max_age()), ("openid email", Some(0)));
    assert_eq!(read.essential_acr().map(<[_]>::len), Some(1));
    let mut app_state = Record::default();
    read.copy_app_state(&mut app_state);
    assert_eq!(app_state, record(&json!({ "appState": "{\"cart\":3}", "returnTo": "/here?x#y" })));
}

#[test]
fn makes_verifier_state_and_nonce_of_different_bytes() {
    let mut seen = BTreeSet::new();
    for seed in 0..=255_u8 {
        let options = login_options(json!({}));
        let begun = Transaction::begin(&client(), &options, &metadata(), &[seed; 96], NOW);
        let Ok(begun) = begun else { continue };
        assert!(seen.insert(begun.state().to_owned()));
    }
    assert_eq!(seen.len(), 255, "all but the generator that gave zeros");
    let begun = transaction();
    let secrets: BTreeSet<String> =
        [begun.state().to_owned(), begun.nonce().to_owned(), begun.code_verifier().ok().unwrap().secret().to_owned()]
            .into();
    assert_eq!(secrets.len(), 3);
}

#[test]
fn rejects_entropy_of_which_a_third_is_all_zeros() {
    for third in 0..3 {
        let mut bytes = entropy(1);
        bytes[third * 32..][..32].fill(0);
        let begun = Transaction::begin(&client(), &login_options(json!({})), &metadata(), &bytes, NOW);
        assert_eq!(refusal(begun), Some(Error::EntropyUnavailable), "third {third}");
    }
}

#[test]
fn rejects_entropy_of_another_length() {
    for length in [0, 32, 95, 97, 128] {
        let begun = Transaction::begin(&client(), &login_options(json!({})), &metadata(), &vec![7; length], NOW);
        assert_eq!(refusal(begun), Some(Error::EntropyUnavailable), "{length}");
    }
}

#[test]
fn rejects_a_stored_transaction_that_was_altered() {
    for (name, value) in [
        ("issuer", json!("https://evil.example")),
        ("client_id", json!("other")),
        ("redirect_uri", json!("https://app.example/other")),
        ("state", json!("other")),
        ("nonce", json!("")),
        ("nonce", json!(null)),
        ("scope", json!("")),
        ("scope", json!(1)),
        ("code_verifier", json!("a".repeat(42))),
        ("code_verifier", json!("a".repeat(129))),
        ("code_verifier", json!("&".repeat(43))),
        ("code_verifier", json!(null)),
        ("metadata", json!(null)),
        ("metadata", json!({})),
        ("metadata", with(metadata_document(), json!({ "issuer": "https://evil.example" }))),
        ("metadata", with(metadata_document(), json!({ "token_endpoint": "http://op.example/token" }))),
        ("metadata", with(metadata_document(), json!({ "code_challenge_methods_supported": ["plain"] }))),
    ] {
        let altered = with(stored(), json!({ name: value }));
        assert_eq!(read(&altered.to_string(), NOW), Some(Error::TransactionInvalid), "{name}: {value}");
    }
}

#[test]
fn rejects_a_stored_transaction_that_lacks_a_member() {
    for name in ["issuer", "client_id", "redirect_uri", "scope", "state", "nonce", "code_verifier", "metadata"] {
        let altered = without(stored(), name);
        assert_eq!(read(&altered.to_string(), NOW), Some(Error::TransactionInvalid), "{name}");
    }
}

#[test]
fn rejects_stored_text_that_is_no_json_object() {
    let good = stored().to_string();
    for text in ["", "null", "[]", "{", &(good.clone() + "x"), &good.replacen('{', r#"{"nonce":"x","#, 1)] {
        assert_eq!(read(text, NOW), Some(Error::TransactionInvalid), "{text}");
    }
}

#[test]
fn belongs_to_one_client_and_one_redirect_uri() {
    let begun = transaction();
    for changes in [
        json!({ "issuer": "https://other.example" }),
        json!({ "clientId": "other" }),
        json!({ "redirectUri": "https://app.example/other" }),
    ] {
        let other = client_with(changes.clone());
        let read = Transaction::parse(&begun.to_json(), &other, begun.state(), NOW);
        assert_eq!(refusal(read), Some(Error::TransactionInvalid), "{changes}");
    }
}

#[test]
fn expires_after_an_hour() {
    let text = transaction().to_json();
    assert_eq!(read(&text, NOW + 3599), None);
    assert_eq!(read(&text, NOW + 3600), Some(Error::TransactionExpired));
    assert_eq!(read(&text, i64::MAX), Some(Error::TransactionExpired));
}

#[test]
fn survives_a_clock_that_was_set_back_by_an_hour_and_no_more() {
    let text = transaction().to_json();
    assert_eq!(read(&text, NOW - 3600), None);
    assert_eq!(read(&text, NOW - 3601), Some(Error::TransactionExpired));
}

#[test]
fn expires_at_once_if_its_time_is_missing_or_no_number() {
    assert_eq!(read(&without(stored(), "created_at").to_string(), NOW), Some(Error::TransactionExpired));
    for value in [json!(null), json!(NOW.to_string()), json!(1e300), json!(-1e300)] {
        let altered = with(stored(), json!({ "created_at": value }));
        assert_eq!(read(&altered.to_string(), NOW), Some(Error::TransactionExpired), "{value}");
    }
}

#[test]
fn tells_a_used_state_from_an_unknown_one() {
    assert_eq!(read(&Transaction::tombstone(NOW), NOW), Some(Error::TransactionUsed));
    let both = with(stored(), json!({ "used_at": NOW }));
    assert_eq!(read(&both.to_string(), NOW), Some(Error::TransactionUsed), "a mark of use outweighs all else");
}

#[test]
fn leaves_nothing_secret_in_a_tombstone() {
    assert_eq!(Transaction::tombstone(NOW), r#"{"used_at":1700000000}"#);
}

fn stored() -> Value {
    serde_json::from_str(&transaction().to_json()).unwrap()
}

fn read(text: &str, now: i64) -> Option<Error> {
    refusal(Transaction::parse(text, &client(), transaction().state(), now))
}
