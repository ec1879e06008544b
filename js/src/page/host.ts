import { nameOf } from '../channel.js';
import type { Effects, Host } from '../core.js';
import type { Step } from '../diagnosis/options.js';
import type { Discovery } from '../discovery.js';
import type { ErrorCode } from '../errors.js';
import { parse } from '../json.js';
import type { ClientOptions } from '../options.js';
import { clockOf } from './clock.js';
import { tabLock } from './lock.js';
import { sender } from './requests.js';
import { digest, verify } from './signatures.js';
import { type SessionStore, type StoreName, storeOf } from './store.js';

/** Tells this page from the others, for what its clients share with nobody else. */
const page = `:${Math.random()}`;

/** What a client lends to its core, and the parts of it that the page works with itself. */
export interface PageHost extends Host, Effects {
  /** Whether other tabs see what is in the store. */
  readonly isShared: boolean;
  /** What a store of the browser's holds now; of an app's own nothing, since nobody tells when that changes. */
  glance(): unknown;
}

/** What the core borrows: the `fetch` that the client began with, a store, a lock and a clock. */
export function hostOf(
  options: ClientOptions,
  fetch: typeof globalThis.fetch,
  discovery: Discovery,
  steps: Step[],
  degraded: (wanted: StoreName, instead: StoreName) => void,
): PageHost {
  const { timeoutSeconds = 10, store: wanted = 'memory' } = options;
  const name = nameOf(options);
  const chosen = storeOf(wanted, `${name}:session`, degraded);
  // What only one kind of store needs comes with that one.
  const store =
    wanted === 'sessionStorage'
      ? whenThere(import('./tab-copy.js').then(({ withoutCopies }) => withoutCopies(chosen, name)))
      : chosen;
  const clock = clockOf(name, options.clockOffsetSeconds);
  // Whoever holds it may have a request to end, and then the keys to fetch.
  const { lock, unlock } = tabLock(`${name}:session${chosen.isShared ? '' : page}`, 2 * timeoutSeconds);
  const writes =
    wanted === 'localStorage' && chosen.isShared
      ? import('./writes.js').then(({ Writes }) => new Writes(name))
      : undefined;
  // Whoever asks the store is told if it does not come.
  writes?.catch(() => {});
  const effects: Effects = {
    send: sender(fetch, discovery, steps, clock, timeoutSeconds),
    verify,
    digest,
    // Only what binds tokens needs it.
    key: async (does, text) => (await import('./dpop-key.js')).dpopKeyOf(name)[does](text),
    lock: () =>
      lock().catch(() => {
        throw 'lock_timeout' satisfies ErrorCode;
      }),
    unlock,
    async readSession() {
      await writes?.then((writes) => writes.shown(store.get));
      return store.get();
    },
    async saveSession(session) {
      await store.set(session);
      await writes?.then((writes) => writes.note(session));
    },
    async replaceSession(before, after) {
      await writes?.then((writes) => writes.shown(store.get));
      const found = store.get();
      // Only a store that cannot answer at once lets something come between.
      const text = found instanceof Promise ? await found : found;
      if (text !== before) return text;
      await (after ? store.set(after) : store.remove());
      await writes?.then((writes) => writes.note(after));
      return true;
    },
    async removeSession() {
      await store.remove();
      if (options.dpop) await effects.key('forget', '');
      await writes?.then((writes) => writes.note(''));
    },
  };
  return {
    ...effects,
    // An async function: what throws at once is a rejection, too.
    perform: async ([name, ...texts]) => (effects[name] as (...texts: string[]) => unknown)(...texts),
    parse,
    now: clock.now,
    isShared: chosen.isShared,
    glance: typeof wanted === 'object' ? () => {} : chosen.get,
  };
}

/** A store that is on its way. */
function whenThere(store: Promise<SessionStore>): SessionStore {
  store.catch(() => {});
  return {
    get: () => store.then((store) => store.get()),
    set: (session) => store.then((store) => store.set(session)),
    remove: () => store.then((store) => store.remove()),
  };
}
