//! RP-initiated logout.

use super::fixtures::*;
use proofkey::error::Error;
use proofkey::failure::Failure;
use proofkey::protocol::logout;
use proofkey::protocol::transaction::Transaction;
use serde_json::{Value, json};

#[test]
fn carries_the_id_token_hint_the_client_and_the_return_address() {
    let url = url(json!({ "postLogoutRedirectUri": "https://app.example/bye" }), json!({}), "id.to.ken").unwrap();
    let expected = "https://op.example/logout?client_id=spa-1&id_token_hint=id.to.ken\
                    &post_logout_redirect_uri=https%3A%2F%2Fapp.example%2Fbye";
    assert_eq!(url, expected);
}

#[test]
fn leaves_out_what_is_not_there() {
    assert_eq!(url(json!({}), json!({}), "").unwrap(), "https://op.example/logout?client_id=spa-1");
}

#[test]
fn keeps_the_query_of_the_endpoint() {
    let document = json!({ "end_session_endpoint": "https://op.example/logout?tenant=a" });
    assert_eq!(url(json!({}), document, "").unwrap(), "https://op.example/logout?tenant=a&client_id=spa-1");
}

#[test]
fn prefers_the_return_address_of_the_call_to_that_of_the_client() {
    let client = client_with(json!({ "postLogoutRedirectUri": "https://app.example/client" }));
    for (options, expected) in [
        (json!({}), "https://app.example/client"),
        (json!({ "postLogoutRedirectUri": "https://app.example/call" }), "https://app.example/call"),
    ] {
        let options = logout::options(&options.to_string()).unwrap();
        let url = logout::url(&client, &options, &metadata(), "", "").unwrap();
        assert_eq!(parameters(&url, "post_logout_redirect_uri"), [expected]);
    }
}

/// Logouts of a provider's own: ReachFive's, Auth0's, Cognito's.
#[test]
fn tells_a_logout_of_the_servers_own_where_to_return_to_in_its_words_and_keeps_the_id_token() {
    for parameter in ["redirect_to", "returnTo", "logout_uri"] {
        let client = client_with(json!({
            "postLogoutRedirectParameter": parameter, "postLogoutRedirectUri": "https://app.example/bye",
        }));
        let url = logout::url(&client, &record(&json!({})), &metadata(), "id.to.ken", "st-1").unwrap();
        let expected =
            format!("https://op.example/logout?client_id=spa-1&{parameter}=https%3A%2F%2Fapp.example%2Fbye&state=st-1");
        assert_eq!(url, expected);
    }
}

/// A preset names the provider's own logout; a tenant of it may have OpenID Connect's, which it announces.
#[test]
fn tells_an_announced_logout_in_the_words_of_openid_connect_if_the_app_has_named_another_one() {
    for (configured, expected) in [
        ("https://op.example/logout", "returnTo=https%3A%2F%2Fapp.example%2Fbye"),
        (
            "https://op.example/v2/logout",
            "id_token_hint=id.to.ken&post_logout_redirect_uri=https%3A%2F%2Fapp.example%2Fbye",
        ),
    ] {
        let client = client_with(json!({
            "postLogoutRedirectParameter": "returnTo", "postLogoutRedirectUri": "https://app.example/bye",
            "metadata": with(metadata_document(), json!({ "end_session_endpoint": configured })),
        }));
        let url = logout::url(&client, &record(&json!({})), &metadata(), "id.to.ken", "").unwrap();
        assert_eq!(url, format!("https://op.example/logout?client_id=spa-1&{expected}"));
    }
}

#[test]
fn has_no_url_if_the_server_has_no_endpoint() {
    let document = without(metadata_document(), "end_session_endpoint");
    let metadata = proofkey::protocol::metadata::Metadata::check(&record(&document), &client()).unwrap();
    assert_eq!(logout::url(&client(), &record(&json!({})), &metadata, "id.to.ken", "st-1"), None);
}

#[test]
fn carries_the_state_behind_the_rest() {
    let url = logout::url(&client(), &record(&json!({})), &metadata(), "", "st-1").unwrap();
    assert_eq!(url, "https://op.example/logout?client_id=spa-1&state=st-1");
}

#[test]
fn remembers_a_logout_for_an_hour() {
    let text = logout::pending(NOW);
    for (later, expected) in [(0, true), (3599, true), (3600, false)] {
        assert_eq!(logout::is_pending(&text, NOW + later), expected, "{later}");
    }
    for other in ["", "{}", "[]", r#"{"used_at":1700000000}"#, &Transaction::tombstone(NOW)] {
        assert!(!logout::is_pending(other, NOW), "{other}");
    }
}

/// A `state` of a login has no dot, so that neither can be taken for the other.
#[test]
fn keeps_its_states_apart_from_those_of_logins() {
    assert_eq!(logout::key("st-1"), "logout.st-1");
    assert!(!transaction().state().contains('.'));
}

#[test]
fn reads_the_one_state_that_came_back() {
    for (url, expected) in [
        ("https://app.example/bye?state=st-1", "st-1"),
        ("https://app.example/bye?a=1&state=s%20t&b", "s t"),
        ("https://app.example/bye", ""),
        ("https://app.example/bye?state=", ""),
        ("https://app.example/bye#state=st-1", ""),
        ("https://app.example/bye?state=st-1&state=st-1", ""),
        ("https://app.example/bye?state=%E0%A4%A", ""),
        ("https://app.example/bye?state=st-1&x=%zz", ""),
    ] {
        assert_eq!(logout::returned_state(url), expected, "{url}");
    }
}

#[test]
fn rejects_options_that_are_unknown_or_mistyped() {
    for (options, option) in
        [(json!({ "state": "x" }), "state"), (json!({ "postLogoutRedirectUri": 1 }), "postLogoutRedirectUri")]
    {
        let expected = Failure::new(Error::ConfigError).with("option", option);
        assert_eq!(logout::options(&options.to_string()), Err(expected));
    }
}

fn url(options: Value, document: Value, id_token: &str) -> Option<String> {
    let options = logout::options(&options.to_string()).unwrap();
    logout::url(&client(), &options, &metadata_with(document), id_token, "")
}
