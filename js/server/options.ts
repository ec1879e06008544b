import type { AuthorizationUrlOptions, ClientOptions } from '../src/options.js';
import type { ClientAuthentication } from './client-authentication.js';

/** What a server has in common with a page; each is documented there. */
type Shared =
  | 'issuer'
  | 'scope'
  | 'postLogoutRedirectUri'
  | 'postLogoutRedirectParameter'
  | 'metadata'
  | 'discovery'
  | 'idTokenSignedResponseAlg'
  | 'jwks'
  | 'trustedAudiences'
  | 'trustedIssuers'
  | 'clockToleranceSeconds'
  | 'timeoutSeconds'
  | 'authorizationParams'
  | 'tokenParams'
  | 'fetch';

/** The options of {@link createServerClient}. A preset gives most of them: `{ ...auth0({ ... }), clientAuthentication, cookieSecret }`. */
export interface ServerClientOptions extends Pick<ClientOptions, Shared> {
  /** The client's identifier at the authorization server. */
  clientId: string;
  /**
   * The absolute callback URL that is registered at the server. Its origin is the app's: cookies are for `https:` alone, unless this is
   * an `http:` URL of a loopback host, and nothing returns to another origin.
   */
  redirectUri: string;
  /**
   * How requests to the token and the revocation endpoint say who sends them: `clientSecretBasic(secret)`, `clientSecretPost(secret)`,
   * `privateKeyJwt(key)`, or `none()` for a public client.
   */
  clientAuthentication: ClientAuthentication;
  /**
   * What the cookie of a sign-in is sealed with: at least 32 characters, from a generator of random numbers, the same on every instance.
   * Of several, the first one seals and all of them open: put a new one in front, and take the old one away ten minutes later.
   */
  cookieSecret: string | readonly string[];
}

/** The options of {@link ServerClient.authorizationRequest}: what is asked of the server, and what comes back with the answer. */
export interface AuthorizationRequestOptions
  extends Omit<AuthorizationUrlOptions, 'appState' | 'returnTo' | 'idTokenHint'> {
  /** Anything that JSON can hold, and a cookie can carry; {@link ServerClient.exchange} gives it back. It travels sealed. */
  appState?: unknown;
  /**
   * Where the app wants to go on afterwards: a path, or a URL of the redirect URI's origin; another one is `config_error`, so that what a
   * visitor has written may be handed over. Default: `/`.
   */
  returnTo?: string | undefined;
  /**
   * The session of the user who is to sign in, and nobody else: they are named to the server by their ID Token, and another one
   * is `id_token_sub_mismatch` (OpenID Connect Core 3.1.2.1, `id_token_hint`). Default: anybody.
   */
  session?: string;
}

/** The options of {@link ServerClient.logoutUrl}. */
export interface LogoutUrlOptions {
  /** Instead of the client's. */
  postLogoutRedirectUri?: string;
}

/**
 * Where cookies are set: `Headers`, or whatever has a method like theirs, as the response of Express has. It is called before
 * anything can go wrong, so that no way out forgets a cookie.
 */
export interface ResponseHeaders {
  append(name: string, value: string): unknown;
}
