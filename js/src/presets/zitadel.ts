// ZITADEL. Quirks and their sources: www-demo/docs/providers/zitadel.md.
import type { ClientOptions } from '../options.js';
import { originOf, type PresetOptions } from './tenant.js';

/** The options of {@link zitadel}. */
export interface ZitadelOptions extends PresetOptions {
  /** The instance's domain, `acme-abc123.zitadel.cloud` or your own. */
  domain: string;
  /** The id of the project that the app is part of: ID Tokens name it as an audience, and access tokens are asked for it. */
  projectId: string;
  /** The id of the organization whose users may sign in. */
  organizationId?: string;
}

/**
 * The options of `createClient` for a ZITADEL instance.
 *
 * ID Tokens have the project as an audience beside the client, and every other app of that project: name the client ids of those in
 * `trustedAudiences`. What is asked of the server beyond OpenID Connect is asked by scopes. Default of `scope`: `openid profile email`;
 * `offline_access` gets a refresh token.
 *
 * @throws `config_error` if the domain is none.
 */
export function zitadel(options: ZitadelOptions): ClientOptions {
  const { domain, projectId, organizationId, scope = 'openid profile email', trustedAudiences = [], ...rest } = options;
  const issuer = originOf(domain);
  const asked = [
    `urn:zitadel:iam:org:project:id:${projectId}:aud`,
    ...(organizationId === undefined ? [] : [`urn:zitadel:iam:org:id:${organizationId}`]),
  ];
  return {
    ...rest,
    issuer,
    scope: [scope, ...asked].join(' '),
    trustedAudiences: [projectId, ...trustedAudiences],
    metadata: {
      issuer,
      authorization_endpoint: `${issuer}/oauth/v2/authorize`,
      token_endpoint: `${issuer}/oauth/v2/token`,
      jwks_uri: `${issuer}/oauth/v2/keys`,
      userinfo_endpoint: `${issuer}/oidc/v1/userinfo`,
      revocation_endpoint: `${issuer}/oauth/v2/revoke`,
      end_session_endpoint: `${issuer}/oidc/v1/end_session`,
    },
  };
}
