import type { ProofkeyError } from './errors.js';
import type { ResourceServer, StepUpChallenge } from './fetch/options.js';
import type { SessionStore, StoreName } from './page/store.js';

export type { SessionStore, StoreName } from './page/store.js';

/** What a token may be signed with (RFC 7518 section 3.1, RFC 8037, RFC 9864). The browser must know it, too. */
export type SignatureAlgorithm =
  | 'RS256'
  | 'RS384'
  | 'RS512'
  | 'PS256'
  | 'PS384'
  | 'PS512'
  | 'ES256'
  | 'ES384'
  | 'ES512'
  | 'EdDSA'
  | 'Ed25519';

/** Parameters that the SDK has no option for. Those of the protocol cannot be set here. */
export type Parameters = Readonly<Record<string, string>>;

/** A server's metadata: the members that are used (OpenID Connect Discovery 1.0 section 3, RFC 8414 section 2). */
export interface ServerMetadata {
  /** Exactly {@link ClientOptions.issuer}. */
  issuer: string;
  authorization_endpoint: string;
  token_endpoint: string;
  jwks_uri: string;
  userinfo_endpoint?: string;
  revocation_endpoint?: string;
  end_session_endpoint?: string;
  code_challenge_methods_supported?: readonly string[];
  id_token_signing_alg_values_supported?: readonly string[];
  userinfo_signing_alg_values_supported?: readonly string[];
  /** Whether every authorization response carries `iss` (RFC 9207 section 3). */
  authorization_response_iss_parameter_supported?: boolean;
  [member: string]: unknown;
}

/** What a token is to allow, in detail (RFC 9396 section 2): the members beside `type` are what that type says. */
export interface AuthorizationDetail {
  type: string;
  [member: string]: unknown;
}

/** What runs the core: WebAssembly, or the same core as plain JavaScript, which is larger and slower, and needs no permission. */
export type Engine = 'auto' | 'wasm' | 'javascript';

/** The options of {@link createClient}. */
export interface ClientOptions {
  /**
   * The authorization server's issuer identifier, character by character as the server writes it: a final `/` counts.
   * `https:`, but for a loopback server beside a loopback page (OpenID Connect Discovery 1.0 section 3).
   */
  issuer: string;
  /** The public client's identifier. There is no option for a secret: a browser cannot keep one. */
  clientId: string;
  /** The absolute callback URL that is registered at the server; it is sent exactly as given (RFC 9700 section 2.1). */
  redirectUri: string;
  /**
   * The registered callback page of popups and hidden frames, if they have one of their own: `proofkey/relay` serves it. Absolute,
   * as {@link redirectUri}, which is the default.
   */
  relayRedirectUri?: string;
  /** What is asked for, separated by spaces; must hold `openid`. Default: `openid`. */
  scope?: string;
  /** Where the server returns to after {@link Client.logout}; must be registered there. Default: none is sent. */
  postLogoutRedirectUri?: string;
  /**
   * How a server whose logout is its own, not OpenID Connect's, calls that return address: `redirect_to`, `returnTo`,
   * `logout_uri`. No `id_token_hint` goes along then. If there is {@link metadata}, this is for the logout that is named there alone:
   * another one that the server announces is OpenID Connect's. Default: `post_logout_redirect_uri` (RP-Initiated Logout 1.0 section 2).
   */
  postLogoutRedirectParameter?: string;
  /**
   * The server's metadata, as far as the app knows it; it must pass every check of a discovered document. It stands in,
   * whole, when discovery is unreachable (no answer within 3 seconds), and never for a document that failed a check. Optional
   * endpoints that a discovered document leaves out are taken from it. Default: there is only discovery.
   */
  metadata?: ServerMetadata;
  /**
   * Whether the server is asked for its discovery document. `false`: {@link metadata} is all there is, and no request comes
   * before the redirect. Default: true.
   */
  discovery?: boolean;
  /**
   * The algorithm that ID Tokens are signed with, or several. Default: `RS256` (OpenID Connect Core 3.1.3.7 item 7).
   *
   * `HS256`, alone, is the one exception to "every signature is verified": for a server that signs with the client's
   * secret and offers nothing else. Such a token is believed because TLS brought it from the token endpoint (item 6); all
   * other checks are made, {@link Snapshot.idTokenSignatureVerified} is false, and the console is told once.
   */
  idTokenSignedResponseAlg?: SignatureAlgorithm | readonly SignatureAlgorithm[] | 'HS256';
  /**
   * Declares that the UserInfo endpoint answers with a JWT signed so; plain JSON is refused then (OpenID Connect Core
   * 5.3.2). Default: both are taken, a JWT with the algorithms of the ID Token.
   */
  userinfoSignedResponseAlg?: SignatureAlgorithm;
  /**
   * The server's public keys, for a server that lets no browser read its `jwks_uri` (no CORS). It is never asked then: a
   * rotation needs a new release of the app. Default: the keys are fetched, and fetched again when one is unknown.
   */
  jwks?: { readonly keys: readonly Readonly<Record<string, unknown>>[] };
  /** Audiences that an ID Token may have beside this client (OpenID Connect Core 3.1.3.7 item 3). Default: none. */
  trustedAudiences?: readonly string[];
  /**
   * Issuers that an ID Token may name instead of {@link issuer}, for a server that signs for many with the same keys: the tenants of
   * one cloud. A list, character by character, and no pattern: whoever is not on it cannot sign in. A refreshed token must name the one
   * before it. Default: none (OpenID Connect Core 3.1.3.7 item 2).
   */
  trustedIssuers?: readonly string[];
  /** How far this device's clock and the server's may differ, in seconds. Default: 60; at most 300. */
  clockToleranceSeconds?: number;
  /** The time limit of each request, in seconds. Default: 10. */
  timeoutSeconds?: number;
  /**
   * Where the session is kept, tokens and refresh token included. Default: `memory`, which a reload empties and which no other script
   * of a later page can read. `sessionStorage` survives a reload, for one tab; `localStorage` is shared by all tabs. What is in a
   * storage can be read by any script of the origin, now or later: an injected one takes the refresh token along. An object
   * of the app's own is handed the text to keep, and is treated as shared.
   *
   * Where the browser denies a store, or it is full, the best that is left is used and {@link onWarning} is told. The code verifier
   * of a sign-in under way is always in sessionStorage. Clients of one page with the same issuer and client id share the session.
   */
  store?: StoreName | SessionStore;
  /** Told what goes on with less than was asked for. Default: `console.warn`. */
  onWarning?: (warning: ProofkeyError) => void;
  /**
   * How many seconds the server's clock is ahead of this device's, if the app knows. Default: what a `Date` header of the token
   * endpoint says, if the page may read it (`Access-Control-Expose-Headers`).
   */
  clockOffsetSeconds?: number;
  /**
   * Whether to refresh a minute before the access token expires, for as long as somebody has subscribed. Default: false; a
   * token is refreshed when it is asked for.
   */
  autoRefresh?: boolean;
  /**
   * What runs the core. Default: `auto`, which is WebAssembly wherever the browser has it and no Content-Security-Policy refuses it
   * (`script-src` without `'wasm-unsafe-eval'`; the browser reports that to the policy's endpoint, once for each page).
   */
  engine?: Engine;
  /**
   * Where in the callback URL the server is to put its answer. `fragment` is asked for by `response_mode` (OAuth 2.0 Multiple Response
   * Types section 2.1), and nothing is read from the query then. `query.jwt` asks for an answer that is signed (JARM); a plain one is refused
   * then. Default: `query`, for which nothing is sent.
   */
  responseMode?: 'query' | 'fragment' | 'query.jwt';
  /**
   * Whether tokens are bound to a key of this browser, so that a stolen one is worth nothing elsewhere (DPoP, RFC 9449). `auto`: where the
   * server's metadata says that it can. `required`: or no sign-in. The key is in IndexedDB, cannot be exported, and goes with the
   * session. {@link Client.fetch} makes the proofs for APIs. Default: `off`.
   */
  dpop?: 'off' | 'auto' | 'required';
  /**
   * Whether the authorization request goes to the server by a request, and the browser carries only its name (RFC 9126). A failure ends the
   * sign-in; nothing falls back to the URL. {@link Client.authorizationUrl} throws `par_required`. Default: where the server's metadata
   * requires it.
   */
  pushedAuthorizationRequests?: boolean;
  /**
   * The APIs that tokens are asked for, each an absolute URI without a fragment (RFC 8707). A sign-in names all of them; the access token
   * of the session is for the first, and {@link Client.getAccessToken} gets those for others by the same refresh token. Default: none,
   * and the server decides.
   */
  resource?: string | readonly string[];
  /**
   * The APIs that {@link Client.fetch} may send an access token to, as absolute URLs: `https://api.example`, or with a path, which
   * stands for itself and all below it: `https://api.example/v1`. `https:`, but for a loopback API beside a loopback page. One that
   * wants a token of its own is a {@link ResourceServer}. The first one that a URL belongs to counts. Default: none, and every call is refused.
   */
  resourceServers?: readonly (string | ResourceServer)[];
  /**
   * Asked when an API wants more of the user's sign-in than it was (RFC 9470): has the user sign in anew with the challenge as
   * login options, and resolves when that is done. {@link Client.fetch} then sends its request once more, if there is another token
   * of the same user. Browsers open a popup in a click alone, so show a button first. Requests that want the same share one call.
   * Default: `step_up_required`.
   */
  onStepUp?: (challenge: StepUpChallenge) => unknown;
  /** Added to every authorization request, for example `{ audience: '...' }`. */
  authorizationParams?: Parameters;
  /** Added to every token request. */
  tokenParams?: Parameters;
  /**
   * Used instead of the `fetch` that the page had when the client was created. It sees tokens, codes and verifiers:
   * for tests and for service integrations that you trust with them.
   */
  fetch?: typeof globalThis.fetch;
}

/** The options of {@link Client.authorizationUrl}: what is asked of the server, and what stays in the browser. */
export interface AuthorizationUrlOptions {
  /** Anything that JSON can hold; {@link Client.handleRedirectCallback} gives it back. It never leaves the browser. */
  appState?: unknown;
  /** Where the app wants to go on afterwards: a URL of this origin. Default: the path, query and hash of this page. */
  returnTo?: string;
  /** Asked for instead of the client's scope; must hold `openid`. */
  scope?: string;
  /**
   * `none`, or any of `login`, `consent`, `select_account` (OpenID Connect Core 3.1.2.1), and `create`, which shows a registration
   * (Initiating User Registration via OpenID Connect 1.0).
   */
  prompt?: string;
  /** What kinds of sign-in the app would like, in order, separated by spaces; to insist on one, use {@link claims} (Core 3.1.2.1). */
  acrValues?: string;
  /** Who is about to sign in: an e-mail address for example, which the login page may fill in (Core 3.1.2.1). */
  loginHint?: string;
  /** The languages of the login page, in order, separated by spaces: `fr-CA fr en` (Core 3.1.2.1). */
  uiLocales?: string;
  /** How the login page is shown: `page`, `popup`, `touch` or `wap` (Core 3.1.2.1). */
  display?: string;
  /**
   * Whether it must be the user who is signed in already, who is named to the server by their ID Token; anybody else is
   * `id_token_sub_mismatch` (Core 3.1.2.1, `id_token_hint`). Default: false. {@link Client.authorizationUrl} cannot wait for it.
   */
  idTokenHint?: boolean;
  /** How old the user's sign-in at the server may be, in seconds; 0 asks for a new one. Checked when it comes back. */
  maxAge?: number;
  /** The `claims` request parameter (OpenID Connect Core 5.5). An essential `acr` is checked when it comes back. */
  claims?: Readonly<Record<string, unknown>>;
  /** Asked for instead of the client's {@link ClientOptions.resource} (RFC 8707); the session's own token is for the first one. */
  resource?: string | readonly string[];
  /**
   * What the token is to allow in detail (RFC 9396 section 2). What was granted is in {@link Snapshot.authorizationDetails}.
   * {@link Client.authorizationUrl} throws `not_ready` the first time, since what it needs for this is loaded then.
   */
  authorizationDetails?: readonly AuthorizationDetail[];
  /** Added to this authorization request; wins over the client's. */
  authorizationParams?: Parameters;
}

/** The options of {@link Client.loginWithRedirect}. */
export interface LoginOptions extends AuthorizationUrlOptions {
  /** Opens the authorization URL instead of `location.assign`, in a webview for example. */
  openUrl?: (url: string) => void | Promise<void>;
}

/** The options of {@link Client.getAccessToken}. */
export interface AccessTokenOptions {
  /** Whether to refresh even if the token at hand is still good. Default: false. */
  forceRefresh?: boolean;
  /** How long the token must live at least, in seconds. Default: 30. */
  minValiditySeconds?: number;
  /**
   * What the token must have been granted, separated by spaces; less is `insufficient_scope`. With {@link resource} or
   * {@link audience} it is also what the token is asked for. Default: nothing.
   */
  scope?: string;
  /**
   * The API that the token is for, or several that are to share it (RFC 8707 section 2.2). It is kept beside the session's own, by resource,
   * audience and scope: a token for one API is never given out for another. A server that refuses it answers `token_error` with `error`
   * `invalid_target`. Default: the session's own token.
   */
  resource?: string | readonly string[];
  /** The same by a name of the server's own, sent as `audience` when the token is refreshed. */
  audience?: string;
}

/** Tokens that another library obtained for this client, in the spelling of `@reachfive/identity-core`. */
export interface TokenSet {
  accessToken: string;
  /** Must be there: it tells whose tokens they are. */
  idToken: string;
  /** Is redeemed at once, and spent with that where refresh tokens are for one use. */
  refreshToken?: string;
  /** How long the access token has still to live, in seconds; without a refresh token only. Default: 300. */
  expiresIn?: number;
  /** The granted scope. Default: the client's. */
  scope?: string;
}

/** The options of {@link Client.logout}. */
export interface LogoutOptions {
  /**
   * Whether the grant is taken back on the way, as {@link Client.revokeTokens} does, but as far as that works: the logout
   * goes on in any case. Default: false.
   */
  revokeTokens?: boolean;
  /** Instead of the client's. */
  postLogoutRedirectUri?: string;
  /** Opens the logout URL instead of `location.assign`. */
  openUrl?: (url: string) => void | Promise<void>;
}
