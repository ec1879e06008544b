// The addresses of a tenant.
import type { ServerMetadata } from '../../src/index.js';
import { refused } from './errors.js';
import { texts } from './texts.js';
import type { Auth0ClientOptions, LogoutOptions } from './types.js';

/** `https://` and the domain. @throws InvalidConfigurationError */
export function originOf({ domain }: { domain?: unknown }): string {
  const text = typeof domain === 'string' ? domain : '';
  try {
    const { href, origin } = new URL(/^https?:\/\//.test(text) ? text : `https://${text}`);
    // A path, a query or another scheme would be lost without a word.
    if (href === `${origin}/`) return origin;
  } catch {
    // Told below.
  }
  throw refused('domain', 'Give the host of the tenant, acme.eu.auth0.com for example.');
}

/** With the slash at its end, which tokens have. */
export function issuerOf(options: Auth0ClientOptions): string {
  const { issuer } = options;
  if (issuer === undefined) return `${originOf(options)}/`;
  return /^https?:\/\//.test(issuer) ? issuer : `https://${issuer}/`;
}

/** What every tenant's discovery document says: it stands in where nobody answers. */
export function metadataOf(options: Auth0ClientOptions): ServerMetadata {
  const origin = originOf(options);
  return {
    issuer: issuerOf(options),
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    jwks_uri: `${origin}/.well-known/jwks.json`,
    userinfo_endpoint: `${origin}/userinfo`,
    revocation_endpoint: `${origin}/oauth/revoke`,
  };
}

/** The tenant's own logout, whatever its discovery document names: the Allowed Logout URLs are those of the app as it was. */
export function logoutUrl(options: Auth0ClientOptions, call: LogoutOptions): string {
  const { clientId = options.clientId, logoutParams: { federated, ...parameters } = {} } = call;
  const query = new URLSearchParams(texts({ client_id: clientId, ...parameters }));
  return `${originOf(options)}/v2/logout?${query}${federated ? '&federated' : ''}`;
}
