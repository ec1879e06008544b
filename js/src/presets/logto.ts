// Logto. Quirks and their sources: www-demo/docs/providers/logto.md.
import type { ClientOptions } from '../options.js';
import { given, originOf, type PresetOptions } from './tenant.js';

/** The options of {@link logto}. */
export interface LogtoOptions extends PresetOptions {
  /** The tenant's endpoint: `https://acme.logto.app`, or your own. */
  endpoint: string;
  /** The indicator of the API that access tokens are for (RFC 8707). Without one they are opaque. */
  resource?: string;
}

/**
 * The options of `createClient` for Logto.
 *
 * ID Tokens are signed with ES384, with RS256 by older tenants: both are taken. A refresh token takes `offline_access` in the scope and
 * `prompt: 'consent'` at the sign-in. Default of `scope`: `openid profile email`.
 *
 * @throws `config_error` if the endpoint is none.
 */
export function logto(options: LogtoOptions): ClientOptions {
  const { endpoint, resource, scope = 'openid profile email', ...others } = options;
  const { authorizationParams, tokenParams, idTokenSignedResponseAlg = ['ES384', 'RS256'], ...rest } = others;
  const issuer = `${originOf(endpoint, 'endpoint')}/oidc`;
  return {
    ...rest,
    issuer,
    scope,
    idTokenSignedResponseAlg,
    metadata: {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/jwks`,
      userinfo_endpoint: `${issuer}/me`,
      revocation_endpoint: `${issuer}/token/revocation`,
      end_session_endpoint: `${issuer}/session/end`,
    },
    authorizationParams: given({ resource, ...authorizationParams }),
    tokenParams: given({ resource, ...tokenParams }),
  };
}
