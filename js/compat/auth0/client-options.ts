// Options of the original -> options of Proofkey.
import type { ClientOptions, SessionStore } from '../../src/index.js';
import { refused } from './errors.js';
import { redirectUriOf, scopeOf } from './parameters.js';
import { checkRefused } from './refused.js';
import { issuerOf, metadataOf, originOf } from './tenant.js';
import type { Auth0ClientOptions, ICache } from './types.js';

/** @throws InvalidConfigurationError */
export function clientOptionsOf(options: Auth0ClientOptions): ClientOptions {
  checkRefused(options);
  const { clientId, leeway = 60, httpTimeoutInSeconds = 10 } = options;
  if (leeway > 300) throw refused('leeway', 'It is 300 seconds at most: a clock that is further off is to be set.');
  const issuer = issuerOf(options);
  return {
    issuer,
    clientId,
    redirectUri: redirectUriOf(options),
    scope: scopeOf(options),
    clockToleranceSeconds: leeway,
    timeoutSeconds: httpTimeoutInSeconds,
    store: storeOf(options),
    metadata: metadataOf(options),
    // Where they differ, the domain is a proxy, which the issuer's document does not name.
    discovery: new URL(issuer).origin === originOf(options),
  };
}

function storeOf({
  clientId,
  cache,
  cacheLocation = 'memory',
}: Auth0ClientOptions): 'memory' | 'localStorage' | SessionStore {
  if (cache) return cacheStore(cache, `proofkey:${clientId}`);
  if (cacheLocation === 'memory') return 'memory';
  if (cacheLocation === 'localstorage') return 'localStorage';
  throw refused('cacheLocation', 'It is memory or localstorage.');
}

/** The original's entries are objects, and an app's cache may treat them as such. */
const cacheStore = (cache: ICache, key: string): SessionStore => ({
  get: async () => (await cache.get<{ session?: unknown }>(key))?.session,
  set: (session) => cache.set(key, { session }),
  remove: () => cache.remove(key),
});
