import { stringify } from '../json.js';
import type { UserClaims } from '../types.js';
import { parametersOf } from './challenge.js';
import type { Owner } from './owner.js';

/** The proofs of requests to APIs, where the session's tokens are bound to a key (RFC 9449 section 7). */
export class Proofs<Claims extends UserClaims> {
  readonly #page: Owner<Claims>;
  /** The newest of each API, by its origin (section 8.2). */
  readonly #nonces = new Map<string, string>();

  constructor(page: Owner<Claims>) {
    this.#page = page;
  }

  /** By which tokens may be sent, in lower case. */
  get schemes(): readonly string[] {
    return ['off', undefined].includes(this.#page.options.dpop) ? ['bearer'] : ['bearer', 'dpop'];
  }

  /** The headers that go along with the token. */
  async headersFor({ method, url }: Request, token: string): Promise<Record<string, string>> {
    const { dpop = 'off' } = this.#page.options;
    if (dpop === 'off') return { authorization: `Bearer ${token}` };
    const nonce = this.#nonces.get(new URL(url).origin);
    const request = stringify({ method, url, accessToken: token, nonce });
    const { proof } = await this.#page.call('fetch', (core) => core.run('proof', request));
    return proof ? { authorization: `DPoP ${token}`, dpop: proof } : { authorization: `Bearer ${token}` };
  }

  /** Keeps the nonce of a response. Gives whether that is what the API refused the request for (section 9). */
  wantsNonce({ url }: Request, { status, headers }: Response): boolean {
    const nonce = headers.get('dpop-nonce');
    if (!nonce) return false;
    this.#nonces.set(new URL(url).origin, nonce);
    const challenge = parametersOf(headers.get('www-authenticate') ?? '', ['dpop']);
    return status === 401 && challenge?.error === 'use_dpop_nonce';
  }
}
