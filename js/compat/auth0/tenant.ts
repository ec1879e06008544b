// The addresses of a tenant: those that the preset has, and the logout that is Auth0's own.
import type { ServerMetadata } from '../../src/index.js';
import { auth0 } from '../../src/presets.js';
import { texts } from '../texts.js';
import type { Auth0ClientOptions, LogoutOptions } from './types.js';

/** What the preset says of the domain. @throws `config_error` if it is none */
const presetOf = ({ domain }: Auth0ClientOptions) => auth0({ domain, clientId: '', redirectUri: '' });

/** `https://` and the domain. */
export const originOf = (options: Auth0ClientOptions): string => new URL(presetOf(options).issuer).origin;

/** With the slash at its end, which tokens have. */
export function issuerOf(options: Auth0ClientOptions): string {
  const { issuer } = options;
  if (issuer === undefined) return presetOf(options).issuer;
  return /^https?:\/\//.test(issuer) ? issuer : `https://${issuer}/`;
}

/** What every tenant's discovery document says: it stands in where nobody answers. */
export function metadataOf(options: Auth0ClientOptions): ServerMetadata {
  return { ...(presetOf(options).metadata as ServerMetadata), issuer: issuerOf(options) };
}

/** The tenant's own logout, whatever its discovery document names: the Allowed Logout URLs are those of the app as it was. */
export function logoutUrl(options: Auth0ClientOptions, call: LogoutOptions): string {
  const { clientId = options.clientId, logoutParams: { federated, ...parameters } = {} } = call;
  const query = new URLSearchParams(texts({ client_id: clientId, ...parameters }));
  return `${originOf(options)}/v2/logout?${query}${federated ? '&federated' : ''}`;
}
