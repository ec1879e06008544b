//! DPoP proofs (RFC 9449).

use super::fixtures::*;
use proofkey::base64url;
use proofkey::error::Error;
use proofkey::json::Record;
use proofkey::protocol::dpop::{Proof, PublicKey};
use serde_json::{Value, json};

/// The key of RFC 9449 section 4.2, figure 2, with what a private JWK has besides.
fn jwk() -> Record {
    record(&json!({
        "kty": "EC",
        "crv": "P-256",
        "x": "l8tFrhx-34tV3hRICRDY9zCkDlpBhF42UQUfWVAWBFs",
        "y": "9VE4jf_Ok_o64zbTTlcuNJajHmt6v9TDVrU0CdvGRDA",
        "d": "private",
        "kid": "k1",
        "ext": true,
    }))
}

fn key() -> PublicKey {
    PublicKey::parse(&jwk(), "ES256").unwrap()
}

const PROOF: Proof<'_> = Proof {
    method: "POST",
    url: "https://op.example/token",
    access_token: "",
    nonce: "",
    identifier: &[7; 16],
    issued_at: 1_562_262_616,
};

/// Header and payload of what is to be signed.
fn parts(proof: &Proof<'_>) -> [Value; 2] {
    let input = proof.signing_input(&key()).unwrap();
    let (header, payload) = input.split_once('.').unwrap();
    [header, payload]
        .map(|part| serde_json::from_slice(&base64url::decode(part, Error::JwsMalformed).unwrap()).unwrap())
}

fn target(url: &str) -> String {
    parts(&Proof { url, ..PROOF })[1]["htu"].as_str().unwrap().into()
}

#[test]
fn says_what_is_sent_where_and_by_which_key() {
    let [header, payload] = parts(&PROOF);
    let mut public = serde_json::from_str::<Value>(&jwk().to_json()).unwrap();
    for name in ["d", "kid", "ext"] {
        public.as_object_mut().unwrap().remove(name);
    }
    assert_eq!(header, json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": public }));
    let identifier = base64url::encode(&[7; 16]);
    let expected = json!({ "jti": identifier, "htm": "POST", "htu": "https://op.example/token", "iat": 1_562_262_616 });
    assert_eq!(payload, expected);
}

#[test]
fn carries_the_hash_of_the_access_token_of_rfc_9449_section_7_1() {
    let [_, payload] =
        parts(&Proof { access_token: "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU", nonce: "n1", ..PROOF });
    assert_eq!(payload["ath"], "fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo");
    assert_eq!(payload["nonce"], "n1");
}

#[test]
fn has_the_thumbprint_of_rfc_9449_section_6_1() {
    assert_eq!(key().thumbprint(), "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I");
}

#[test]
fn has_the_thumbprint_of_rfc_8037_appendix_a_3() {
    let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" });
    let key = PublicKey::parse(&record(&jwk), "Ed25519").unwrap();
    assert_eq!(key.thumbprint(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    assert_eq!(key.algorithm().name, "Ed25519");
}

#[test]
fn normalises_the_url_as_rfc_3986_does() {
    for (url, expected) in [
        ("https://rs.example:443/a/../b?x=1#y", "https://rs.example/b"),
        ("HTTPS://RS.Example/A", "https://rs.example/A"),
        ("https://rs.example", "https://rs.example/"),
        ("https://rs.example?x", "https://rs.example/"),
        ("https://rs.example:8443/", "https://rs.example:8443/"),
        ("http://localhost:80/x", "http://localhost/x"),
        ("http://localhost:443/x", "http://localhost:443/x"),
        ("https://rs.example/%7ea%2fb%C3%bc", "https://rs.example/~a%2Fb%C3%BC"),
        ("https://rs.example/a/./b/", "https://rs.example/a/b/"),
        ("https://rs.example/a/b/..", "https://rs.example/a/"),
        ("https://rs.example/a/b/.", "https://rs.example/a/b/"),
        ("https://rs.example/%2e%2e/a", "https://rs.example/a"),
        ("https://rs.example/..", "https://rs.example/"),
        ("https://rs.example/../../a", "https://rs.example/a"),
        ("https://rs.example//a//b", "https://rs.example//a//b"),
        ("https://[::1]:8080/a", "https://[::1]:8080/a"),
    ] {
        assert_eq!(target(url), expected, "{url}");
    }
}

#[test]
fn refuses_a_url_that_says_nothing_for_sure() {
    for url in [
        "",
        "/token",
        "op.example/token",
        "ftp://op.example/",
        "https:///token",
        "https://op.example/%2",
        "https://op.example/%zz",
        "https://op.example/ü",
    ] {
        assert_eq!(Proof { url, ..PROOF }.signing_input(&key()), Err(Error::ConfigError), "{url}");
    }
}

#[test]
fn refuses_an_identifier_that_is_not_random() {
    for identifier in [&[7; 11][..], &[0; 16]] {
        assert_eq!(Proof { identifier, ..PROOF }.signing_input(&key()), Err(Error::EntropyUnavailable));
    }
}

#[test]
fn refuses_what_is_no_key_for_the_algorithm() {
    for (algorithm, error) in [
        ("none", Error::AlgUnsupported),
        ("HS256", Error::AlgUnsupported),
        ("ES384", Error::KeyUnusable),
        ("RS256", Error::KeyUnusable),
        ("Ed25519", Error::KeyUnusable),
    ] {
        assert_eq!(PublicKey::parse(&jwk(), algorithm), Err(error), "{algorithm}");
    }
    for missing in ["x", "y", "kty", "crv"] {
        let mut jwk = serde_json::from_str::<Value>(&jwk().to_json()).unwrap();
        jwk.as_object_mut().unwrap().remove(missing);
        assert_eq!(PublicKey::parse(&record(&jwk), "ES256"), Err(Error::KeyUnusable), "{missing}");
    }
}
