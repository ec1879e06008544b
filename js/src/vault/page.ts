import { wrapped } from '../errors.js';
import type { Asked } from '../fetch/resource-access.js';
import { type Made, Page } from '../page/page.js';
import type { AccessTokenOptions, UserClaims } from '../types.js';
import type { Ask } from './messages.js';
import type { Vault } from './vault.js';

/** A client whose core, session and requests are in the vault. What it asks of the core is a message to the worker. */
export class VaultPage<Claims extends UserClaims> extends Page<Claims> {
  readonly #vault: Vault;
  /** The requests under way, by their numbers: since when the user is the one who is signed in. */
  readonly #epochs = new Map<number, number>();

  constructor(made: Made<Claims>, vault: Vault) {
    super({ ...made, options: { ...made.options, store: vault.store } }, vault.loadCore);
    this.#vault = vault;
    vault.client = this;
  }

  override async authorisedFetch({ request }: Asked, epoch: number): Promise<Response> {
    let id = 0;
    try {
      if (!this.#vault.isThere) await this.ready(false);
      return await this.#vault.fetch(request, (begun) => {
        id = begun;
        this.#epochs.set(id, epoch);
      });
    } catch (reason) {
      const { signal } = request;
      const error = await wrapped(signal.aborted ? { code: 'aborted', cause: signal.reason } : reason, 'fetch');
      this.begin('fetch')({ code: error.code });
      throw error;
    } finally {
      this.#epochs.delete(id);
    }
  }

  /** What the worker asks of the page: the one place that knows who is signed in, and the app. */
  async answer({ for: what, input, of }: Ask): Promise<string | undefined> {
    if (what === 'stepUp') {
      await this.options.onStepUp?.(JSON.parse(input));
      return undefined;
    }
    const options: AccessTokenOptions = JSON.parse(input);
    const { session } = this;
    const epoch = this.#epochs.get(of);
    if (epoch === undefined) return session.getAccessToken(options);
    return session.forOneUser('fetch', epoch, () => session.getAccessToken(options, epoch));
  }
}
