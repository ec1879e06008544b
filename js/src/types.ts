/** A claim set whose standard members are typed (OpenID Connect Core 5.1); everything else is `unknown`. */
export interface UserClaims {
  /** The user's identifier at this issuer: never reassigned, at most 255 ASCII characters. */
  sub: string;
  name?: string;
  given_name?: string;
  family_name?: string;
  middle_name?: string;
  nickname?: string;
  preferred_username?: string;
  profile?: string;
  picture?: string;
  website?: string;
  email?: string;
  email_verified?: boolean;
  gender?: string;
  birthdate?: string;
  zoneinfo?: string;
  locale?: string;
  phone_number?: string;
  phone_number_verified?: boolean;
  /** Seconds since the epoch. */
  updated_at?: number;
  [claim: string]: unknown;
}

/** All claims of the verified ID Token (OpenID Connect Core 2). Times are seconds since the epoch. */
export interface IdTokenClaims extends UserClaims {
  iss: string;
  aud: string | string[];
  exp: number;
  iat: number;
  auth_time?: number;
  nonce?: string;
  acr?: string;
  amr?: string[];
  azp?: string;
}

/** The state of a client at one moment. The same object is given until something changes. */
export interface Snapshot<Claims extends UserClaims = UserClaims> {
  /** Whether a user is signed in here: an ID Token was verified and nothing ended the session since. */
  readonly isAuthenticated: boolean;
  /** What the ID Token says of the user, without the claims that serve the protocol. */
  readonly user: Claims | undefined;
  /** All claims of the ID Token. */
  readonly claims: (Claims & IdTokenClaims) | undefined;
  /**
   * Whether the ID Token's signature was verified: always, but for the named exception of
   * {@link ClientOptions.idTokenSignedResponseAlg}.
   */
  readonly idTokenSignatureVerified: boolean | undefined;
  /** The granted scope, which may be less than what was asked for (RFC 6749 section 5.1). */
  readonly scope: string | undefined;
  /** When the access token expires, in seconds since the epoch. */
  readonly expiresAt: number | undefined;
}

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
  /** What is asked for, separated by spaces; must hold `openid`. Default: `openid`. */
  scope?: string;
  /** Where the server returns to after {@link Client.logout}; must be registered there. Default: none is sent. */
  postLogoutRedirectUri?: string;
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
  /** How far this device's clock and the server's may differ, in seconds. Default: 60; at most 300. */
  clockToleranceSeconds?: number;
  /** The time limit of each request, in seconds. Default: 10. */
  timeoutSeconds?: number;
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

/** The options of {@link Client.loginWithRedirect}. */
export interface LoginOptions {
  /** Anything that JSON can hold; {@link Client.handleRedirectCallback} gives it back. It never leaves the browser. */
  appState?: unknown;
  /** Where the app wants to go on afterwards: a URL of this origin. Default: the path, query and hash of this page. */
  returnTo?: string;
  /** Asked for instead of the client's scope; must hold `openid`. */
  scope?: string;
  /** `none`, or any of `login`, `consent`, `select_account`, `create` (OpenID Connect Core 3.1.2.1). */
  prompt?: string;
  /** How old the user's sign-in at the server may be, in seconds; 0 asks for a new one. Checked when it comes back. */
  maxAge?: number;
  /** The `claims` request parameter (OpenID Connect Core 5.5). An essential `acr` is checked when it comes back. */
  claims?: Readonly<Record<string, unknown>>;
  /** Added to this authorization request; wins over the client's. */
  authorizationParams?: Parameters;
  /** Opens the authorization URL instead of `location.assign`, in a webview for example. */
  openUrl?: (url: string) => void | Promise<void>;
}

/** What {@link Client.handleRedirectCallback} gives back. */
export interface RedirectResult {
  /** What was given to {@link Client.loginWithRedirect}. */
  appState: unknown;
  /** Path, query and hash of this origin. */
  returnTo: string;
}

/** The options of {@link Client.getAccessToken}. */
export interface AccessTokenOptions {
  /** Whether to refresh even if the token at hand is still good. Default: false. */
  forceRefresh?: boolean;
  /** What the token must have been granted, separated by spaces; less is `insufficient_scope`. Default: nothing. */
  scope?: string;
}

/** The options of {@link Client.logout}. */
export interface LogoutOptions {
  /** Instead of the client's. */
  postLogoutRedirectUri?: string;
  /** Opens the logout URL instead of `location.assign`. */
  openUrl?: (url: string) => void | Promise<void>;
}

/** What {@link Client.logout} gives back. */
export interface LogoutResult {
  /** Whether the server is told as well: it has an `end_session_endpoint`, and the browser is on its way there. */
  remote: boolean;
}

/** What {@link Client.handleLogoutCallback} gives back. */
export interface LogoutCallbackResult {
  /** Whether this tab began that logout. If not, somebody may have sent the user here; nobody is signed in either way. */
  stateMatches: boolean;
}

/** A signed-in or signed-out user of one client at one issuer. Every promise rejects with a `ProofkeyError` alone. */
export interface Client<Claims extends UserClaims = UserClaims> {
  /** Whether a user is signed in here. */
  readonly isAuthenticated: boolean;
  /**
   * Loads the core and what a login needs. Nobody has to call it: the client began with it when it was created.
   *
   * @throws `core_load_failed`, `config_error`, or what is wrong with the server's metadata.
   */
  ready(): Promise<void>;
  /**
   * Sends the user to the authorization server. Resolves when the browser is on its way.
   *
   * @throws `storage_unavailable`, `insecure_origin`, `config_error`, or what is wrong with the server's metadata.
   */
  loginWithRedirect(options?: LoginOptions): Promise<void>;
  /**
   * Whether the URL (default: this page's) is an answer of the authorization server at this client's `redirectUri`.
   */
  isRedirectCallback(url?: string): boolean;
  /**
   * Ends the sign-in that the URL (default: this page's) belongs to. `code` and `state` leave the address bar at once.
   * A second call gets the first one's outcome; a code is sent once.
   *
   * @throws `state_not_found`, `authorization_error`, `token_error`, or the check that the answer failed. The error has
   * `appState` and `returnTo` if the sign-in was begun in this tab. `callback_in_frame` in a frame: nothing is touched.
   */
  handleRedirectCallback(url?: string): Promise<RedirectResult>;
  /**
   * An access token with at least 30 seconds to live. Refreshes when it must; however many callers, one request.
   *
   * @throws `login_required` if nobody is signed in or there is no refresh token, `session_expired` if the server takes
   * the refresh token no longer, `insufficient_scope`, `network_error` or `timeout` (the session is kept).
   */
  getAccessToken(options?: AccessTokenOptions): Promise<string>;
  /**
   * Asks the UserInfo endpoint, with an access token that is refreshed when it must be. The answer is about the user of the
   * ID Token, or is refused; it changes neither {@link getUser} nor the claims (OpenID Connect Core 5.3). Aggregated and
   * distributed claims are given as they are: nothing is fetched for them.
   *
   * @throws `userinfo_sub_mismatch`, `userinfo_not_signed`, `endpoint_missing`, `http_status`, what is wrong with the
   * signature, or what {@link getAccessToken} throws.
   */
  getUserInfo(): Promise<Claims>;
  /** What the ID Token says of the user; `undefined` if nobody is signed in. */
  getUser(): Claims | undefined;
  /** All claims of the verified ID Token; `undefined` if nobody is signed in. */
  getIdTokenClaims(): (Claims & IdTokenClaims) | undefined;
  /** The state now; the same object until it changes, as React's `useSyncExternalStore` wants it. */
  getSnapshot(): Snapshot<Claims>;
  /** Calls the listener after every change; gives the function that ends that. */
  subscribe(listener: (snapshot: Snapshot<Claims>) => void): () => void;
  /** Forgets the session here, then ends it at the server if the server has an endpoint for that. */
  logout(options?: LogoutOptions): Promise<LogoutResult>;
  /**
   * The return to `postLogoutRedirectUri`: whether it answers a {@link logout} of this tab (RP-Initiated Logout 1.0 section
   * 3). `state` leaves the address bar.
   */
  handleLogoutCallback(url?: string): Promise<LogoutCallbackResult>;
  /**
   * Forgets the session here, then has the server take back its grant: the refresh token, or the access token where there
   * is none (RFC 7009). The user stays signed in at the server; {@link logout} ends that.
   *
   * @throws `endpoint_missing`, `token_error`, or `http_status`, `network_error`, `timeout`, after which the token lives on
   * at the server until it expires. The session is forgotten here all the same.
   */
  revokeTokens(): Promise<void>;
  /** Ends the client: listeners are dropped, and every later call rejects with `client_disposed`. */
  dispose(): void;
}
