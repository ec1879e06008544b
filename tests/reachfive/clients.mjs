// The clients of the tenant, named after what the console calls their settings.
import { randomBytes } from 'node:crypto';

const SCOPES = ['openid', 'profile', 'email', 'phone', 'address', 'events', 'full_write', 'mfa', 'offline_access'];

/**
 * @typedef {object} Client
 * @property {string} client_id
 * @property {string} client_secret What HS256 signs with. No page is told.
 * @property {'HS256' | 'RS256'} id_token_signed_response_alg
 * @property {string[]} redirect_uris Allowed Callback URLs.
 * @property {boolean} pkce_enforced "Enforce PKCE security for authentication with the authorization code flow".
 * @property {string | undefined} login_url "Login URL" with "Attach orchestration token". Without it a missing `prompt` is `none`.
 * @property {boolean} third_party Asks the user for consent.
 * @property {string[]} scopes What it may ask for; more is dropped.
 * @property {string} scope What it gets when it asks for none.
 */

/** @returns {Map<string, Client>} */
export function clientsOf({ origins, redirectUris, others }) {
  const spa = {
    id_token_signed_response_alg: 'HS256',
    redirect_uris: [...origins.flatMap((o) => [`${o}/callback`, `${o}/callback.html`, `${o}/`]), ...redirectUris],
    pkce_enforced: true,
    login_url: '/auth',
    third_party: false,
    scopes: SCOPES,
    scope: 'openid profile email phone',
  };
  const clients = [
    { client_id: 'spa-hs256' },
    { client_id: 'spa-rs256', id_token_signed_response_alg: 'RS256' },
    { client_id: 'spa-no-login-url', id_token_signed_response_alg: 'RS256', login_url: undefined },
    { client_id: 'third-party', id_token_signed_response_alg: 'RS256', third_party: true },
    ...others,
  ];
  const secret = () => randomBytes(32).toString('base64url');
  return new Map(clients.map((client) => [client.client_id, { client_secret: secret(), ...spa, ...client }]));
}
