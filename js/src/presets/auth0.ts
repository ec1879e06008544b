// Auth0. Quirks and their sources: www-demo/docs/providers/auth0.md.
import type { ClientOptions } from '../options.js';
import { given, originOf, type PresetOptions } from './tenant.js';

/** The options of {@link auth0}. */
export interface Auth0Options extends PresetOptions {
  /** The tenant's domain, `acme.eu.auth0.com` or your own. */
  domain: string;
  /** The identifier of the API that access tokens are for. Without one they are opaque, and of use to `/userinfo` alone. */
  audience?: string;
  /** The organization that users sign in to: its id or name. */
  organization?: string;
}

/**
 * The options of `createClient` for an Auth0 tenant.
 *
 * The issuer ends in a slash. Logout is `/v2/logout` with `returnTo`; a tenant that announces an `end_session_endpoint` gets OpenID
 * Connect's logout instead. Default of `scope`: `openid profile email`; `offline_access` gets a refresh token.
 *
 * @throws `config_error` if the domain is none.
 */
export function auth0(options: Auth0Options): ClientOptions {
  const { domain, audience, organization, authorizationParams, scope = 'openid profile email', ...rest } = options;
  const origin = originOf(domain);
  const issuer = `${origin}/`;
  return {
    ...rest,
    issuer,
    scope,
    metadata: {
      issuer,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/oauth/token`,
      jwks_uri: `${origin}/.well-known/jwks.json`,
      userinfo_endpoint: `${origin}/userinfo`,
      revocation_endpoint: `${origin}/oauth/revoke`,
      end_session_endpoint: `${origin}/v2/logout`,
    },
    postLogoutRedirectParameter: 'returnTo',
    authorizationParams: given({ audience, organization, ...authorizationParams }),
  };
}
