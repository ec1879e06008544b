import { channelOf, nameOf } from '../channel.js';
import type { ClientOptions } from '../options.js';
import { note, read } from '../storage.js';

/** What one page of a client tells the others: a hint to look at the store, with nothing in it that a stranger could use. */
export interface TabMessage {
  readonly kind: 'signed_in' | 'refreshed' | 'signed_out' | 'session_expired';
}

/**
 * The channel of a page, open only while the page is not in the browser's cache of pages, which it would keep it out of.
 *
 * @param hear is given what came; any script of the origin may have sent it
 */
export function tabsOf(client: ClientOptions, disposal: AbortSignal, hear: (message: unknown) => void) {
  const name = nameOf(client);
  const ended = `${name}:ended`;
  /** Until when this page knows of all sign-outs, in milliseconds. */
  let known = Date.now();
  let hiddenAt = 0;
  let channel: BroadcastChannel | undefined;

  const open = () => {
    channel = disposal.aborted ? undefined : channelOf(client);
    if (channel) channel.onmessage = ({ data }) => hear(data);
  };
  const close = () => {
    hiddenAt = Date.now();
    channel?.close();
  };
  /** When somebody last signed out, in milliseconds. */
  const endedAt = () => Number(read('localStorage', ended));
  const pageshow = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return;
    open();
    // Whatever was said meanwhile was not heard.
    if (endedAt() >= hiddenAt) hear({ kind: 'signed_out' });
    hear({ kind: 'refreshed' });
  };
  // Where there are no channels, the storage itself tells what became of a session in it; where there are, a message
  // may have come before the session did.
  const storage = ({ key, newValue }: StorageEvent) => {
    if (key !== `${name}:session`) return;
    if (newValue !== null) hear({ kind: 'refreshed' });
    else if (!channel) hear({ kind: 'signed_out' });
  };

  open();
  const signal = { signal: disposal };
  addEventListener('pagehide', close, signal);
  addEventListener('pageshow', pageshow, signal);
  addEventListener('storage', storage, signal);
  disposal.addEventListener('abort', close);

  return {
    tell(kind: TabMessage['kind']) {
      if (kind === 'signed_out') note('localStorage', ended, `${this.hasHeard()}`);
      try {
        channel?.postMessage({ kind } satisfies TabMessage);
      } catch {
        // It was closed with its page: then nobody is told.
      }
    },

    /** This page knows of the sign-out of now. */
    hasHeard(): number {
      known = Date.now();
      return known;
    },

    /** Whether somebody has signed out in another tab, of which this one has not heard yet. */
    hasEnded: () => endedAt() > known,
  };
}
