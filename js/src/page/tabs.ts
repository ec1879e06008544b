import { channelOf, nameOf } from '../channel.js';
import type { ClientOptions } from '../options.js';

/** What one page of a client tells the others: a hint to look at the store, with nothing in it that a stranger could use. */
export interface TabMessage {
  readonly kind: 'signed_in' | 'refreshed' | 'signed_out' | 'session_expired';
}

/** The channel of a page, open only while the page is not in the browser's cache of pages, which it would keep it out of. */
export class Tabs {
  readonly #name: string;
  readonly #abort = new AbortController();
  /** Until when this page knows of all sign-outs, in milliseconds. */
  #known = Date.now();
  #channel: BroadcastChannel | undefined;

  /** @param hear is given what came; any script of the origin may have sent it */
  constructor(client: ClientOptions, hear: (message: unknown) => void) {
    this.#name = nameOf(client);
    const { signal } = this.#abort;
    const open = () => {
      this.#channel = channelOf(client);
      if (this.#channel) this.#channel.onmessage = ({ data }) => hear(data);
    };
    let hiddenAt = 0;
    open();
    const pagehide = () => {
      hiddenAt = Date.now();
      this.#channel?.close();
    };
    const pageshow = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return;
      open();
      // Whatever was said meanwhile was not heard.
      if (this.#endedAt() >= hiddenAt) hear({ kind: 'signed_out' });
      hear({ kind: 'refreshed' });
    };
    // Where there are no channels, the storage itself tells what became of a session in it; where there are, a message
    // may have come before the session did.
    const storage = ({ key, newValue }: StorageEvent) => {
      if (key !== `${this.#name}:session`) return;
      if (newValue !== null) hear({ kind: 'refreshed' });
      else if (!this.#channel) hear({ kind: 'signed_out' });
    };
    addEventListener('pagehide', pagehide, { signal });
    addEventListener('pageshow', pageshow, { signal });
    addEventListener('storage', storage, { signal });
  }

  tell(kind: TabMessage['kind']) {
    try {
      if (kind === 'signed_out') localStorage.setItem(`${this.#name}:ended`, `${this.hasHeard()}`);
      this.#channel?.postMessage({ kind } satisfies TabMessage);
    } catch {
      // A storage that is denied, or a channel that was closed with its page: then nobody is told.
    }
  }

  /** This page knows of the sign-out of now. */
  hasHeard(): number {
    this.#known = Date.now();
    return this.#known;
  }

  /** Whether somebody has signed out in another tab, of which this one has not heard yet. */
  hasEnded(): boolean {
    return this.#endedAt() > this.#known;
  }

  /** When somebody last signed out, in milliseconds. */
  #endedAt(): number {
    try {
      return Number(localStorage.getItem(`${this.#name}:ended`));
    } catch {
      return 0;
    }
  }

  dispose() {
    this.#abort.abort();
    this.#channel?.close();
  }
}
