//! Every way in which the core refuses, as one small enum.

use crate::text::cut;

macro_rules! errors {
    ($($(#[$doc:meta])+ $variant:ident = $code:literal,)+) => {
        /// Why the core refused.
        ///
        /// The text of [`code`](Error::code) is the stable name that JavaScript sees as `ProofkeyError.code`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Error {
            $($(#[$doc])+ $variant,)+
        }

        impl Error {
            /// All variants, for documentation and for tests of completeness.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The stable, snake_case name of this error.
            #[must_use]
            #[expect(clippy::as_conversions, reason = "the place of a variant in the list; there is no other way")]
            pub fn code(self) -> &'static str {
                // One text with one loop: a table of slices would be larger than their texts.
                let mut codes = concat!($($code, " "),+);
                for _ in 0..self as u8 {
                    codes = cut(codes, b' ').1;
                }
                cut(codes, b' ').0
            }
        }
    };
}

errors! {
    /// An ID Token's `acr` is not one of those that were asked for as essential (OpenID Connect Core 5.5.1.1).
    AcrMismatch = "id_token_acr_mismatch",
    /// The JWS algorithm is a good one, but not the one that this client expects (OpenID Connect Core 3.1.3.7 item 7).
    AlgNotAllowed = "alg_not_allowed",
    /// The JWS algorithm is `none`, a MAC, or unknown (RFC 8725 section 3.2).
    AlgUnsupported = "alg_unsupported",
    /// `at_hash` is not the hash of the access token that came with it (OpenID Connect Core 3.1.3.8).
    AtHashMismatch = "id_token_at_hash_mismatch",
    /// `aud` does not hold this client's `client_id` (OpenID Connect Core 3.1.3.7 item 3).
    AudMismatch = "id_token_aud_mismatch",
    /// `aud` holds an audience that this client does not trust (OpenID Connect Core 3.1.3.7 item 3).
    AudUntrusted = "id_token_aud_untrusted",
    /// `auth_time` is missing, older than `max_age` allows, or changed by a refresh (OpenID Connect Core 3.1.3.7 item 13, 12.2).
    AuthTimeInvalid = "id_token_auth_time_invalid",
    /// The authorization server answered the authorization request with an error (RFC 6749 section 4.1.2.1).
    AuthorizationError = "authorization_error",
    /// `azp` is missing beside several audiences, or is not this client (OpenID Connect Core 3.1.3.7 items 4 and 5).
    AzpMismatch = "id_token_azp_mismatch",
    /// `c_hash` is not the hash of the authorization code (OpenID Connect Core 3.3.2.11).
    CHashMismatch = "id_token_c_hash_mismatch",
    /// The callback URL cannot be read: bad percent-encoding, bad UTF-8, or more than 64 KiB.
    CallbackMalformed = "callback_malformed",
    /// A parameter of the callback URL is given twice (RFC 6749 section 3.1), or `code` and `error` come together.
    CallbackAmbiguous = "callback_ambiguous",
    /// The callback URL carries a token: an answer to a flow that this client never starts (RFC 9700 section 2.1.2).
    CallbackHasToken = "callback_has_token",
    /// The ID Token's times are refused, and it was issued at another time than this device's now: one of the clocks is wrong,
    /// by `skew_seconds`.
    ClockSkew = "clock_skew",
    /// An option is missing, unknown, of the wrong type or forbidden; `option` names it.
    ConfigError = "config_error",
    /// The JOSE header names extensions as critical, and this client implements none (RFC 7515 section 4.1.11).
    CritUnsupported = "crit_unsupported",
    /// WebCrypto is missing, or refuses an algorithm that is needed.
    CryptoUnavailable = "crypto_unavailable",
    /// Tokens must be bound to a key, and the server's metadata says nothing of that (RFC 9449 section 5.1).
    DpopUnsupported = "dpop_unsupported",
    /// The random number generator failed or returned only zeros.
    EntropyUnavailable = "entropy_unavailable",
    /// `exp` is in the past (OpenID Connect Core 3.1.3.7 item 9).
    Expired = "id_token_expired",
    /// The server's metadata has no such endpoint; `expected` names it.
    EndpointMissing = "endpoint_missing",
    /// `expires_in` is neither a non-negative number nor an all-digit string (RFC 6749 section 5.1).
    ExpiresInInvalid = "expires_in_invalid",
    /// The server's answer has an unexpected status and no OAuth error in it; `status` gives it.
    HttpStatus = "http_status",
    /// The session's access token was not granted the scope that is needed (RFC 6749 section 5.1); `received` tells its own.
    InsufficientScope = "insufficient_scope",
    /// `iat` lies in the future by more than the clock tolerance (OpenID Connect Core 3.1.3.7 item 10).
    IssuedInFuture = "id_token_issued_in_future",
    /// A claim that must be there is missing, or a claim has the wrong type (OpenID Connect Core 2).
    IdTokenClaimInvalid = "id_token_claim_invalid",
    /// `openid` was asked for and no ID Token came (OpenID Connect Core 3.1.3.3).
    IdTokenMissing = "id_token_missing",
    /// `iss` of the callback is not the issuer of the transaction (RFC 9207 section 2.4).
    IssMismatch = "iss_mismatch",
    /// `iss` of the callback is missing though the server announces it (RFC 9207 section 2.4).
    IssMissing = "iss_missing",
    /// The ID Token's `iss` is not the issuer (OpenID Connect Core 3.1.3.7 item 2).
    IssuerMismatch = "id_token_iss_mismatch",
    /// A signed authorization response lacks `iss`, `aud` or `exp`, or is not this issuer's for this client; `received` names the claim
    /// (JARM section 2.4).
    JarmInvalid = "jarm_invalid",
    /// A signed authorization response was asked for, and a plain one came.
    JarmMissing = "jarm_missing",
    /// The token is encrypted (a five-part JWE), which this client does not do.
    JweUnsupported = "jwe_unsupported",
    /// The key set is not a JSON object with a `keys` array (RFC 7517 section 5).
    JwksInvalid = "jwks_invalid",
    /// Not a JSON document that the strict reader accepts: syntax, UTF-8, duplicate members, depth, size.
    JsonInvalid = "json_invalid",
    /// Not a compact JWS: parts, base64url, header members (RFC 7515 sections 4 and 7.1).
    JwsMalformed = "jws_malformed",
    /// Several keys fit the JOSE header, and nothing tells which one signed (OpenID Connect Core 10.1).
    KeyAmbiguous = "key_ambiguous",
    /// No key of the issuer fits the JOSE header, even after the key set was fetched again.
    KeyNotFound = "key_not_found",
    /// The one key that fits is too weak or not valid (RFC 7518 section 3.3).
    KeyUnusable = "key_unusable",
    /// Another tab kept the lock on the session for too long, and has not refreshed it.
    LockTimeout = "lock_timeout",
    /// Nobody is signed in, or the access token has expired and there is no refresh token.
    LoginRequired = "login_required",
    /// A metadata member has the wrong type, is missing, or an endpoint is not an absolute https URL without fragment.
    MetadataInvalid = "metadata_invalid",
    /// `issuer` in the metadata is not the configured issuer, character by character (OpenID Connect Discovery 4.3).
    MetadataIssuerMismatch = "metadata_issuer_mismatch",
    /// The server did not take the authorization request that was pushed (RFC 9126 section 2.3).
    ParError = "par_error",
    /// The authorization request must be pushed, and this call cannot wait for that (RFC 9126 section 5).
    ParRequired = "par_required",
    /// The answer to a pushed authorization request is no 201 with a `request_uri` that lives (RFC 9126 section 2.2).
    ParResponseInvalid = "par_response_invalid",
    /// The request could not be made or its answer not be read: offline, CORS, DNS, TLS, or a redirect.
    NetworkError = "network_error",
    /// `nonce` is missing or not the one that was sent (OpenID Connect Core 3.1.3.7 item 11).
    NonceMismatch = "id_token_nonce_mismatch",
    /// The URL holds neither `code` nor `error` with a `state`, or is not on the redirect URI.
    NotACallback = "not_a_callback",
    /// A flow that may not wait would have to: the server's metadata are not there yet.
    NotReady = "not_ready",
    /// `nbf` lies in the future by more than the clock tolerance (RFC 7519 section 4.1.5).
    NotYetValid = "id_token_not_yet_valid",
    /// The server lists its code challenge methods and S256 is not among them (RFC 8414 section 2).
    PkceUnsupported = "pkce_unsupported",
    /// A refreshed ID Token speaks of other facts than the original one (OpenID Connect Core 12.2).
    RefreshMismatch = "refresh_mismatch",
    /// An answer is not `application/json` (RFC 6749 section 5.1).
    ResponseNotJson = "response_not_json",
    /// An answer is larger than 1 MiB.
    ResponseTooLarge = "response_too_large",
    /// The refresh token is no longer accepted, or the session ended while it was used.
    SessionExpired = "session_expired",
    /// The signature does not verify under the issuer's key (OpenID Connect Core 3.1.3.7 item 6).
    SignatureInvalid = "signature_invalid",
    /// `state` belongs to no sign-in that this tab began (RFC 6749 section 10.12).
    StateNotFound = "state_not_found",
    /// sessionStorage cannot be used, so the code verifier has no place.
    StorageUnavailable = "storage_unavailable",
    /// No answer came within the time limit.
    Timeout = "timeout",
    /// The sign-in was to be that of the user who is signed in, and is another one's (OpenID Connect Core 3.1.2.1, `id_token_hint`).
    SubMismatch = "id_token_sub_mismatch",
    /// The token endpoint answered with an OAuth error (RFC 6749 section 5.2).
    TokenError = "token_error",
    /// The token response lacks a member, or one has the wrong type (RFC 6749 section 5.1).
    TokenResponseInvalid = "token_response_invalid",
    /// `token_type` is not one that this client can use (RFC 6749 section 7.1).
    TokenTypeUnsupported = "token_type_unsupported",
    /// The sign-in began more than an hour ago.
    TransactionExpired = "transaction_expired",
    /// The stored transaction was altered or is not readable.
    TransactionInvalid = "transaction_invalid",
    /// This callback URL has been handled already, in this tab.
    TransactionUsed = "transaction_used",
    /// `typ` in the JOSE header names another kind of token (RFC 8725 section 3.11).
    TypUnsupported = "typ_unsupported",
    /// `userinfoSignedResponseAlg` is set, and the answer is not a signed JWT (OpenID Connect Core 5.3.2).
    UserInfoNotSigned = "userinfo_not_signed",
    /// `sub` of the `UserInfo` answer is missing or not the ID Token's (OpenID Connect Core 5.3.2).
    UserInfoSubMismatch = "userinfo_sub_mismatch",
}
