// Keycloak. Quirks and their sources: www-demo/docs/providers/keycloak.md.
import type { ClientOptions } from '../options.js';
import { baseOf, given, type PresetOptions } from './tenant.js';

/** The options of {@link keycloak}. */
export interface KeycloakOptions extends PresetOptions {
  /** Where the server lives, with its path if it has one: `https://sso.example.com`, or with `/auth` before Keycloak 17. */
  url: string;
  /** The realm's name. */
  realm: string;
  /** The alias of the identity provider to sign in with (`kc_idp_hint`). */
  idpHint?: string;
}

/**
 * The options of `createClient` for a realm of a Keycloak server.
 *
 * A refresh token comes without `offline_access`, and lives as long as the user's session at the server; with it comes one that outlives
 * the session. Default of `scope`: `openid profile email`.
 *
 * @throws `config_error` if the URL is none.
 */
export function keycloak(options: KeycloakOptions): ClientOptions {
  const { url, realm, idpHint, authorizationParams, scope = 'openid profile email', ...rest } = options;
  const issuer = `${baseOf(url, 'url')}/realms/${encodeURIComponent(realm)}`;
  const base = `${issuer}/protocol/openid-connect`;
  return {
    ...rest,
    issuer,
    scope,
    metadata: {
      issuer,
      authorization_endpoint: `${base}/auth`,
      token_endpoint: `${base}/token`,
      jwks_uri: `${base}/certs`,
      userinfo_endpoint: `${base}/userinfo`,
      revocation_endpoint: `${base}/revoke`,
      end_session_endpoint: `${base}/logout`,
      check_session_iframe: `${base}/login-status-iframe.html`,
    },
    authorizationParams: given({ kc_idp_hint: idpHint, ...authorizationParams }),
  };
}
