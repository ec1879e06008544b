/** Where a session lives. The core writes it whole, and reads it before every use: it never holds the only copy. */
export interface SessionStore {
  /** The text that was set last; anything else, or a promise of anything else, is no session. */
  get(): unknown;
  /** Replaces the text in one go, or throws. It holds the tokens, the refresh token among them. */
  set(session: string): unknown;
  remove(): unknown;
}

/** The stores that a browser has. */
export type StoreName = 'memory' | 'sessionStorage' | 'localStorage';

const names: readonly StoreName[] = ['localStorage', 'sessionStorage', 'memory'];

/** A store, and whether other tabs see what is in it. */
export interface ChosenStore extends SessionStore {
  readonly isShared: boolean;
}

/**
 * The store that was asked for, or the best that is left: a browser may deny one, and a full one takes nothing more. `degraded`
 * is told what is used instead.
 */
export function storeOf(
  // What says nothing of it is an app's own.
  wanted: StoreName | (SessionStore & { readonly isShared?: boolean }),
  key: string,
  degraded: (wanted: StoreName, instead: StoreName) => void,
): ChosenStore {
  if (typeof wanted === 'object') {
    const { isShared = true } = wanted;
    return { get: () => wanted.get(), set: (text) => wanted.set(text), remove: () => wanted.remove(), isShared };
  }
  for (const name of names.slice(names.indexOf(wanted))) {
    const store = name === 'memory' ? memoryStore(key) : webStore(name, key, () => degraded(wanted, 'memory'));
    if (!store) continue;
    if (name !== wanted) degraded(wanted, name);
    return { ...store, isShared: name === 'localStorage' };
  }
  return { ...memoryStore(key), isShared: false };
}

/** By the name of the client: those of one page with the same options have one session, wherever it is kept. */
const sessions = new Map<string, string>();

/** The default: gone with the page, and out of reach of whoever reads the storages of the browser. */
function memoryStore(key: string): SessionStore {
  return {
    get: () => sessions.get(key),
    set: (session) => void sessions.set(key, session),
    remove: () => void sessions.delete(key),
  };
}

/** `undefined` where the browser denies it: to touch it is enough to find out. */
function webStore(name: 'sessionStorage' | 'localStorage', key: string, full: () => void): SessionStore | undefined {
  let area: Storage;
  try {
    area = window[name];
    area.setItem(`${key}?`, '');
    area.removeItem(`${key}?`);
  } catch {
    return undefined;
  }
  // What did not fit. An old session must not come back in its place.
  const spare = memoryStore(`${name} ${key}`);
  return {
    get: () => spare.get() ?? area.getItem(key),
    set(session) {
      try {
        area.setItem(key, session);
        spare.remove();
      } catch {
        area.removeItem(key);
        // Told once, not at every refresh.
        if (spare.get() === undefined) full();
        spare.set(session);
      }
    },
    remove() {
      spare.remove();
      area.removeItem(key);
    },
  };
}
