//! Tokens for several APIs in one session (RFC 8707), and what was granted in detail (RFC 9396).

use super::fixtures::*;
use super::host::*;
use super::provider::{refreshed_tokens, refreshed_tokens_with, tokens};
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::flow::Effect;
use proofkey::json::Record;
use proofkey::protocol::http::Response;
use serde_json::{Value, json};

const A: &str = "https://a.example";
const B: &str = "https://b.example";

/// A page whose sign-in names these resources.
fn host_for(resource: Value) -> Host {
    Host::with_client(client_with(json!({ "resource": resource })))
}

/// Logs in as the facade does where an option asks for more, and comes back.
fn sign_in(host: &mut Host, options: Value, answers: Value) -> Record {
    let result = log_in(host, options).unwrap();
    let nonce = parameters(result.text("url"), "nonce").remove(0);
    host.new_page();
    host.answers(TOKEN, Ok(answer(&with(tokens(&nonce), answers))));
    let view = host.run("extended", &format!("handleCallback\n{}", callback_url(result.text("state")))).unwrap();
    host.effects.retain(|effect| matches!(effect, Effect::Http(_)));
    view
}

fn log_in(host: &mut Host, options: Value) -> Result<Record, Box<Failure>> {
    host.run("extended", &format!("login\n{options}"))
}

fn access_token(host: &mut Host, options: Value) -> Result<Record, Box<Failure>> {
    host.run("extended", &format!("accessToken\n{options}"))
}

/// A page that is signed in for A and B, with a token for A.
fn signed_in() -> Host {
    let mut host = host_for(json!([A, B]));
    sign_in(&mut host, json!({}), json!({}));
    host.effects.clear();
    host
}

fn refreshed(access_token: &str) -> Response {
    answer(&with(refreshed_tokens(), json!({ "access_token": access_token })))
}

fn sent(host: &Host, name: &str) -> Vec<Vec<String>> {
    host.requests(TOKEN).iter().map(|request| parameters(request.form.as_deref().unwrap(), name)).collect()
}

#[test]
fn the_sign_in_names_all_resources_and_its_token_is_for_the_first() {
    let mut host = host_for(json!([A, B]));
    let url = log_in(&mut host, json!({})).unwrap().text("url").to_owned();
    assert_eq!(parameters(&url, "resource"), [A, B]);
    sign_in(&mut host, json!({}), json!({}));
    assert_eq!(sent(&host, "resource"), [[A]]);
    assert_eq!(host.stored()["resource"], json!(A));
}

#[test]
fn one_resource_may_be_a_text() {
    let mut host = host_for(json!("urn:api:1"));
    let url = log_in(&mut host, json!({})).unwrap().text("url").to_owned();
    assert_eq!(parameters(&url, "resource"), ["urn:api:1"]);
}

#[test]
fn a_resource_that_is_no_absolute_uri_or_has_a_fragment_is_refused_before_anything_is_stored() {
    for resource in [
        json!("https://api.example#x"),
        json!("/api"),
        json!("api"),
        json!(""),
        json!("https:"),
        json!("https://api .example"),
        json!([]),
        json!([A, ""]),
    ] {
        let mut host = host_for(resource.clone());
        let failure = log_in(&mut host, json!({})).unwrap_err();
        assert_eq!((failure.error, failure.details.text("option")), (Error::ConfigError, "resource"), "{resource}");
        let failure = log_in(&mut Host::new(), json!({ "resource": resource })).unwrap_err();
        assert_eq!((failure.error, failure.details.text("option")), (Error::ConfigError, "resource"), "{resource}");
        assert!(host.effects.is_empty(), "nothing was begun");
    }
    let failure = log_in(&mut Host::new(), json!({ "resource": 1 })).unwrap_err();
    assert_eq!(failure.error, Error::ConfigError);
}

#[test]
fn a_sign_in_may_have_resources_of_its_own_which_its_transaction_remembers() {
    let mut host = host_for(json!([A]));
    sign_in(&mut host, json!({ "resource": [B, A] }), json!({}));
    assert_eq!(sent(&host, "resource"), [[B]]);
    assert_eq!(host.stored()["resource"], json!(B));
}

#[test]
fn so_has_one_in_a_window() {
    let mut host = Host::new();
    let begun = host.run("extended", &format!("window\n{}", json!({ "resource": B }))).unwrap();
    assert_eq!(parameters(begun.text("url"), "resource"), [B]);
    let nonce = parameters(begun.text("url"), "nonce").remove(0);
    host.answers(TOKEN, Ok(answer(&tokens(&nonce))));
    let input = format!("handleWindow\n{}\n{}", begun.text("transaction"), callback_url(begun.text("state")));
    host.run("extended", &input).unwrap();
    assert_eq!(sent(&host, "resource"), [[B]]);
}

#[test]
fn another_resource_gets_a_token_of_its_own_and_the_first_one_stays() {
    let mut host = signed_in();
    host.answers(TOKEN, Ok(refreshed("at-b")));
    let view = access_token(&mut host, json!({ "resource": B })).unwrap();
    assert_eq!(view.text("access_token"), "at-b");
    assert_eq!(
        (sent(&host, "resource"), sent(&host, "refresh_token")),
        (vec![vec![B.into()]], vec![vec!["rt-1".into()]])
    );
    // What the page shows is the session's.
    assert_eq!(view.seconds("expires_at"), Some(NOW + 3600));
    assert_eq!(host.stored()["refresh_token"], "rt-2");
    host.effects.clear();
    for (options, token) in
        [(json!({}), "at-1"), (json!({ "resource": A }), "at-1"), (json!({ "resource": B }), "at-b")]
    {
        assert_eq!(access_token(&mut host, options).unwrap().text("access_token"), token);
    }
    assert_eq!(host.trace(), ["ReadSession", "ReadSession", "ReadSession"]);
}

#[test]
fn a_token_is_found_by_resource_audience_and_scope() {
    let mut host = signed_in();
    let asked = [
        json!({ "resource": B }),
        json!({ "resource": B, "scope": "read" }),
        json!({ "audience": "b" }),
        json!({ "audience": "b", "resource": B }),
        json!({ "resource": [A, B] }),
    ];
    for (index, options) in asked.iter().enumerate() {
        host.answers(
            TOKEN,
            Ok(answer(&with(refreshed_tokens(), json!({ "access_token": format!("at-{index}"), "scope": "read" })))),
        );
        let view = access_token(&mut host, options.clone()).unwrap();
        assert_eq!(view.text("access_token"), format!("at-{index}"));
    }
    assert_eq!(sent(&host, "scope"), [vec![], vec!["read".to_owned()], vec![], vec![], vec![]]);
    assert_eq!(sent(&host, "audience"), [vec![], vec![], vec!["b".to_owned()], vec!["b".to_owned()], vec![]]);
    assert_eq!(sent(&host, "resource")[4], [A, B]);
    for (index, options) in asked.iter().enumerate() {
        assert_eq!(access_token(&mut host, options.clone()).unwrap().text("access_token"), format!("at-{index}"));
    }
    assert_eq!(host.requests(TOKEN).len(), asked.len());
}

#[test]
fn a_refresh_for_the_session_is_for_its_own_resource_and_keeps_the_others() {
    let mut host = signed_in();
    host.answers(TOKEN, Ok(refreshed("at-b")));
    access_token(&mut host, json!({ "resource": B })).unwrap();
    host.effects.clear();
    host.answers(TOKEN, Ok(refreshed("at-a")));
    let view = access_token(&mut host, json!({ "forceRefresh": true })).unwrap();
    assert_eq!((view.text("access_token"), sent(&host, "resource")), ("at-a", vec![vec![A.into()]]));
    assert_eq!(access_token(&mut host, json!({ "resource": B })).unwrap().text("access_token"), "at-b");
}

#[test]
fn an_expired_one_is_refreshed_and_leaves_no_trace() {
    let mut host = signed_in();
    host.answers(TOKEN, Ok(refreshed("at-b1")));
    access_token(&mut host, json!({ "resource": B })).unwrap();
    host.now += 3600;
    host.answers(TOKEN, Ok(refreshed("at-b2")));
    assert_eq!(access_token(&mut host, json!({ "resource": B })).unwrap().text("access_token"), "at-b2");
    assert_eq!(host.stored()["tokens"].as_array().unwrap().len(), 1);
    host.now += 3600;
    host.answers(TOKEN, Ok(refreshed("at-c")));
    access_token(&mut host, json!({ "audience": "c" })).unwrap();
    assert_eq!(host.stored()["tokens"].as_array().unwrap().len(), 1, "a dead one is not kept");
}

#[test]
fn no_more_than_sixteen_are_kept() {
    let mut host = signed_in();
    for index in 0..20 {
        host.answers(TOKEN, Ok(refreshed(&format!("at-{index}"))));
        access_token(&mut host, json!({ "audience": format!("{index}") })).unwrap();
    }
    let stored = host.stored();
    let tokens = stored["tokens"].as_array().unwrap();
    assert_eq!(
        (tokens.len(), &tokens[0]["access_token"], &tokens[15]["access_token"]),
        (16, &json!("at-4"), &json!("at-19"))
    );
}

#[test]
fn a_resource_that_the_server_refuses_leaves_the_session_as_it_was() {
    let mut host = signed_in();
    let before = host.stored();
    host.answers(TOKEN, Ok(Response { status: 400, ..answer(&json!({ "error": "invalid_target" })) }));
    let failure = access_token(&mut host, json!({ "resource": "https://c.example" })).unwrap_err();
    assert_eq!((failure.error, failure.details.text("error")), (Error::TokenError, "invalid_target"));
    assert_eq!(host.stored(), before);
}

#[test]
fn a_refresh_token_that_the_server_has_forgotten_ends_the_session_for_all() {
    let mut host = signed_in();
    host.answers(TOKEN, Ok(Response { status: 400, ..answer(&json!({ "error": "invalid_grant" })) }));
    let failure = access_token(&mut host, json!({ "resource": B })).unwrap_err();
    assert_eq!(failure.error, Error::SessionExpired);
    assert_eq!(host.session, None);
}

#[test]
fn a_scope_that_was_not_granted_for_the_resource_is_told() {
    let mut host = signed_in();
    host.answers(TOKEN, Ok(answer(&with(refreshed_tokens(), json!({ "scope": "read" })))));
    let failure = access_token(&mut host, json!({ "resource": B, "scope": "read write" })).unwrap_err();
    assert_eq!((failure.error, failure.details.text("received")), (Error::InsufficientScope, "read"));
    assert_eq!(host.stored()["refresh_token"], "rt-2", "the new one is kept");
}

#[test]
fn a_sign_out_meanwhile_is_not_undone() {
    let mut host = signed_in();
    host.answers(TOKEN, Ok(refreshed("at-b")));
    let flow = proofkey::flow::begin("extended", &format!("accessToken\n{}", json!({ "resource": B }))).unwrap();
    let failure = host
        .drive_boxed(flow, |host, effect| {
            if matches!(effect, Effect::Http(request) if request.url == TOKEN) {
                host.session = None;
            }
        })
        .unwrap_err();
    assert_eq!((failure.error, host.session), (Error::SessionExpired, None));
}

#[test]
fn a_tab_that_waited_takes_the_token_that_another_one_has_saved() {
    let mut host = signed_in();
    let flow = proofkey::flow::begin("extended", &format!("accessToken\n{}", json!({ "resource": B }))).unwrap();
    let view = host
        .drive_boxed(flow, |host, effect| {
            if *effect == Effect::Lock {
                let token = json!({ "resource": B, "asked_scope": "", "access_token": "at-other", "scope": "read",
                    "received_at": NOW, "expires_at": NOW + 600 });
                host.session = Some(with(host.stored(), json!({ "tokens": [token] })).to_string());
            }
        })
        .unwrap();
    assert_eq!((view.text("access_token"), host.requests(TOKEN).len()), ("at-other", 0));
}

#[test]
fn tokens_of_another_library_are_for_the_first_resource() {
    let mut host = host_for(json!([A, B]));
    let tokens =
        with(refreshed_tokens_with(json!({}), NOW), json!({ "refresh_token": "rt-0", "token_type": "Bearer" }));
    host.answers(TOKEN, Ok(answer(&refreshed_tokens_with(json!({}), NOW))));
    host.run("extended", &format!("adopt\n{tokens}")).unwrap();
    assert_eq!((sent(&host, "resource"), &host.stored()["resource"]), (vec![vec![A.into()]], &json!(A)));
}

#[test]
fn what_is_granted_in_detail_is_told_as_it_was_granted() {
    let payment = json!({ "type": "payment", "instructedAmount": { "currency": "EUR", "amount": "12.00" } });
    let account = json!({ "type": "account" });
    let mut host = Host::new();
    let view = sign_in(
        &mut host,
        json!({ "authorizationDetails": [payment, account] }),
        json!({ "authorization_details": [account] }),
    );
    let granted =
        |view: &Record| serde_json::from_str::<Value>(&view.to_json()).unwrap()["authorization_details"].clone();
    assert_eq!(granted(&view), json!([account]));
    // A page that asks for nothing more is told as well, and a refresh that says nothing changes nothing.
    host.answers(TOKEN, Ok(answer(&refreshed_tokens())));
    assert_eq!(granted(&host.run("accessToken", r#"{"forceRefresh":true}"#).unwrap()), json!([account]));
    host.answers(TOKEN, Ok(answer(&with(refreshed_tokens(), json!({ "authorization_details": [] })))));
    assert_eq!(granted(&host.run("accessToken", r#"{"forceRefresh":true}"#).unwrap()), json!([]));
}

#[test]
fn what_is_asked_for_in_detail_is_sent_as_one_parameter() {
    let details = json!([{ "type": "payment", "actions": ["initiate"] }, { "type": "account" }]);
    let url = log_in(&mut Host::new(), json!({ "authorizationDetails": details })).unwrap().text("url").to_owned();
    let [sent] = &parameters(&url, "authorization_details")[..] else { panic!("one parameter") };
    assert_eq!(serde_json::from_str::<Value>(sent).unwrap(), details);
}

#[test]
fn details_without_a_type_are_refused() {
    for details in
        [json!([]), json!([{}]), json!([{ "type": "" }]), json!([{ "type": 1 }]), json!(["x"]), json!({ "type": "x" })]
    {
        let failure = log_in(&mut Host::new(), json!({ "authorizationDetails": details })).unwrap_err();
        assert_eq!((failure.error, failure.details.text("option")), (Error::ConfigError, "authorizationDetails"));
    }
}

#[test]
fn granted_details_that_are_no_list_are_no_answer() {
    let mut host = Host::new();
    let begun = host.log_in(json!({}));
    let failure =
        host.come_back(&begun, &with(tokens(&begun.nonce), json!({ "authorization_details": "all" }))).unwrap_err();
    assert_eq!((failure.error, host.session), (Error::TokenResponseInvalid, None));
}

#[test]
fn each_call_has_its_own_options() {
    for (flow, options) in [
        ("accessToken", json!({ "authorizationDetails": [{ "type": "x" }] })),
        ("login", json!({ "audience": "x" })),
        ("accessToken", json!({ "audience": "" })),
        ("logout", json!({ "resource": A })),
    ] {
        let mut host = signed_in();
        assert_eq!(
            host.run("extended", &format!("{flow}\n{options}")).unwrap_err().error,
            Error::ConfigError,
            "{flow}"
        );
    }
}

#[test]
fn where_requests_are_pushed_the_resources_are_in_them() {
    let par = "https://op.example/par";
    let mut host = Host::with_client(client_with(json!({ "resource": [A, B], "pushedAuthorizationRequests": true })));
    host.stands(DISCOVERY, answer(&with(metadata_document(), json!({ "pushed_authorization_request_endpoint": par }))));
    host.answers(
        par,
        Ok(Response { status: 201, ..answer(&json!({ "request_uri": "urn:request:1", "expires_in": 60 })) }),
    );
    let url = log_in(&mut host, json!({ "authorizationDetails": [{ "type": "x" }] })).unwrap().text("url").to_owned();
    let form = host.requests(par)[0].form.clone().unwrap();
    assert_eq!((parameters(&form, "resource"), parameters(&url, "resource").len()), (vec![A.into(), B.into()], 0));
    assert_eq!(parameters(&form, "authorization_details"), [r#"[{"type":"x"}]"#]);
}
