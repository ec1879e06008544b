// Amazon Cognito user pools. Quirks and their sources: www-demo/docs/providers/cognito.md.
import type { ClientOptions } from '../options.js';
import { baseOf, originOf, type PresetOptions, refused, withoutWords } from './tenant.js';

/** The options of {@link cognito}. */
export interface CognitoOptions extends PresetOptions {
  /** The user pool's id, `eu-west-1_Ab12Cd34E`. */
  userPoolId: string;
  /** The domain of the pool's login pages: `acme.auth.eu-west-1.amazoncognito.com`, or your own. */
  domain: string;
  /** Default: what the user pool's id says: `https://cognito-idp.REGION.amazonaws.com/ID`. */
  issuer?: string;
}

/**
 * The options of `createClient` for a user pool of Amazon Cognito.
 *
 * The issuer and the login pages are on different hosts. Logout is `/logout` with `logout_uri`. A refresh token comes by itself, and
 * `offline_access`, which Cognito refuses to know, is left out of the scope. Default of `scope`: `openid profile email`.
 *
 * @throws `config_error` if the id or the domain is none.
 */
export function cognito(options: CognitoOptions): ClientOptions {
  const { userPoolId, domain, issuer: given, scope = 'openid profile email', ...rest } = options;
  const [, region] = /^([a-z]{2}(?:-[a-z]+)+-\d+)_\w+$/.exec(userPoolId) ?? [];
  if (!region) throw refused('userPoolId', 'an id such as eu-west-1_Ab12Cd34E');
  const issuer =
    given === undefined ? `https://cognito-idp.${region}.amazonaws.com/${userPoolId}` : baseOf(given, 'issuer');
  const origin = originOf(domain);
  return {
    ...rest,
    issuer,
    scope: withoutWords(scope, 'offline_access'),
    metadata: {
      issuer,
      authorization_endpoint: `${origin}/oauth2/authorize`,
      token_endpoint: `${origin}/oauth2/token`,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      userinfo_endpoint: `${origin}/oauth2/userInfo`,
      revocation_endpoint: `${origin}/oauth2/revoke`,
      end_session_endpoint: `${origin}/logout`,
    },
    postLogoutRedirectParameter: 'logout_uri',
  };
}
