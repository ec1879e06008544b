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
    // Where there are no channels, the storage itself tells what became of a session in it.
    const storage = ({ key, newValue }: StorageEvent) => {
      if (!this.#channel && key === `${this.#name}:session`)
        hear({ kind: newValue === null ? 'signed_out' : 'refreshed' });
    };
    addEventListener('pagehide', pagehide, { signal });
    addEventListener('pageshow', pageshow, { signal });
    addEventListener('storage', storage, { signal });
  }

  tell(kind: TabMessage['kind']) {
    try {
      if (kind === 'signed_out') localStorage.setItem(`${this.#name}:ended`, `${Date.now()}`);
      this.#channel?.postMessage({ kind } satisfies TabMessage);
    } catch {
      // A storage that is denied, or a channel that was closed with its page: then nobody is told.
    }
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
