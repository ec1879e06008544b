//! The claims that bind an access token and a code to an ID Token by their hashes (OpenID Connect Core 3.1.3.8, 3.3.2.11).

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::protocol::id_token::Binding;
use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384, Sha512};

/// OpenID Connect Core A.3
const AT_HASH: Binding<'static> =
    Binding { claim: "at_hash", text: "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y", error: Error::AtHashMismatch };

/// OpenID Connect Core A.4
const C_HASH: Binding<'static> = Binding {
    claim: "c_hash",
    text: "Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk",
    error: Error::CHashMismatch,
};

#[test]
fn accepts_the_at_hash_of_openid_connect_core_a_3() {
    assert_eq!(checked(&AT_HASH, json!("77QmUPtjPfzWtF2AnpK9RQ")), Ok(()));
}

#[test]
fn accepts_the_c_hash_of_openid_connect_core_a_4() {
    assert_eq!(checked(&C_HASH, json!("LDktKdoQak3Pk0cnXxCltA")), Ok(()));
}

#[test]
fn rejects_hashes_of_other_texts_and_of_other_forms() {
    let whole = base64url(&Sha256::digest(AT_HASH.text));
    let right_half = base64url(&Sha256::digest(AT_HASH.text)[16..]);
    for hash in [
        json!("77QmUPtjPfzWtF2AnpK9RA"),
        json!("77QmUPtjPfzWtF2AnpK9RQ=="),
        json!("77QmUPtjPfzWtF2AnpK9R"),
        json!(whole),
        json!(right_half),
        json!(""),
        json!(null),
        json!([]),
        json!(["77QmUPtjPfzWtF2AnpK9RQ"]),
    ] {
        assert_eq!(checked(&AT_HASH, hash.clone()), Err(Error::AtHashMismatch), "{hash}");
        assert_eq!(checked(&C_HASH, hash.clone()), Err(Error::CHashMismatch), "{hash}");
    }
    assert_eq!(checked(&AT_HASH, json!("LDktKdoQak3Pk0cnXxCltA")), Err(Error::AtHashMismatch));
    assert_eq!(checked(&C_HASH, json!("77QmUPtjPfzWtF2AnpK9RQ")), Err(Error::CHashMismatch));
}

#[test]
fn compares_the_left_half_of_any_digest() {
    for (digest, half) in
        [(Sha256::digest("t").to_vec(), 16), (Sha384::digest("t").to_vec(), 24), (Sha512::digest("t").to_vec(), 32)]
    {
        let claims = record(&json!({ "at_hash": base64url(&digest[..half]) }));
        assert_eq!(AT_HASH.check(&claims, &digest), Ok(()), "{half} bytes");
    }
}

#[test]
fn is_there_if_the_claim_is_whatever_its_type() {
    for claim in [json!("x"), json!(""), json!(null), json!([])] {
        assert!(AT_HASH.is_in(&record(&json!({ "at_hash": claim }))), "{claim}");
        assert!(!C_HASH.is_in(&record(&json!({ "at_hash": claim }))), "{claim}");
    }
}

fn checked(binding: &Binding<'_>, hash: Value) -> Result<(), Error> {
    binding.check(&record(&json!({ binding.claim: hash })), &Sha256::digest(binding.text))
}
