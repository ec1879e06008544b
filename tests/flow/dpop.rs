//! Flows with DPoP around them (RFC 9449).

use super::fixtures::*;
use super::host::*;
use super::provider;
use super::webcrypto;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::Effect;
use proofkey::json::Record;
use proofkey::protocol::http::{Request, Response};
use serde_json::{Value, json};

const THUMBPRINT: &str = "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U";

/// A page whose server binds tokens.
fn host() -> Host {
    host_with(json!({ "dpop": "auto" }))
}

fn host_with(options: Value) -> Host {
    let mut host = Host::with_client(client_with(options));
    host.stands(
        DISCOVERY,
        answer(&with(metadata_document(), json!({ "dpop_signing_alg_values_supported": ["ES256"] }))),
    );
    host
}

fn run(host: &mut Host, name: &str, input: &str) -> Result<Record, Box<Failure>> {
    host.run("extended", &format!("{name}\n{input}"))
}

/// What a proof says, once its signature was checked.
fn proof_of(request: &Request) -> (Value, Value) {
    let (input, signature) = request.proof.rsplit_once('.').unwrap();
    let part = |text: &str| serde_json::from_slice::<Value>(&strict_bytes(text).unwrap()).unwrap();
    let (header, payload) = input.split_once('.').unwrap();
    assert!(webcrypto::es256_verifies(&part(header)["jwk"], input, &strict_bytes(signature).unwrap()));
    (part(header), part(payload))
}

fn begun(host: &mut Host) -> Begun {
    let url = run(host, "login", "{}").unwrap().text("url").to_owned();
    host.new_page();
    let [state, nonce] = ["state", "nonce"].map(|name| parameters(&url, name).remove(0));
    Begun { url, state, nonce }
}

fn bound_tokens(nonce: &str) -> Value {
    with(provider::tokens(nonce), json!({ "token_type": "DPoP" }))
}

fn signed_in() -> Host {
    let mut host = host();
    let login = begun(&mut host);
    host.answers(TOKEN, Ok(answer(&bound_tokens(&login.nonce))));
    run(&mut host, "handleCallback", &callback_url(&login.state)).unwrap();
    host.effects.clear();
    host
}

fn wants(nonce: &str) -> Response {
    Response { status: 400, dpop_nonce: nonce.into(), ..answer(&json!({ "error": "use_dpop_nonce" })) }
}

#[test]
fn binds_the_code_to_the_key() {
    let begun = begun(&mut host());
    assert_eq!(parameters(&begun.url, "dpop_jkt"), [THUMBPRINT]);
}

#[test]
fn proves_the_code_request_and_remembers_what_its_tokens_are() {
    let mut host = host();
    let login = begun(&mut host);
    host.answers(TOKEN, Ok(answer(&bound_tokens(&login.nonce))));
    let view = run(&mut host, "handleCallback", &callback_url(&login.state)).unwrap();
    assert_eq!(view.text("access_token"), "at-1");
    let [request] = host.requests(TOKEN)[..] else { panic!("one request") };
    let (header, payload) = proof_of(request);
    assert_eq!((&header["typ"], &header["alg"]), (&json!("dpop+jwt"), &json!("ES256")));
    assert_eq!((&payload["htm"], &payload["htu"], &payload["iat"]), (&json!("POST"), &json!(TOKEN), &json!(NOW)));
    assert!(payload.get("ath").is_none() && payload.get("nonce").is_none());
    assert_eq!(host.stored()["token_type"], "DPoP");
}

#[test]
fn makes_the_request_once_more_with_the_nonce_that_is_asked_for() {
    let mut host = host();
    let login = begun(&mut host);
    host.answers(TOKEN, Ok(wants("n1")));
    host.answers(TOKEN, Ok(answer(&bound_tokens(&login.nonce))));
    run(&mut host, "handleCallback", &callback_url(&login.state)).unwrap();
    let [first, second] = host.requests(TOKEN)[..] else { panic!("two requests") };
    let [first, second] = [first, second].map(|request| proof_of(request).1);
    assert_eq!((first.get("nonce"), &second["nonce"]), (None, &json!("n1")));
    assert_ne!(first["jti"], second["jti"]);
}

#[test]
fn asks_no_third_time() {
    let mut host = host();
    let login = begun(&mut host);
    host.answers(TOKEN, Ok(wants("n1")));
    host.answers(TOKEN, Ok(wants("n2")));
    let failure = run(&mut host, "handleCallback", &callback_url(&login.state)).unwrap_err();
    assert_eq!((failure.error, failure.details.text("error")), (Error::TokenError, "use_dpop_nonce"));
    assert_eq!(host.requests(TOKEN).len(), 2);
    assert!(!host.has_saved_a_session());
}

#[test]
fn asks_once_where_no_nonce_comes_with_the_refusal() {
    let mut host = host();
    let login = begun(&mut host);
    host.answers(TOKEN, Ok(wants("")));
    let failure = run(&mut host, "handleCallback", &callback_url(&login.state)).unwrap_err();
    assert_eq!((failure.error, host.requests(TOKEN).len()), (Error::TokenError, 1));
}

#[test]
fn takes_no_token_that_is_not_bound() {
    let mut host = host();
    let login = begun(&mut host);
    host.answers(TOKEN, Ok(answer(&provider::tokens(&login.nonce))));
    let failure = run(&mut host, "handleCallback", &callback_url(&login.state)).unwrap_err();
    assert_eq!(failure.error, Error::TokenTypeUnsupported);
    assert_eq!((failure.details.text("expected"), failure.details.text("received")), ("DPoP", "Bearer"));
    assert!(!host.has_saved_a_session());
}

#[test]
fn refreshes_with_a_proof_and_the_newest_nonce() {
    let mut host = signed_in();
    host.now += 4000;
    let refreshed = with(provider::refreshed_tokens(), json!({ "token_type": "DPoP" }));
    host.answers(TOKEN, Ok(Response { dpop_nonce: "n7".into(), ..answer(&refreshed) }));
    run(&mut host, "accessToken", "{}").unwrap();
    assert_eq!(host.stored()["token_type"], "DPoP");
    host.now += 4000;
    host.answers(TOKEN, Ok(answer(&refreshed)));
    run(&mut host, "accessToken", "{}").unwrap();
    let [first, second] = host.requests(TOKEN)[..] else { panic!("two requests") };
    assert_eq!(proof_of(first).1.get("nonce"), None);
    assert_eq!(proof_of(second).1["nonce"], "n7");
}

#[test]
fn takes_no_refreshed_token_that_is_not_bound() {
    let mut host = signed_in();
    let before = host.session.clone();
    host.now += 4000;
    host.answers(TOKEN, Ok(answer(&provider::refreshed_tokens())));
    assert_eq!(run(&mut host, "accessToken", "{}").unwrap_err().error, Error::TokenTypeUnsupported);
    assert_eq!(host.session, before);
}

#[test]
fn asks_userinfo_with_a_proof_that_is_bound_to_the_token() {
    let mut host = signed_in();
    host.answers(USERINFO, Ok(answer(&json!({ "sub": "user-1" }))));
    run(&mut host, "userInfo", "").unwrap();
    let [request] = host.requests(USERINFO)[..] else { panic!("one request") };
    let (_, payload) = proof_of(request);
    assert_eq!(
        (&payload["htm"], &payload["ath"]),
        (&json!("GET"), &json!(base64url(&webcrypto::digest("SHA-256", "at-1"))))
    );
}

#[test]
fn goes_on_without_where_the_server_says_nothing_of_it() {
    let mut host = Host::with_client(client_with(json!({ "dpop": "auto" })));
    let login = begun(&mut host);
    assert!(parameters(&login.url, "dpop_jkt").is_empty());
    host.answers(TOKEN, Ok(answer(&provider::tokens(&login.nonce))));
    run(&mut host, "handleCallback", &callback_url(&login.state)).unwrap();
    assert!(host.requests(TOKEN)[0].proof.is_empty());
    assert!(!host.trace().contains(&"Key publicKey".to_owned()));
}

#[test]
fn refuses_such_a_server_where_tokens_must_be_bound() {
    let mut host = Host::with_client(client_with(json!({ "dpop": "required" })));
    let failure = run(&mut host, "login", "{}").unwrap_err();
    assert_eq!(failure.error, Error::DpopUnsupported);
}

/// A page whose server lists these algorithms for proofs.
fn host_listing(algorithms: Value, dpop: &str) -> Host {
    let mut host = Host::with_client(client_with(json!({ "dpop": dpop })));
    let listed = json!({ "dpop_signing_alg_values_supported": algorithms });
    host.stands(DISCOVERY, answer(&with(metadata_document(), listed)));
    host
}

#[test]
fn asks_for_a_key_of_an_algorithm_that_the_server_lists() {
    for (listed, asked) in [
        (json!(["RS256", "EdDSA", "ES256"]), "ES256"),
        (json!(["PS256", "Ed25519"]), "Ed25519"),
        (json!(["EdDSA"]), "EdDSA"),
    ] {
        let mut host = host_listing(listed, "required");
        begun(&mut host);
        assert!(host.effects.contains(&Effect::Key("publicKey", asked.into())), "{asked}: {:?}", host.trace());
    }
}

#[test]
fn goes_on_without_or_refuses_where_no_algorithm_is_common() {
    for listed in [json!(["RS256", "ES512"]), json!([])] {
        let mut host = host_listing(listed.clone(), "auto");
        assert!(parameters(&begun(&mut host).url, "dpop_jkt").is_empty());
        let mut host = host_listing(listed, "required");
        assert_eq!(run(&mut host, "login", "{}").unwrap_err().error, Error::DpopUnsupported);
        assert!(host.transactions.is_empty(), "nothing is left of what never began");
    }
}

#[test]
fn goes_by_the_metadata_that_the_app_brought_along() {
    let metadata = with(metadata_document(), json!({ "dpop_signing_alg_values_supported": ["ES256"] }));
    let options = json!({ "dpop": "required", "discovery": false, "metadata": metadata });
    let mut host = Host::with_client(client_with(options));
    assert_eq!(parameters(&begun(&mut host).url, "dpop_jkt"), [THUMBPRINT]);
    assert!(host.requests(DISCOVERY).is_empty());
}

#[test]
fn a_bound_session_takes_the_key_that_is_there() {
    let mut host = signed_in();
    host.new_page();
    host.now += 4000;
    host.answers(TOKEN, Ok(answer(&with(provider::refreshed_tokens(), json!({ "token_type": "DPoP" })))));
    run(&mut host, "accessToken", "{}").unwrap();
    // Its metadata may not be known by then, and no other key would do.
    assert!(host.effects.contains(&Effect::Key("publicKey", String::new())));
    assert!(!host.requests(TOKEN)[0].proof.is_empty());
}

#[test]
fn asks_userinfo_once_more_with_a_nonce_that_it_did_not_have() {
    let refusal = |nonce: &str| Response { status: 401, dpop_nonce: nonce.into(), ..answer_text("") };
    let mut host = signed_in();
    host.answers(USERINFO, Ok(refusal("u1")));
    host.answers(USERINFO, Ok(answer(&json!({ "sub": "user-1" }))));
    run(&mut host, "userInfo", "").unwrap();
    let nonces: Vec<_> = host.requests(USERINFO).iter().map(|request| proof_of(request).1["nonce"].clone()).collect();
    assert_eq!(nonces, [Value::Null, json!("u1")]);
    // It knows that one: the token itself is refused.
    host.effects.clear();
    host.answers(USERINFO, Ok(refusal("u1")));
    assert_eq!(run(&mut host, "userInfo", "").unwrap_err().error, Error::HttpStatus);
    assert_eq!(host.requests(USERINFO).len(), 1);
}

#[test]
fn refuses_a_word_that_says_nothing() {
    let failure = run(&mut host_with(json!({ "dpop": "yes" })), "login", "{}").unwrap_err();
    assert_eq!((failure.error, failure.details.text("option")), (Error::ConfigError, "dpop"));
}

#[test]
fn proves_a_request_to_an_api() {
    let mut host = signed_in();
    let request = json!({ "method": "DELETE", "url": "https://rs.example:443/a/../b?x=1#y", "accessToken": "at-1", "nonce": "r1" });
    let proof = host.run("extended", &format!("proof\n{request}")).unwrap().text("proof").to_owned();
    let (header, payload) = proof_of(&Request { proof, ..Request::get("") });
    assert_eq!(header["jwk"].get("d"), None);
    assert_eq!(
        (&payload["htm"], &payload["htu"], &payload["nonce"]),
        (&json!("DELETE"), &json!("https://rs.example/b"), &json!("r1"))
    );
    assert_eq!(payload["ath"], base64url(&webcrypto::digest("SHA-256", "at-1")));
}

#[test]
fn changes_nothing_where_no_option_asks_for_it() {
    let mut plain = Host::new();
    let mut extended = Host::new();
    for name in ["login", "metadata", "session"] {
        let expected = plain.run(name, if name == "login" { "{}" } else { "" });
        let result = run(&mut extended, name, if name == "login" { "{}" } else { "" });
        assert_eq!(result, expected, "{name}");
        assert_eq!(extended.trace(), plain.trace(), "{name}");
    }
    let begun = begun(&mut extended);
    extended.answers(TOKEN, Ok(answer(&provider::tokens(&begun.nonce))));
    run(&mut extended, "handleCallback", &callback_url(&begun.state)).unwrap();
    assert_eq!(extended.stored().get("token_type"), None);
}

#[test]
fn proves_nothing_of_a_token_that_is_not_bound() {
    let mut host = Host::new();
    host.sign_in();
    let request = json!({ "method": "GET", "url": "https://rs.example/", "accessToken": "at-1" });
    assert_eq!(host.run("extended", &format!("proof\n{request}")).unwrap().member("proof"), None);
}
