//! A stored transaction, which any script of the page may have written. What is taken is this client's, under this state,
//! young, with a verifier and a metadata document that hold; and it is stored again as the same one.

#![no_main]

use libfuzzer_sys::fuzz_target;
use proofkey::json::Record;
use proofkey::protocol::token::code_request;
use proofkey::protocol::transaction::{Transaction, must_go};
use proofkey_fuzz::{CLIENT_ID, ISSUER, NOW, REDIRECT_URI, STATE, client, transaction};

fuzz_target!(|input: &[u8]| {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let client = client();
    makes_room(text);
    let Ok(taken) = Transaction::parse(text, &client, STATE, NOW) else { return };

    let record = Record::parse(input).expect("a transaction is an object");
    let members = [("issuer", ISSUER), ("client_id", CLIENT_ID), ("redirect_uri", REDIRECT_URI), ("state", STATE)];
    for (name, expected) in members {
        assert_eq!(record.text(name), expected);
    }
    assert_eq!(taken.state(), STATE);
    assert!(!taken.nonce().is_empty() && !taken.scope().is_empty());
    let age = NOW - record.seconds("created_at").expect("it has a time");
    assert!((-3600..3600).contains(&age), "it is {age} seconds old");

    let verifier = taken.code_verifier().expect("its verifier was checked");
    let verifier = verifier.secret();
    assert!((43..=128).contains(&verifier.len()), "{verifier}");
    assert!(verifier.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)), "{verifier}");

    let metadata = taken.metadata();
    assert_eq!(metadata.record().text("issuer"), ISSUER);
    for endpoint in ["authorization_endpoint", "token_endpoint", "jwks_uri"] {
        let url = metadata.endpoint(endpoint);
        // The page is not a loopback one, so no exception from https applies.
        assert!(url.starts_with("https://") && !url.contains(['#', ' ', '\\']), "{url}");
        assert!(!url.split('/').nth(2).unwrap_or_default().contains('@'), "{url}");
    }
    assert_ne!(metadata.lists("code_challenge_methods_supported", "S256"), Some(false));

    let request = code_request(&client, &taken, "c-OK").expect("nothing is left to refuse");
    assert_eq!(request.url, metadata.endpoint("token_endpoint"));

    let again = Transaction::parse(&taken.to_json(), &client, STATE, NOW).expect("it is stored as a good one");
    assert_eq!(again.to_json(), taken.to_json());
});

/// Whatever lies there, a new transaction finds room, and a live one of these few is not thrown out for it.
fn makes_room(text: &str) {
    let stored = [text.to_owned(), transaction(STATE, false), text.to_owned()];
    assert!(!must_go(&stored, 1, NOW));
    if !must_go(&stored, 0, NOW) {
        let full = vec![text.to_owned(); 17];
        let left = (0..full.len()).filter(|index| !must_go(&full, *index, NOW)).count();
        assert!(left < 16, "{left} of them stay");
    }
}
