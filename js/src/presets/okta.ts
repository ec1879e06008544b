// Okta. Quirks and their sources: www-demo/docs/providers/okta.md.
import type { ClientOptions } from '../options.js';
import { given, originOf, type PresetOptions } from './tenant.js';

/** The options of {@link okta}. */
export interface OktaOptions extends PresetOptions {
  /** The organization's domain, `acme.okta.com` or your own. */
  domain: string;
  /**
   * The authorization server that issues the tokens. Default: `default`. `null` is the organization's own, whose access tokens are
   * for Okta's APIs alone.
   */
  authorizationServerId?: string | null;
  /** The identity provider to sign in with: Okta's own page is skipped. */
  idp?: string;
}

/**
 * The options of `createClient` for an Okta organization.
 *
 * Each of its authorization servers is an issuer with a path of its own. Logout wants an `id_token_hint`, which goes along. Default of
 * `scope`: `openid profile email`; `offline_access` gets a refresh token, if the app's grant types have it.
 *
 * @throws `config_error` if the domain is none.
 */
export function okta(options: OktaOptions): ClientOptions {
  const { domain, authorizationServerId = 'default', idp, ...others } = options;
  const { authorizationParams, scope = 'openid profile email', ...rest } = others;
  const origin = originOf(domain);
  const base = `${origin}/oauth2${authorizationServerId === null ? '' : `/${encodeURIComponent(authorizationServerId)}`}`;
  const issuer = authorizationServerId === null ? origin : base;
  return {
    ...rest,
    issuer,
    scope,
    metadata: {
      issuer,
      authorization_endpoint: `${base}/v1/authorize`,
      token_endpoint: `${base}/v1/token`,
      jwks_uri: `${base}/v1/keys`,
      userinfo_endpoint: `${base}/v1/userinfo`,
      revocation_endpoint: `${base}/v1/revoke`,
      end_session_endpoint: `${base}/v1/logout`,
    },
    authorizationParams: given({ idp, ...authorizationParams }),
  };
}
