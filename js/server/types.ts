import type { AccessTokenOptions } from '../src/options.js';
import type { IdTokenClaims, UserClaims } from '../src/types.js';
import type { AuthorizationRequestOptions, LogoutUrlOptions, ResponseHeaders } from './options.js';

export type { AccessTokenOptions, ClientOptions, ServerMetadata, SignatureAlgorithm } from '../src/options.js';
export type { IdTokenClaims, UserClaims } from '../src/types.js';

/** What {@link ServerClient.authorizationRequest} gives. */
export interface AuthorizationRequest {
  /** The authorization URL, which the browser is to be sent to. */
  url: string;
}

/** An access token, and what is to be kept. */
export interface AccessToken {
  accessToken: string;
  /** When it expires, in seconds since the epoch. */
  expiresAt: number;
  /** The granted scope, which may be less than what was asked for (RFC 6749 section 5.1). */
  scope: string;
  /**
   * The session, as a text that only this package reads: keep it on the server, in the place of the one before. All tokens are in it, the
   * refresh token too, and nothing of it is encrypted.
   */
  session: string;
}

/** What {@link ServerClient.exchange} gives. */
export interface SignedIn<Claims extends UserClaims = UserClaims> extends AccessToken {
  /** All claims of the verified ID Token. */
  claims: Claims & IdTokenClaims;
  /** Whether its signature was verified: always, but with `idTokenSignedResponseAlg: 'HS256'`. */
  idTokenSignatureVerified: boolean;
  idToken: string;
  /** If one was issued. */
  refreshToken?: string;
  /** What was given to {@link ServerClient.authorizationRequest}. */
  appState: unknown;
  /** Path, query and hash of the app's own origin. */
  returnTo: string;
}

/** A client on a server. It holds no user: every call is of its own. Every promise rejects with a `ProofkeyError` alone. */
export interface ServerClient<Claims extends UserClaims = UserClaims> {
  /**
   * Begins a sign-in: gives the URL to send the browser to, and sets the cookie that must come back with the answer. Several at once, in
   * as many tabs, do not disturb each other; of those that were given up, the newest four are kept.
   *
   * @param cookieHeader the request's `Cookie` header
   * @param headers where `Set-Cookie` is appended
   * @throws `config_error`, or what is wrong with the server's metadata.
   */
  authorizationRequest(
    options: AuthorizationRequestOptions,
    cookieHeader: string | null | undefined,
    headers: ResponseHeaders,
  ): Promise<AuthorizationRequest>;
  /**
   * Ends the sign-in that a callback belongs to. Its cookie is removed whatever comes of it. Of the URL the path and the query
   * count: behind a proxy, the host is whatever the framework took it for.
   *
   * @param callbackUrl the request's URL, or its path with the query
   * @param cookieHeader the request's `Cookie` header
   * @param headers where `Set-Cookie` is appended
   * @throws `state_not_found` if the cookie is missing, `transaction_invalid` if it was not sealed for this sign-in, `transaction_expired`
   * after ten minutes; `authorization_error`, `token_error`, or the check that the answer failed. The error has `appState` and `returnTo`
   * if the sign-in was begun by this browser.
   */
  exchange(
    callbackUrl: string | URL,
    cookieHeader: string | null | undefined,
    headers: ResponseHeaders,
  ): Promise<SignedIn<Claims>>;
  /**
   * An access token of a session with at least 30 seconds to live; refreshes when it must. Keep the session that comes with it. Calls of
   * one process that begin with the same session wait for each other; across processes the app's store has to see to that.
   *
   * @throws `login_required` if there is no refresh token, `session_expired` if the server takes it no longer, `insufficient_scope`,
   * `network_error` or `timeout` (the session is as good as before).
   */
  accessToken(session: string, options?: AccessTokenOptions): Promise<AccessToken>;
  /**
   * The URL that ends the user's session at the authorization server (RP-Initiated Logout 1.0 section 2), if it has an endpoint for that.
   * Forgetting the session here is the app's part.
   */
  logoutUrl(session: string, options?: LogoutUrlOptions): Promise<string | undefined>;
  /**
   * Has the server take back its grant: the refresh token, or the access token where there is none (RFC 7009).
   *
   * @throws `endpoint_missing`, `token_error`, or `http_status`, `network_error`, `timeout`, after which the token lives on.
   */
  revoke(session: string): Promise<void>;
  /** What `JSON.stringify(client)` shows: which client this is, and no secret. */
  toJSON(): { issuer: string; clientId: string };
}
