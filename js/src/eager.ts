/**
 * The same client with its core beside it, in whatever file the app's bundler puts them: for an app that signs in at once, to which a
 * core that comes later would cost another round trip.
 *
 * @module proofkey/eager
 */
import { type ClientConstructor, clientFor } from './client.js';
import { isInlinedWasm } from './engine.js';
import { Page } from './page/page.js';
import type { Client, ClientOptions, UserClaims } from './types.js';
import * as wasm from './wasm.js';

export { type ErrorCode, type ErrorDetails, type FieldError, type Phase, ProofkeyError } from './errors.js';
export type * from './types.js';

const Eager: ClientConstructor = clientFor(async (made) => {
  const { loadCore } = isInlinedWasm(made.options.engine) ? wasm : await import('./fallback.js');
  return new Page(made, loadCore);
});

/** As `createClient` of `proofkey`; nothing is left to load before the user is sent to the login page. */
export function createClient<Claims extends UserClaims = UserClaims>(options: ClientOptions): Client<Claims> {
  return new Eager<Claims>(options);
}
