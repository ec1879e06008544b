import type { ClientOptions } from '../options.js';

/**
 * The options of `createClient` of `proofkey/vault`: those of every client, and where the vault's worker is. The session is in that worker's
 * memory, so there is no other store; and no `fetch` of the app's own, which could not go there.
 */
export interface VaultOptions extends Omit<ClientOptions, 'fetch' | 'store'> {
  /**
   * `proofkey/vault-worker.js`: a function that starts it, in the form that bundlers know,
   * `() => new Worker(new URL('proofkey/vault-worker.js', import.meta.url), { type: 'module' })`; or the URL where the page's own origin
   * serves the file.
   */
  worker: string | URL | (() => Worker);
  /**
   * Whether {@link Client.getAccessToken} gives access tokens to the page, for an API that {@link Client.fetch} cannot call (a WebSocket).
   * Any script of the page can have them then. The refresh token stays in the worker all the same. Default: false.
   */
  exposeAccessToken?: boolean;
}
