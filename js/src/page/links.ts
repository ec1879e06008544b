import { parse, stringify } from '../json.js';
import { ownPath } from '../location.js';

/** How many links of one page may wait, and how many transactions may be stored in all, as the core has it. */
const MOST_LINKS = 15;
const MOST = 16;

/**
 * The transactions that wait in links. They are stored behind the task that made them, in one go: the page may have many of them to
 * render, and nobody can leave it sooner.
 *
 * @param failed is called if the storage takes none
 */
export function linksOf(name: string, disposal: AbortSignal, failed: () => void) {
  const prefix = `${name}:tx:`;
  /** By their keys, the oldest first: the text, and whether the sign-in is to end where the user was when the link was followed. */
  const waiting = new Map<string, { text: string; follows: boolean }>();
  let isPlanned = false;

  /** Links that wait no more go first, then the oldest of those that do; never for a link what has left its page. */
  const makeRoom = () => {
    const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(prefix));
    const others = keys.filter((key) => !waiting.has(key) && linkIn(key));
    const tooMany = Math.max(keys.length - MOST, 0);
    for (const key of [...others, ...waiting.keys()].slice(0, tooMany)) sessionStorage.removeItem(key);
  };

  /** Which link it was the browser does not tell, so all of them are told where the user is. */
  const follow = () => {
    try {
      for (const [key, { follows }] of waiting) {
        const text = follows && linkIn(key);
        if (text) sessionStorage.setItem(key, stringify({ ...parse(text), returnTo: ownPath(location.href) }));
      }
    } catch {
      // Denied, full or spoilt: they end where they were made.
    }
  };

  /** Stores those that are not there: the new ones, or all of them once a sign-out has emptied the storage. */
  const store = () => {
    isPlanned = false;
    try {
      for (const [key, { text }] of waiting) {
        // What has its place is waiting there, or was used.
        if (sessionStorage.getItem(key) === null) sessionStorage.setItem(key, text);
      }
      makeRoom();
    } catch {
      failed();
    }
  };

  addEventListener('pagehide', follow, { signal: disposal });
  return {
    store,
    add(state: string, text: string, follows: boolean) {
      waiting.set(prefix + state, { text, follows });
      if (waiting.size > MOST_LINKS) waiting.delete(waiting.keys().next().value as string);
      if (!isPlanned) queueMicrotask(store);
      isPlanned = true;
    },
  };
}

/** The text of a stored transaction that waits in a link. A used one is a tombstone, and is none any more. */
function linkIn(key: string): string | undefined {
  const text = sessionStorage.getItem(key);
  // As the core writes it; within texts the quotes are escaped.
  return text?.includes('"link":true') ? text : undefined;
}
