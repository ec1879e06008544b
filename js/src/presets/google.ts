// Google. Quirks and their sources: www-demo/docs/providers/google.md.
import type { ClientOptions } from '../options.js';
import { given, originOf, type PresetOptions, withoutWords } from './tenant.js';

/** The options of {@link google}. */
export interface GoogleOptions extends PresetOptions {
  /** The Workspace domain that users must be of (`hd`). The server takes it for a wish: look at the claim `hd` as well. */
  hostedDomain?: string;
  /** Default: `accounts.google.com`. */
  domain?: string;
}

/**
 * The options of `createClient` for Google.
 *
 * **Google has no public clients for the web**: its token endpoint wants a secret with the code, also beside PKCE, and a page cannot
 * keep one. So the exchange ends in `token_error` in a browser; sign in through a server, or through a provider that has Google behind it.
 *
 * There is no logout endpoint. `offline_access` is called `access_type=offline`, and is asked for so. Default of `scope`: `openid profile
 * email`.
 */
export function google(options: GoogleOptions): ClientOptions {
  const { domain = 'accounts.google.com', hostedDomain, ...others } = options;
  const { authorizationParams, scope = 'openid profile email', ...rest } = others;
  const isOffline = scope.split(' ').includes('offline_access');
  return {
    ...rest,
    issuer: originOf(domain),
    scope: withoutWords(scope, 'offline_access'),
    authorizationParams: given({
      access_type: isOffline ? 'offline' : undefined,
      hd: hostedDomain,
      ...authorizationParams,
    }),
  };
}
