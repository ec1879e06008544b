import { stringify } from './json.js';
import type { Change, Listener, Snapshot, UserClaims } from './types.js';

/** Nobody is signed in. */
export const signedOut: Snapshot<never> = Object.freeze({
  isAuthenticated: false,
  isStale: false,
  user: undefined,
  claims: undefined,
  idTokenSignatureVerified: undefined,
  scope: undefined,
  expiresAt: undefined,
});

/** The snapshot of now, and who is to hear of the next one. */
export class Snapshots<Claims extends UserClaims> {
  now: Snapshot<Claims> = signedOut;
  /** Counts sign-ins and sign-outs: what was begun before one belongs to nobody after it. */
  epoch = 0;
  /** Hears how many listeners there are, after each change. */
  counted: (listeners: number) => void = () => {};
  readonly #listeners = new Set<Listener<Claims>>();

  subscribe(listener: Listener<Claims>) {
    this.#listeners.add(listener);
    this.counted(this.#listeners.size);
    return () => {
      this.#listeners.delete(listener);
      this.counted(this.#listeners.size);
    };
  }

  /** Takes what is so now, or that nobody is signed in; the listeners are called if that is news. */
  take(now: Snapshot<Claims> | undefined, change: Change, isNews = false) {
    const next = now ?? signedOut;
    if (stringify(next) === stringify(this.now) && !isNews) return;
    this.now = next;
    for (const listener of [...this.#listeners]) {
      try {
        listener(next, change);
      } catch (error) {
        // A listener's mistake is reported as its own: the others are called, and the sign-in goes on.
        reportError(error);
      }
    }
    this.counted(this.#listeners.size);
  }

  /** Nobody is signed in any more. */
  forget(remote: boolean) {
    this.epoch += 1;
    this.take(undefined, { reason: 'signed_out', remote });
  }

  dispose() {
    this.#listeners.clear();
    this.counted(0);
  }
}
