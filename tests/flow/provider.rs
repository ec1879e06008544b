//! The authorization server's answers. Signatures are real.

use super::fixtures::*;
use super::signer::{jwk, rs256};
use serde_json::{Value, json};

/// A key set of one RSA key of that kid.
pub fn jwks(kid: &str) -> Value {
    json!({ "keys": [with(jwk("RS256"), json!({ "use": "sig", "alg": "RS256", "kid": kid }))] })
}

/// A key set of the key that this algorithm signs with, and of a key that nobody can check with.
pub fn jwks_of(alg: &str) -> Value {
    json!({ "keys": [{ "kty": "oct", "k": "c2VjcmV0" }, jwk(alg)] })
}

/// The baseline token response to a sign-in with that nonce.
pub fn tokens(nonce: &str) -> Value {
    tokens_with(&with(claims(), json!({ "nonce": nonce })))
}

/// The baseline token response, with an ID Token of these claims.
pub fn tokens_with(claims: &Value) -> Value {
    with(token_document(), json!({ "id_token": rs256(&header(), claims) }))
}

/// The answer to a refresh: new tokens, and no ID Token.
pub fn refreshed_tokens() -> Value {
    json!({ "access_token": "at-2", "refresh_token": "rt-2", "token_type": "Bearer", "expires_in": 3600 })
}

/// The answer to a refresh, with an ID Token of the baseline, issued at that time.
pub fn refreshed_tokens_with(changes: Value, now: i64) -> Value {
    let claims = with(without(claims(), "nonce"), json!({ "iat": now, "exp": now + 300 }));
    with(refreshed_tokens(), json!({ "id_token": rs256(&header(), &with(claims, changes)) }))
}
