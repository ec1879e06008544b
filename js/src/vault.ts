/**
 * The same client with its core, its session and its token requests in a worker of its own: the page never has the refresh token, nor, as
 * long as it does not ask for it, the access token.
 *
 * @module proofkey/vault
 */
import { clientFor } from './client.js';
import { type ErrorCode, errorNow, errorOf, type Phase, ProofkeyError } from './errors.js';
import type { AccessTokenOptions, AuthorizationUrlOptions, Client, TokenSet, UserClaims } from './types.js';
import type { VaultOptions } from './vault/options.js';
import { VaultPage } from './vault/page.js';
import { Vault } from './vault/vault.js';

export { type ErrorCode, type ErrorDetails, type FieldError, type Phase, ProofkeyError } from './errors.js';
export type * from './types.js';
export type { VaultOptions } from './vault/options.js';

const refused = 'not_in_vault' satisfies ErrorCode;

/**
 * Creates a client whose session is in a worker, and begins to load that. Synchronous; on a server it does nothing. A reload ends the
 * session. `authorizationUrl()` throws `not_in_vault`; so rejects `adoptTokens()`, and `getAccessToken()` without
 * {@link VaultOptions.exposeAccessToken}.
 *
 * @throws `config_error` if issuer, clientId, redirectUri or worker is missing, or for another store or a `fetch`.
 */
export function createClient<Claims extends UserClaims = UserClaims>(options: VaultOptions): Client<Claims> {
  check(options);
  const given = { ...options };
  const Base = clientFor(async (made) => {
    // The page asks for no metadata, which is the worker's to do; a diagnosis looks at what the app has set.
    Object.assign(made, { options: given });
    return new VaultPage(made, new Vault(given));
  });
  class VaultClient extends Base<Claims> {
    override getAccessToken(options?: AccessTokenOptions) {
      return given.exposeAccessToken === true ? super.getAccessToken(options) : refuse('token');
    }

    override authorizationUrl(_?: AuthorizationUrlOptions): string {
      // A link is made without waiting, and the core is elsewhere.
      throw errorNow(refused, 'login');
    }

    override adoptTokens(_: TokenSet) {
      return refuse('adoption');
    }
  }
  return new VaultClient({ ...given, discovery: false });
}

async function refuse(phase: Phase): Promise<never> {
  throw await errorOf(refused, phase);
}

function check(options: VaultOptions) {
  const { worker, store = 'memory', fetch } = (options ?? {}) as VaultOptions & Record<'store' | 'fetch', unknown>;
  const isWorker =
    typeof worker === 'function' || worker instanceof URL || (typeof worker === 'string' && worker !== '');
  if (options && !isWorker)
    throw wrong('worker', 'a function that gives a Worker, or the URL of proofkey/vault-worker.js');
  if (store !== 'memory') throw wrong('store', 'left out: the session is in the memory of the worker');
  if (fetch !== undefined) throw wrong('fetch', 'left out: the worker cannot call a function of the page');
}

const wrong = (option: string, form: string) =>
  new ProofkeyError('config_error', 'create', `The option ${option} must be ${form}.`, { option });
