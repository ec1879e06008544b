// A ReachFive tenant. What is known of the service, what is assumed, and how to confirm it: tests/reachfive/README.md.
import type { ClientOptions, Parameters, ServerMetadata } from '../options.js';
import { type Transport, transport } from './reachfive-transport.js';
import { originOf } from './tenant.js';

/** Scopes by ReachFive's names; a tenant may have more of its own. */
export type ReachFiveScope =
  | 'openid'
  | 'profile'
  | 'email'
  | 'phone'
  | 'address'
  | 'events'
  | 'full_write'
  | 'mfa'
  | 'offline_access'
  | (string & {});

/** Parameters of ReachFive's `/oauth/authorize` beside those that Proofkey sets. */
export interface ReachFiveParams {
  /** The social provider to sign in with, `google` for example: the login page is skipped. */
  provider?: string;
  /** The scope to ask that provider for, in its own words. */
  provider_scope?: string | readonly string[];
  /** A name for the place that the user came from, for ReachFive's statistics. */
  origin?: string;
  /** Whether the session at ReachFive outlives the browser ("stay signed in"). */
  persistent?: boolean;
  /** How the login page is shown (OpenID Connect Core 3.1.2.1). */
  display?: 'page' | 'popup' | 'touch' | 'wap';
  /** An ID Token of the user who is expected (OpenID Connect Core 3.1.2.1). */
  id_token_hint?: string;
  /** The email or phone number that the user may sign in with. */
  login_hint?: string;
  /** The orchestration token that ReachFive gave to a Login URL of your own. */
  r5_request_token?: string;
  /** The one-time token of a sign-in by ReachFive's Identity API. */
  tkn?: string;
  /** Languages by preference, as BCP47 tags (OpenID Connect Core 3.1.2.1). */
  ui_locales?: string | readonly string[];
}

/** The options of {@link reachfive}: those of `createClient`, and what only this service has. */
export interface ReachFiveOptions
  extends Omit<
      ClientOptions,
      'issuer' | 'scope' | 'metadata' | 'postLogoutRedirectParameter' | 'authorizationParams' | 'fetch'
    >,
    Transport {
  /**
   * The tenant's domain, `acme.reach5.net` or your own. An origin with its scheme is taken too: for a server on this machine,
   * which may speak http.
   */
  domain: string;
  /** Default: `https://` and the domain, which is what the discovery document of a tenant is expected to say. */
  issuer?: string;
  /** Default: `openid profile email phone`. `offline_access` gets a refresh token. */
  scope?: string | readonly ReachFiveScope[];
  /**
   * Default: `HS256`, as that is what ReachFive signs with unless told otherwise; a browser cannot verify it, and the console
   * says so once. Better: set the client to RS256 in ReachFive's console, and this option to `RS256`.
   */
  idTokenSignedResponseAlg?: NonNullable<ClientOptions['idTokenSignedResponseAlg']>;
  /** Added to every authorization request. */
  authorizationParams?: ReachFiveParams;
}

/**
 * The options of `createClient` for a ReachFive tenant.
 *
 * Its discovery document counts, and is asked for as soon as there is a client. When nobody answers within 3 seconds, the fixed
 * document of this preset stands in; with `discovery: false` it is all there is, and no request comes before the redirect. The
 * endpoints for revocation and logout come from it where the discovered one leaves them out. Refresh tokens are for one use, and the
 * token endpoint has a rate limit: every client keeps to both by itself.
 *
 * @throws `config_error` if the domain is none.
 */
export function reachfive(options: ReachFiveOptions): ClientOptions {
  const { domain, scope = 'openid profile email phone', authorizationParams, ...others } = options;
  const { tokenRequestFormat, language, locale, fetch, ...rest } = others;
  const origin = originOf(domain);
  const { issuer = origin, idTokenSignedResponseAlg = 'HS256' } = rest;
  return {
    ...rest,
    idTokenSignedResponseAlg,
    issuer,
    scope: listed(scope),
    metadata: metadataOf(issuer, origin),
    postLogoutRedirectParameter: 'redirect_to',
    authorizationParams: reachfiveParams(authorizationParams),
    fetch: transport(others),
  };
}

/** ReachFive's parameters in the form of `authorizationParams`, for one `loginWithRedirect`. */
export function reachfiveParams(params: ReachFiveParams = {}): Parameters {
  const given = Object.entries(params).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    given.map(([name, value]) => [name, typeof value === 'boolean' ? `${value}` : listed(value)]),
  );
}

/** The whole of it, as if it were discovered. */
function metadataOf(issuer: string, origin: string): ServerMetadata {
  return {
    issuer,
    authorization_endpoint: `${origin}/oauth/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    revocation_endpoint: `${origin}/oauth/revoke`,
    jwks_uri: `${origin}/jwks.json`,
    end_session_endpoint: `${origin}/identity/v1/logout`,
    userinfo_endpoint: `${origin}/identity/v1/userinfo`,
  };
}

const listed = (words: string | readonly string[]) => (typeof words === 'string' ? words : words.join(' '));
