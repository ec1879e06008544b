import type { Diagnosis } from './diagnosis/options.js';
import type { ProofkeyError } from './errors.js';
import type {
  AccessTokenOptions,
  AuthorizationDetail,
  AuthorizationUrlOptions,
  LoginOptions,
  LogoutOptions,
  TokenSet,
} from './options.js';
import type { PopupOptions } from './window/options.js';
import type { MonitorOptions, SilentOptions } from './window/silent-options.js';

export type * from './diagnosis/options.js';
export type * from './fetch/options.js';
export type * from './options.js';
export type * from './window/options.js';
export type * from './window/silent-options.js';

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
  /**
   * Whether the session could not be refreshed when it had to be, since nobody could be reached: the user is shown as of the last
   * time, and the next `getAccessToken` tries again.
   */
  readonly isStale: boolean;
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
  /** What was granted in detail, if the server said so: it may be less than {@link LoginOptions.authorizationDetails} (RFC 9396 section 7). */
  readonly authorizationDetails?: readonly AuthorizationDetail[] | undefined;
}

/** Why a snapshot replaced the one before. */
export interface Change {
  /**
   * `signed_in`: a sign-in ended here or in another tab. `restored`: {@link Client.checkSession} found a session. `refreshed`: there
   * are new tokens. `signed_out`. `session_expired`: the server takes the refresh token no longer, or a check of its answer failed.
   * `error`: the session could not be refreshed for now, and is stale.
   */
  readonly reason: 'signed_in' | 'restored' | 'refreshed' | 'signed_out' | 'session_expired' | 'error';
  /** Whether it happened in another tab, or at the server. */
  readonly remote: boolean;
  /** Of `session_expired` and `error`. */
  readonly error?: ProofkeyError;
}

/** What {@link Client.subscribe} calls after each change. */
export type Listener<Claims extends UserClaims = UserClaims> = (snapshot: Snapshot<Claims>, change: Change) => void;

/** What {@link Client.handleRedirectCallback} gives back. */
export interface RedirectResult {
  /** What was given to {@link Client.loginWithRedirect}. */
  appState: unknown;
  /** Path, query and hash of this origin. */
  returnTo: string;
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
   * Loads the core and what a login needs. Nobody has to call it, but before {@link authorizationUrl}: the client began with it when
   * it was created.
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
   * Signs the user in in a window of its own, and resolves when somebody is signed in here. To be called in the handler of a click,
   * before anything is awaited: the window opens in that very task, blank as long as the core is loading. The callback page is
   * {@link ClientOptions.relayRedirectUri}: `relay.html` of the package, or a route of the app that calls
   * {@link handleRedirectCallback}. A new call ends the one before. The code verifier is in no storage.
   *
   * A provider with `Cross-Origin-Opener-Policy` hides from this page whether the window is still there: such a sign-in ends by its
   * answer, the time limit, the signal or a new call, and its window stays open unless it came to an end.
   *
   * @throws `popup_blocked`, `popup_closed`, `aborted`, `timeout`, `insecure_origin`, `config_error`, what is wrong with the server's
   * metadata, or what {@link handleRedirectCallback} throws; `login_required` if somebody signed in or out here meanwhile.
   */
  loginWithPopup(options?: PopupOptions): Promise<void>;
  /**
   * The URL of a sign-in, without a promise: for a link that works with a plain click. Each one is for one use and an hour, in this tab
   * alone: opened in another tab it ends there in `state_not_found`. Of the sign-ins that a tab remembers, 16 in all, those
   * of links are the first to be forgotten, and one that has left the page is never forgotten for one.
   *
   * The hint of what it throws comes a moment later.
   *
   * @throws `not_ready` before {@link ready} has resolved, `storage_unavailable`, `insecure_origin`, `config_error`.
   */
  authorizationUrl(options?: AuthorizationUrlOptions): string;
  /**
   * Whether the URL (default: this page's) is an answer of the authorization server at this client's `redirectUri`.
   */
  isRedirectCallback(url?: string): boolean;
  /**
   * Ends the sign-in that the URL (default: this page's) belongs to. `code` and `state` leave the address bar at once.
   * A second call in the same page, of this client or another one with the same options, gets the first one's outcome; a code
   * is sent once.
   *
   * @throws `state_not_found`, `authorization_error`, `token_error`, or the check that the answer failed. The error has
   * `appState` and `returnTo` if the sign-in was begun in this tab. `callback_in_frame` in a frame: nothing is touched.
   * `callback_handed_over` in a popup that the browser did not close: the page that opened it ends the sign-in.
   */
  handleRedirectCallback(url?: string): Promise<RedirectResult>;
  /**
   * Signs the user in without showing a page, while the server knows them: `prompt=none` in a hidden frame (OpenID Connect Core
   * 3.1.2.1), whose answer comes back by the callback page. It works only where the server is of the page's own site
   * (`login.example.com` and `app.example.com`); elsewhere browsers keep the server's cookies from the frame. Nothing of the SDK calls
   * it by itself, as a fallback. Calls that ask for the same share one frame; others wait for each other.
   *
   * @throws `silent_unavailable` at once where it cannot work; `login_required` with the server's `error` if it did not sign the
   * user in; `timeout` if it answered with a page of its own, or not at all; `aborted`, `insecure_origin`, `config_error`, and what
   * {@link handleRedirectCallback} throws. Whoever is signed in here stays signed in.
   */
  loginSilently(options?: SilentOptions): Promise<void>;
  /**
   * Watches the session at the server while somebody is signed in (OpenID Connect Session Management 1.0): once it has changed, asks by
   * {@link loginSilently} whether it is still the same user, and signs out here if not. It works only for a server of the page's own
   * site that has a `check_session_iframe`; {@link MonitorOptions.onError} says why it does not.
   *
   * @returns the function that ends it
   */
  monitorSession(options?: MonitorOptions): () => void;
  /**
   * An access token with at least 30 seconds to live. Refreshes when it must; however many callers, one request.
   *
   * @throws `login_required` if nobody is signed in or there is no refresh token, `session_expired` if the server takes
   * the refresh token no longer, `insufficient_scope`, `network_error` or `timeout` (the session is kept).
   */
  getAccessToken(options?: AccessTokenOptions): Promise<string>;
  /**
   * Whether a user is signed in by what the store holds: to be called once, when the app starts. An access token that has expired is
   * refreshed; where nobody can be reached the user stays signed in, and {@link Snapshot.isStale} says so. With the `memory` store
   * there is nothing to find.
   *
   * @throws `core_load_failed`, and nothing that is wrong with the session.
   */
  checkSession(): Promise<boolean>;
  /**
   * Makes a session of tokens that another library obtained for the same client, so that an app can move over step by step.
   * A refresh token is redeemed at once, and only what the server answers is believed: it must be about the user of the ID
   * Token. Without one, the ID Token's own signature is verified, and its claims but `nonce`, which belongs to the other library's
   * sign-in; HS256 cannot be verified, and is refused. Whoever can make a page call this signs its user in: hand over nothing
   * that came out of a URL or a message.
   *
   * @throws `config_error` if the set is not whole, `session_expired` if the refresh token was refused, `refresh_mismatch`,
   * `alg_unsupported`, or what is wrong with the token or its signature. A session that is there stays then.
   */
  adoptTokens(tokens: TokenSet): Promise<void>;
  /**
   * Asks the UserInfo endpoint, with an access token that is refreshed when it must be. The answer is about the user of the
   * ID Token, or is refused; it changes neither {@link getUser} nor the claims (OpenID Connect Core 5.3). Aggregated and
   * distributed claims are given as they are: nothing is fetched for them.
   *
   * @throws `userinfo_sub_mismatch`, `userinfo_not_signed`, `endpoint_missing`, `http_status`, what is wrong with the
   * signature, or what {@link getAccessToken} throws.
   */
  getUserInfo(): Promise<Claims>;
  /**
   * `fetch` with the access token in the `Authorization` header, for {@link ClientOptions.resourceServers} alone; whatever else is
   * asked is refused before anything is sent. Request and Response are the browser's own, streams and signals included. A 401
   * that is about the token (RFC 6750 section 3.1) is answered with one refresh and one retry, one that asks for another
   * sign-in (RFC 9470) with {@link ClientOptions.onStepUp} and one retry. Every other status is a response like any other. A body given as
   * a `ReadableStream` is sent once. A redirect to another origin is followed without the token by every browser since 2023.
   *
   * @throws `resource_not_allowed`, `cross_origin_redirect` (what answered in the end is no resource server), `access_token_rejected`,
   * `step_up_required` with `acrValues` and `maxAge`, `body_not_replayable` (there is a new token: call again with another stream),
   * `aborted` (`cause` is the signal's reason), `network_error`, `config_error`, or what {@link getAccessToken} throws.
   */
  fetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response>;
  /** What the ID Token says of the user; `undefined` if nobody is signed in. */
  getUser(): Claims | undefined;
  /** All claims of the verified ID Token; `undefined` if nobody is signed in. */
  getIdTokenClaims(): (Claims & IdTokenClaims) | undefined;
  /** The state now; the same object until it changes, as React's `useSyncExternalStore` wants it. */
  getSnapshot(): Snapshot<Claims>;
  /** Calls the listener after every change, with why; gives the function that ends that. */
  subscribe(listener: Listener<Claims>): () => void;
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
  /**
   * Says what is wrong with a set-up, and what to do about it, as data and as text; it works where the core cannot be loaded, too. It takes
   * 15 seconds at most. It asks the server's public endpoints, without a token or a code, and has it refuse a sign-in in a hidden frame
   * that runs no script: nobody is signed in or out, and nothing stays behind. For whoever sets the app up, not for every user.
   *
   * @throws `core_load_failed` if not even the diagnosis can be loaded.
   */
  diagnose(): Promise<Diagnosis>;
  /** Ends the client: listeners are dropped, and every later call rejects with `client_disposed`. */
  dispose(): void;
  /** What `JSON.stringify(client)` shows: which client this is, and nothing of its user. */
  toJSON(): { issuer: string; clientId: string };
}
