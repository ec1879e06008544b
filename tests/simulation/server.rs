//! The authorization server: refresh tokens rotate, and one that is used again ends its family (RFC 9700 section 4.14.2). It
//! counts, so that the name of a token tells whose it is.

use super::chance::Chance;
use super::fixtures::*;
use super::signer;
use proofkey::protocol::http::{Request, Response};
use serde_json::{Value, json};

pub const TOKEN: &str = "https://op.example/token";
const JWKS: &str = "https://op.example/jwks";
const REVOCATION: &str = "https://op.example/revoke";
const ALG: &str = "EdDSA";
const ID_TOKEN_SECONDS: i64 = 600;

#[derive(Default)]
pub struct Server {
    pub families: Vec<Family>,
    codes: Vec<Code>,
    forged: usize,
}

/// All tokens that came of one sign-in.
pub struct Family {
    pub user: usize,
    nonce: String,
    newest: usize,
    pub is_alive: bool,
}

struct Code {
    challenge: String,
    nonce: String,
    user: usize,
    /// The family that it became.
    family: Option<usize>,
}

/// How an answer is forged.
#[derive(Clone, Copy)]
pub enum Forgery {
    Signature,
    Subject,
    Issuer,
}

impl Server {
    /// The code that an authorization request ends in.
    pub fn authorize(&mut self, url: &str, user: usize) -> String {
        let [challenge, nonce] = ["code_challenge", "nonce"].map(|name| parameters(url, name).remove(0));
        self.codes.push(Code { challenge, nonce, user, family: None });
        format!("code-{}", self.codes.len() - 1)
    }

    /// `now` is the true time.
    pub fn handle(&mut self, request: &Request, now: i64, expires_in: i64, with_id_token: bool) -> Response {
        let form = request.form.as_deref().unwrap_or_default();
        let one = |name: &str| parameters(form, name).pop().unwrap_or_default();
        match request.url.as_str() {
            TOKEN if one("grant_type") == "refresh_token" => {
                let Some((family, sequence)) = read(&one("refresh_token")) else { return refusal() };
                let newest = self.families[family].newest;
                if !self.families[family].is_alive || sequence != newest {
                    self.families[family].is_alive = false;
                    return refusal();
                }
                self.families[family].newest += 1;
                self.tokens(family, now, expires_in, with_id_token)
            }
            TOKEN => self.redeem(&one("code"), &one("code_verifier"), now, expires_in),
            REVOCATION => {
                if let Some((family, _)) = read(&one("token")) {
                    self.families[family].is_alive = false;
                }
                answer_text("")
            }
            JWKS => answer(&json!({ "keys": [signer::jwk(ALG)] })),
            _ => answer(&with(metadata_document(), json!({ "id_token_signing_alg_values_supported": [ALG] }))),
        }
    }

    fn redeem(&mut self, code: &str, verifier: &str, now: i64, expires_in: i64) -> Response {
        let Some(code) = code.strip_prefix("code-").and_then(|number| number.parse::<usize>().ok()) else {
            return refusal();
        };
        let digest = ring::digest::digest(&ring::digest::SHA256, verifier.as_bytes());
        if base64url(digest.as_ref()) != self.codes[code].challenge {
            return refusal();
        }
        // RFC 6749 section 4.1.2: what came of it before is taken back.
        if let Some(family) = self.codes[code].family {
            self.families[family].is_alive = false;
            return refusal();
        }
        let family = self.families.len();
        self.codes[code].family = Some(family);
        let Code { user, nonce, .. } = &self.codes[code];
        self.families.push(Family { user: *user, nonce: nonce.clone(), newest: 0, is_alive: true });
        self.tokens(family, now, expires_in, true)
    }

    fn tokens(&self, family: usize, now: i64, expires_in: i64, with_id_token: bool) -> Response {
        let Family { newest, user, nonce, .. } = &self.families[family];
        let mut document = json!({
            "access_token": format!("at-{family}-{newest}"), "refresh_token": format!("rt-{family}-{newest}"),
            "token_type": "Bearer", "expires_in": expires_in,
        });
        if with_id_token {
            document["id_token"] = id_token(*user, nonce, now, json!({})).into();
        }
        answer(&document)
    }

    /// An answer that is wrong in one thing.
    pub fn forge(&mut self, request: &Request, how: Forgery, now: i64) -> Response {
        let form = request.form.as_deref().unwrap_or_default();
        let (mut user, mut nonce) = (0, String::from("another"));
        if let Some((family, _)) = parameters(form, "refresh_token").first().and_then(|token| read(token)) {
            (user, nonce) = (self.families[family].user, self.families[family].nonce.clone());
        }
        let id_token = match how {
            Forgery::Signature => {
                signer::edit_signature(&id_token(user, &nonce, now, json!({})), |bytes| bytes[0] ^= 1)
            }
            Forgery::Subject => id_token(user + 1, &nonce, now, json!({})),
            Forgery::Issuer => id_token(user, &nonce, now, json!({ "iss": "https://evil.example" })),
        };
        self.forged += 1;
        answer(&json!({
            "access_token": format!("at-forged-{}", self.forged), "refresh_token": format!("rt-forged-{}", self.forged),
            "token_type": "Bearer", "expires_in": 3600, "id_token": id_token,
        }))
    }

    /// Ends a family, as an administrator does; gives whether there was one.
    pub fn revoke(&mut self, chance: &mut Chance) -> bool {
        let alive = chance.place(&self.families, |family| family.is_alive);
        alive.is_some_and(|family| std::mem::replace(&mut self.families[family].is_alive, false))
    }
}

/// Family and place in it, of an access or a refresh token; `None` if it is forged.
pub fn read(token: &str) -> Option<(usize, usize)> {
    let (family, sequence) = token.get(3..)?.split_once('-')?;
    Some((family.parse().ok()?, sequence.parse().ok()?))
}

pub fn name_of(user: usize) -> String {
    format!("user-{user}")
}

pub fn algorithm() -> Value {
    json!({ "idTokenSignedResponseAlg": ALG })
}

fn id_token(user: usize, nonce: &str, now: i64, changes: Value) -> String {
    let claims = json!({
        "iss": ISSUER, "sub": name_of(user), "aud": CLIENT_ID, "nonce": nonce, "iat": now, "exp": now + ID_TOKEN_SECONDS,
    });
    signer::token(ALG, &json!({ "alg": ALG }), &with(claims, changes))
}

fn refusal() -> Response {
    Response { status: 400, ..answer(&json!({ "error": "invalid_grant" })) }
}
