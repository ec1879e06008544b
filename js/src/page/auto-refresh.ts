import type { Snapshot } from '../types.js';

/** How long before its end a token is replaced, in seconds. */
export const AHEAD_SECONDS = 60;
/** How often at most: tokens may live for less than a minute. */
const PAUSE_SECONDS = 30;

/** Work that nobody has asked for, while somebody listens: a timer is only a hint, since a page may sleep through it. */
export class AutoRefresh {
  readonly #refresh: () => void;
  readonly #now: () => Snapshot;
  readonly #isAhead: boolean;
  readonly #abort = new AbortController();
  #listeners = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param isAhead whether tokens are replaced before they end; a stale session is tried again in any case */
  constructor(isAhead: boolean, now: () => Snapshot, refresh: () => void) {
    this.#isAhead = isAhead;
    this.#now = now;
    this.#refresh = refresh;
    const { signal } = this.#abort;
    const awake = () => this.#check();
    addEventListener('online', awake, { signal });
    addEventListener('pageshow', awake, { signal });
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && awake(), { signal });
  }

  /** After each change, and whenever a listener comes or goes. */
  plan(listeners: number) {
    this.#listeners = listeners;
    clearTimeout(this.#timer);
    const { isAuthenticated, isStale } = this.#now();
    if (!this.#isAhead || !isAuthenticated || isStale || listeners === 0) return;
    const seconds = Math.max(this.#remaining(), PAUSE_SECONDS);
    // A longer time than a timer can hold would run out at once.
    this.#timer = setTimeout(() => this.#check(), Math.min(seconds * 1000, 2 ** 31 - 1));
  }

  #remaining() {
    return (this.#now().expiresAt ?? 0) - AHEAD_SECONDS - Date.now() / 1000;
  }

  #check() {
    const { isAuthenticated, isStale } = this.#now();
    if (this.#listeners === 0 || !isAuthenticated) return;
    if (isStale || (this.#isAhead && this.#remaining() <= 1)) this.#refresh();
    else this.plan(this.#listeners);
  }

  dispose() {
    this.#abort.abort();
    clearTimeout(this.#timer);
  }
}
