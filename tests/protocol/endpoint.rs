//! Which URLs the client talks to (RFC 6749 sections 3.1 and 3.2).

use proofkey::error::Error;
use proofkey::protocol::endpoint::{check, is_loopback};

#[test]
fn accepts_https_and_http_between_loopback_hosts_only() {
    let app = "https://app.example";
    let local = "http://localhost:5173";
    for (url, page, good) in [
        ("https://op.example/token", app, true),
        ("https://op.example:8443/a//b/?tenant=a", app, true),
        ("http://op.example/token", app, false),
        ("http://op.example/token", local, false),
        ("http://localhost:4000/token", local, true),
        ("http://a.localhost/token", local, true),
        ("http://[::1]:4000/token", local, true),
        ("http://127.0.0.1/token", app, false),
        ("http://localhost.evil.example/token", local, false),
        ("http://127.0.0.1:4000@evil.example/", local, false),
        ("https://user@op.example/token", app, false),
        ("https://op.example/token#frag", app, false),
        ("https:///token", app, false),
        ("https://op.example/a b", app, false),
        ("https://op.example\\@evil.example/", app, false),
        ("javascript:alert(1)", app, false),
        ("/token", app, false),
        ("", app, false),
    ] {
        let expected = if good { Ok(()) } else { Err(Error::MetadataInvalid) };
        assert_eq!(check(url, page, Error::MetadataInvalid), expected, "{url} seen from {page}");
    }
}

#[test]
fn takes_the_host_alone_for_a_loopback_host() {
    for (url, loopback) in [
        ("http://localhost", true),
        ("http://localhost:5173/x", true),
        ("https://a.b.localhost/", true),
        ("http://127.0.0.1:80/", true),
        ("http://[::1]", true),
        ("http://[::1]:80/", true),
        ("http://[::1]:/", true),
        ("http://[::1].evil.example/", false),
        ("http://[::1]:80:80/", false),
        ("http://[::2]/", false),
        ("http://127.0.0.2/", false),
        ("http://LOCALHOST/", false),
        ("http://notlocalhost/", false),
        ("http://localhost.example/", false),
        ("http://localhost:80x/", false),
        ("http://op.example/localhost", false),
        ("http://op.example/?localhost", false),
        ("localhost", false),
        ("http:/localhost/", false),
    ] {
        assert_eq!(is_loopback(url), loopback, "{url}");
    }
}
