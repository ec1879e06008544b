//! A token: as it comes, or as three lines (header, payload, signature) that are encoded here, so that mutations reach
//! behind base64url. What is read is canonical, what is to be verified is what came, and claims that pass are those of
//! this client and this sign-in.

#![no_main]

use libfuzzer_sys::fuzz_target;
use proofkey::json::{Record, Value};
use proofkey::protocol::client::Client;
use proofkey::protocol::id_token::check_sign_in;
use proofkey::protocol::jwks::Jwks;
use proofkey::protocol::jws::Jws;
use proofkey::protocol::transaction::Transaction;
use proofkey_fuzz::peer::Peer;
use proofkey_fuzz::{CLIENT_ID, ISSUER, NONCE, NOW, STATE, client, decoded, encoded, transaction};

const EVERY_ALG: &str = "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519";
const TOLERANCE: f64 = 60.0;

fuzz_target!(|input: &[u8]| {
    if let Ok(token) = std::str::from_utf8(input) {
        read(token);
    }
    let mut lines = input.splitn(3, |byte| *byte == b'\n');
    if let (Some(header), Some(payload), Some(signature)) = (lines.next(), lines.next(), lines.next()) {
        read(&[header, payload, signature].map(encoded).join("."));
    }
});

fn read(token: &str) {
    let Ok(jws) = Jws::parse(token) else { return };
    let parts: Vec<&str> = token.split('.').collect();
    let [header, payload, signature] = parts[..] else { panic!("not three parts") };
    let [header, payload, signature] = [header, payload, signature].map(|part| {
        let bytes = decoded(part).expect("another reader of base64url refuses it");
        assert!(!bytes.is_empty() && encoded(&bytes) == part, "two texts for one token");
        bytes
    });

    let header = Record::parse(&header).expect("a header is an object");
    assert!(!jws.alg().is_empty() && jws.alg() == header.text("alg"));
    assert!(header.member("crit").is_none());
    assert!(matches!(header.member("kid"), None | Some(Value::Text(_))));
    assert!(
        header
            .member("typ")
            .is_none_or(|typ| typ.as_text().is_some_and(|typ| typ.to_ascii_lowercase().ends_with("jwt")))
    );

    if let Ok(algorithm) = jws.algorithm(EVERY_ALG) {
        assert!(!algorithm.name.starts_with("HS") && algorithm.name != "none" && algorithm.name == jws.alg());
        if let Ok(check) = jws.signature_check(algorithm, &keys(header.text("kid"))) {
            let (signed, _) = token.rsplit_once('.').expect("it has dots");
            assert_eq!(check.signing_input, signed.as_bytes(), "other bytes are verified than those that came");
            assert_eq!(check.signature, signature);
            assert!(check.jwk.member("d").is_none() && check.jwk.member("kid").is_none());
        }
    }
    let claims = jws.claims();
    assert_eq!(jws.into_payload(), payload);
    if let Ok(claims) = claims {
        assert_eq!(Record::parse(claims.to_json().as_bytes()).as_ref(), Ok(&claims));
        let client = client();
        if let Some(peer) = Peer::parse(&payload).ok().map(|peer| peer.expect("claims that serde_json refuses"))
            && passes(&claims, &client)
        {
            means(&peer);
        }
    }
}

/// An EC and an OKP key of the token's own kid.
fn keys(kid: &str) -> Jwks {
    let document =
        r#"{"keys":[{"kty":"EC","crv":"P-256","x":"eA","y":"eQ","d2":"x"},{"kty":"OKP","crv":"Ed25519","x":"eA"}]}"#;
    let document = Record::parse(document.as_bytes()).expect("it is JSON");
    let keys =
        document.member("keys").and_then(Value::as_array).unwrap_or_default().iter().filter_map(Value::as_record);
    let named = keys.cloned().map(|mut key| {
        key.set_text("kid", kid);
        Value::Object(key)
    });
    let mut named_document = Record::default();
    named_document.set("keys", Value::Array(named.collect()));
    Jwks::parse(&named_document).expect("it has keys")
}

fn passes(claims: &Record, client: &Client) -> bool {
    let transaction = Transaction::parse(&transaction(STATE, false), client, STATE, NOW).expect("it is a good one");
    check_sign_in(claims, &transaction, client, NOW).is_ok()
}

/// OpenID Connect Core 3.1.3.7 in other words than the core's.
#[expect(clippy::cast_precision_loss, reason = "the second of the tests is exact")]
fn means(claims: &Peer) {
    let Peer::Object(members) = claims else { panic!("claims are an object") };
    let member = |name: &str| members.iter().find(|(known, _)| known == name).map(|(_, value)| value);
    let text = |name: &str| match member(name) {
        Some(Peer::Text(text)) => Some(text.as_str()),
        _ => None,
    };
    let number = |name: &str| match member(name) {
        Some(Peer::Number(number)) => Some(*number),
        _ => None,
    };
    let now = NOW as f64;
    assert_eq!(text("iss"), Some(ISSUER));
    assert_eq!(text("nonce"), Some(NONCE));
    assert!(text("sub").is_some_and(|sub| !sub.is_empty() && sub.len() <= 255 && sub.is_ascii()));
    let audiences: Vec<&str> = match member("aud") {
        Some(Peer::Text(one)) => vec![one],
        Some(Peer::Array(several)) => several
            .iter()
            .map(|one| if let Peer::Text(one) = one { one.as_str() } else { panic!("an audience is no text") })
            .collect(),
        _ => panic!("no audience"),
    };
    assert!(audiences.contains(&CLIENT_ID) && audiences.iter().all(|one| [CLIENT_ID, "api-1"].contains(one)));
    assert!(audiences.len() == 1 || member("azp").is_some());
    assert!(member("azp").is_none() || text("azp") == Some(CLIENT_ID));
    assert!(number("exp").expect("exp") + TOLERANCE > now - 1.0);
    assert!(number("iat").expect("iat") < now + TOLERANCE + 1.0);
    assert!(member("nbf").is_none() || number("nbf").expect("nbf") < now + TOLERANCE + 1.0);
    // The transaction asked for a sign-in of the last minute.
    assert!(number("auth_time").expect("auth_time") + 60.0 + TOLERANCE >= now);
}
