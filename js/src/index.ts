/**
 * The client for single-page apps; its core comes in files of its own.
 *
 * @module proofkey
 */
import { type ClientConstructor, clientFor } from './client.js';
import { isInlinedWasm } from './engine.js';
import type { Client, ClientOptions, UserClaims } from './types.js';

export { type ErrorCode, type ErrorDetails, type FieldError, type Phase, ProofkeyError } from './errors.js';
export type * from './types.js';

const Lazy: ClientConstructor = clientFor(async (made) => {
  const core = isInlinedWasm(made.options.engine) ? import('./wasm.js') : import('./fallback.js');
  const [{ Page }, { loadCore }] = await Promise.all([import('./page/page.js'), core]);
  return new Page(made, loadCore);
});

/**
 * Creates a client, and begins to load the core. Synchronous; on a server it does nothing and touches no browser global.
 *
 * @throws `config_error` if issuer, clientId or redirectUri is missing.
 */
export function createClient<Claims extends UserClaims = UserClaims>(options: ClientOptions): Client<Claims> {
  return new Lazy<Claims>(options);
}
