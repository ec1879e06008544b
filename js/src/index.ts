import { type ClientConstructor, clientFor } from './client.js';
import { memoised } from './core.js';
import type { Client, ClientOptions, UserClaims } from './types.js';

export { type ErrorCode, type ErrorDetails, type FieldError, type Phase, ProofkeyError } from './errors.js';
export type * from './types.js';

const Inlined: ClientConstructor = clientFor(memoised(() => import('./inline.js').then(({ compile }) => compile())));

/**
 * Creates a client, and begins to load the core. Synchronous; on a server it does nothing and touches no browser global.
 *
 * @throws `config_error` if issuer, clientId or redirectUri is missing.
 */
export function createClient<Claims extends UserClaims = UserClaims>(options: ClientOptions): Client<Claims> {
  return new Inlined<Claims>(options);
}
