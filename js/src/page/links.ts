import { ownPath } from '../location.js';

const { parse, stringify } = JSON;

/**
 * The transactions that wait in links, and are to end where the user was when one was followed. An app may have shown other pages
 * since the link was made; which link it was the browser does not tell, so all of them are told where the user is.
 */
export class Links {
  readonly #prefix: string;
  readonly #states = new Set<string>();
  readonly #abort = new AbortController();

  constructor(name: string) {
    this.#prefix = `${name}:tx:`;
    addEventListener('pagehide', () => this.#note(), { signal: this.#abort.signal });
  }

  add(state: string) {
    this.#states.add(state);
    // The storage holds fewer than that; the oldest are gone from it.
    if (this.#states.size > 32) this.#states.delete(this.#states.values().next().value as string);
  }

  #note() {
    try {
      for (const state of this.#states) {
        const text = sessionStorage.getItem(this.#prefix + state);
        const transaction = text && parse(text);
        // A used one is a tombstone by now.
        if (!transaction?.link) continue;
        sessionStorage.setItem(this.#prefix + state, stringify({ ...transaction, returnTo: ownPath(location.href) }));
      }
    } catch {
      // Denied, full or spoilt: they end where they were made.
    }
  }

  dispose() {
    this.#abort.abort();
  }
}
