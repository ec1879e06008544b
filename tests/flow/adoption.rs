//! Tokens that another library obtained: believed when the server or a signature speaks for them, and stored no sooner.

use super::fixtures::*;
use super::host::*;
use super::provider::{refreshed_tokens, refreshed_tokens_with, tokens, tokens_with};
use super::signer::{hs256, rs256};
use super::webcrypto::left_half;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::json::{self, Record};
use proofkey::protocol::http::Response;
use serde_json::{Value, json};

#[test]
fn redeems_a_refresh_token_at_once_and_stores_what_the_server_answers() {
    let mut host = Host::new();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens_with(json!({}), NOW))));
    let result = adopt(&mut host, &tokens("theirs")).unwrap();
    let discovery = format!("GET {DISCOVERY}");
    let (token, keys) = (format!("POST {TOKEN}"), format!("GET {JWKS}"));
    assert_eq!(host.trace(), [&*discovery, &*token, &*keys, "VerifySignature", "SaveSession"]);
    let form = "grant_type=refresh_token&refresh_token=rt-1&client_id=spa-1";
    assert_eq!(host.requests(TOKEN)[0].form.as_deref(), Some(form));
    assert_eq!(result.text("access_token"), "at-2");
    assert_eq!((&host.stored()["access_token"], &host.stored()["refresh_token"]), (&json!("at-2"), &json!("rt-2")));
    assert_eq!(host.run("accessToken", "{}").unwrap().text("access_token"), "at-2");
}

#[test]
fn keeps_a_refresh_token_that_the_server_does_not_rotate() {
    let mut host = Host::new();
    let answered = without(refreshed_tokens_with(json!({}), NOW), "refresh_token");
    host.answers(TOKEN, Ok(answer(&answered)));
    adopt(&mut host, &tokens("theirs")).unwrap();
    assert_eq!(host.stored()["refresh_token"], json!("rt-1"));
}

#[test]
fn verifies_the_id_token_itself_where_there_is_no_refresh_token() {
    let mut host = Host::new();
    let result = adopt(&mut host, &without(tokens("theirs"), "refresh_token")).unwrap();
    let [discovery, keys] = [DISCOVERY, JWKS].map(|url| format!("GET {url}"));
    assert_eq!(host.trace(), [&*discovery, &*keys, "VerifySignature", "SaveSession"]);
    assert_eq!(result.text("access_token"), "at-1");
    assert_eq!(result.member("id_token_signature_verified"), Some(&json::Value::Bool(true)));
    assert_eq!(host.stored().get("original_id_token"), None);
    assert_eq!(host.stored()["expires_at"], json!(NOW + 3600));
}

#[test]
fn checks_every_claim_of_it_but_the_nonce_of_another_sign_in() {
    for (changes, error) in [
        (json!({ "iss": "https://op.example/" }), Error::IssuerMismatch),
        (json!({ "aud": "other" }), Error::AudMismatch),
        (json!({ "aud": ["spa-1", "other"] }), Error::AudUntrusted),
        (json!({ "azp": "other" }), Error::AzpMismatch),
        (json!({ "exp": NOW - 60 }), Error::Expired),
        (json!({ "iat": NOW + 61 }), Error::IssuedInFuture),
        (json!({ "nbf": NOW + 61 }), Error::NotYetValid),
        (json!({ "at_hash": left_half("SHA-256", "another") }), Error::AtHashMismatch),
        (json!({ "sub": "" }), Error::IdTokenClaimInvalid),
    ] {
        let mut host = Host::new();
        let handed = without(tokens_with(&with(claims(), changes.clone())), "refresh_token");
        assert_eq!(adopt(&mut host, &handed), Err(error.into()), "{changes}");
        assert_eq!(host.session, None);
    }
}

#[test]
fn rejects_an_id_token_that_another_key_signed() {
    let mut host = Host::new();
    let handed = without(tokens("theirs"), "refresh_token");
    // The signature of other claims.
    let (signed, _) = handed["id_token"].as_str().unwrap().rsplit_once('.').unwrap();
    let other = rs256(&header(), &with(claims(), json!({ "sub": "user-2" })));
    let forged = format!("{signed}.{}", other.rsplit_once('.').unwrap().1);
    assert_eq!(adopt(&mut host, &with(handed, json!({ "id_token": forged }))), Err(Error::SignatureInvalid.into()));
    assert_eq!(host.session, None);
}

/// The exception is for what the token endpoint answered; nobody knows where these come from.
#[test]
fn is_no_exception_for_hs256() {
    for declared in ["HS256", "RS256"] {
        let mut host = Host::with_client(client_with(json!({ "idTokenSignedResponseAlg": declared })));
        host.stands(DISCOVERY, answer(&without(metadata_document(), "id_token_signing_alg_values_supported")));
        let handed = with(tokens("theirs"), json!({ "id_token": hs256(&claims()) }));
        let refused = adopt(&mut host, &without(handed, "refresh_token")).unwrap_err();
        assert_eq!(refused.error, Error::AlgUnsupported, "{declared}");
        assert_eq!(host.trace(), [format!("GET {DISCOVERY}")]);
        assert_eq!(host.session, None);
    }
}

#[test]
fn takes_hs256_from_the_token_endpoint_where_it_is_declared() {
    let mut host = Host::with_client(client_with(json!({ "idTokenSignedResponseAlg": "HS256" })));
    host.stands(DISCOVERY, answer(&without(metadata_document(), "id_token_signing_alg_values_supported")));
    let fresh = with(without(claims(), "nonce"), json!({ "iat": NOW, "exp": NOW + 300 }));
    host.answers(TOKEN, Ok(answer(&with(refreshed_tokens(), json!({ "id_token": hs256(&fresh) })))));
    let handed = with(tokens("theirs"), json!({ "id_token": hs256(&claims()) }));
    let result = adopt(&mut host, &handed).unwrap();
    assert_eq!(result.member("id_token_signature_verified"), Some(&json::Value::Bool(false)));
}

#[test]
fn rejects_a_refresh_token_of_another_user() {
    let mut host = Host::new();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens_with(json!({ "sub": "user-2" }), NOW))));
    assert_eq!(adopt(&mut host, &tokens("theirs")), Err(Error::RefreshMismatch.into()));
    assert_eq!(host.session, None);
}

/// Only the server's own answer could tell whose tokens they are.
#[test]
fn rejects_a_refresh_that_brings_no_id_token() {
    let mut host = Host::new();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
    assert_eq!(adopt(&mut host, &tokens("theirs")), Err(Error::IdTokenMissing.into()));
    assert_eq!(host.session, None);
}

#[test]
fn leaves_a_session_that_is_there_alone_when_it_fails() {
    let spent = Response { status: 400, ..answer(&json!({ "error": "invalid_grant" })) };
    for (bad, error) in [
        (Ok(spent), Error::SessionExpired),
        (Ok(answer(&refreshed_tokens_with(json!({ "sub": "user-2" }), NOW))), Error::RefreshMismatch),
        (Err(Error::NetworkError), Error::NetworkError),
    ] {
        let mut host = Host::new();
        host.sign_in();
        let before = host.stored();
        host.answers(TOKEN, bad);
        assert_eq!(adopt(&mut host, &with(tokens("n"), json!({ "refresh_token": "rt-x" }))).unwrap_err().error, error);
        assert_eq!(host.stored(), before);
    }
}

#[test]
fn takes_the_place_of_a_session_that_is_there() {
    let mut host = Host::new();
    host.sign_in();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens_with(json!({}), NOW))));
    adopt(&mut host, &with(tokens("n"), json!({ "refresh_token": "rt-x" }))).unwrap();
    assert_eq!(parameters(host.requests(TOKEN)[0].form.as_ref().unwrap(), "refresh_token"), ["rt-x"]);
    assert_eq!(host.stored()["access_token"], json!("at-2"));
}

#[test]
fn rejects_what_is_no_set_of_tokens() {
    let whole = tokens("theirs");
    for handed in [
        json!({}),
        without(whole.clone(), "access_token"),
        without(whole.clone(), "id_token"),
        with(whole.clone(), json!({ "refresh_token": 1 })),
        with(whole.clone(), json!({ "expires_in": "soon" })),
        with(whole.clone(), json!({ "token_type": "DPoP" })),
        json!([]),
    ] {
        let mut host = Host::new();
        let expected = Failure::new(Error::ConfigError).with("option", "tokens");
        assert_eq!(adopt(&mut host, &handed), Err(expected), "{handed}");
        assert_eq!(host.trace().len(), 0);
    }
    let malformed = with(without(whole, "refresh_token"), json!({ "id_token": "not.a.jws" }));
    assert_eq!(adopt(&mut Host::new(), &malformed).unwrap_err().error, Error::JwsMalformed);
}

#[test]
fn fails_if_the_metadata_cannot_be_had() {
    let mut host = Host::new();
    host.answers(DISCOVERY, Err(Error::Timeout));
    assert_eq!(adopt(&mut host, &tokens("theirs")), Err(Error::Timeout.into()));
    assert!(host.requests(TOKEN).is_empty());
}

#[test]
fn is_signed_like_the_token_that_was_handed_over() {
    let mut host = Host::new();
    host.answers(TOKEN, Ok(answer(&refreshed_tokens_with(json!({}), NOW))));
    let handed = with(tokens("theirs"), json!({ "id_token": hs256(&claims()) }));
    assert_eq!(adopt(&mut host, &handed), Err(Error::RefreshMismatch.into()));
    let good = rs256(&header(), &claims());
    host.answers(TOKEN, Ok(answer(&refreshed_tokens_with(json!({}), NOW))));
    assert!(adopt(&mut host, &with(tokens("theirs"), json!({ "id_token": good }))).is_ok());
}

fn adopt(host: &mut Host, tokens: &Value) -> Result<Record, Box<Failure>> {
    host.run("adopt", &tokens.to_string())
}
