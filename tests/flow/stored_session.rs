//! The stored session as it is: what a page shows of it before anybody asks for a token.

use super::fixtures::*;
use super::host::*;
use proofkey::error::Error;
use proofkey::flow::Effect;
use proofkey::json::Record;
use serde_json::json;

#[test]
fn shows_what_the_sign_in_showed() {
    let mut host = Host::new();
    let shown = host.sign_in();
    let result = host.run("session", "").unwrap();
    assert_eq!(result, shown);
    let names: Vec<&str> = result.members().map(|(name, _)| name).collect();
    assert_eq!(names, ["id_token_signature_verified", "claims", "scope", "access_token", "expires_at"]);
    assert_eq!(host.trace(), ["ReadSession"]);
}

/// Whoever is offline is still signed in.
#[test]
fn shows_a_session_whose_access_token_has_expired_and_asks_nobody() {
    let mut host = Host::new();
    let shown = host.sign_in();
    host.new_page();
    for now in [NOW + 3600, NOW + 86_400, NOW - 86_400] {
        host.now = now;
        assert_eq!(host.run("session", "").unwrap(), shown);
    }
    assert_eq!(host.trace(), ["ReadSession", "ReadSession", "ReadSession"]);
}

#[test]
fn shows_nothing_where_there_is_no_session_of_this_client() {
    let mut host = Host::new();
    host.sign_in();
    let foreign = with(host.stored(), json!({ "client_id": "other" })).to_string();
    for stored in [None, Some(""), Some("{}"), Some("not json"), Some(foreign.as_str())] {
        host.session = stored.map(Into::into);
        assert_eq!(host.run("session", ""), Ok(Record::default()), "{stored:?}");
    }
}

#[test]
fn fails_if_the_store_cannot_be_read() {
    let mut host = Host::new();
    host.sign_in();
    host.broken = |effect| (*effect == Effect::ReadSession).then_some(Error::StorageUnavailable);
    assert_eq!(host.run("session", ""), Err(Error::StorageUnavailable.into()));
}
