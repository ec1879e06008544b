import type { SessionStore, StoreName } from '../../src/index.js';

/** A storage of the app's own that answers later. */
export interface AsyncStorage {
  getItem(key: string): Promise<string | null>;
  setItem(key: string, value: string): Promise<void>;
  removeItem(key: string): Promise<void>;
}

/** A store of the app's own. */
export interface StateStore {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  remove(key: string): Promise<unknown>;
}

/** Says that the session is kept in the memory of the page: the store `memory` of Proofkey. */
export class InMemoryWebStorage {
  // Without a member every object would be one, to the types.
  readonly isInMemory = true;
}

/** Says which storage a session is kept in; Proofkey itself reads and writes it, under keys of its own. */
export class WebStorageStateStore {
  readonly #store: Storage | AsyncStorage | InMemoryWebStorage | undefined;

  /** @param options - `store`: default `localStorage`. `prefix` has no effect. */
  constructor(options: { store?: Storage | AsyncStorage | InMemoryWebStorage; prefix?: string } = {}) {
    this.#store = options.store ?? areaOf('localStorage');
  }

  // A member would take all that is stored along into JSON, tokens included.
  get store() {
    return this.#store;
  }
}

/** The store of Proofkey that keeps the session where `userStore` would. Default: sessionStorage. */
export function sessionStoreOf(
  userStore: WebStorageStateStore | StateStore | undefined,
  key: string,
): StoreName | SessionStore {
  if (userStore === undefined) return 'sessionStorage';
  if (!(userStore instanceof WebStorageStateStore)) {
    return {
      get: () => userStore.get(key),
      set: (text) => userStore.set(key, text),
      remove: () => userStore.remove(key),
    };
  }
  const { store } = userStore;
  if (store === undefined) return 'localStorage';
  if (store instanceof InMemoryWebStorage) return 'memory';
  const name = nameOf(store);
  if (name) return name;
  return {
    get: () => store.getItem(key),
    set: (text) => store.setItem(key, text),
    remove: () => store.removeItem(key),
  };
}

/** Whether it is the one place where Proofkey keeps a sign-in under way. */
export const isSessionStorage = (stateStore: unknown) =>
  stateStore instanceof WebStorageStateStore && nameOf(stateStore.store) === 'sessionStorage';

const nameOf = (store: unknown): StoreName | undefined =>
  (['localStorage', 'sessionStorage'] as const).find((name) => store !== undefined && store === areaOf(name));

/** `undefined` where there is none, or the browser denies it. */
function areaOf(name: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return typeof window === 'undefined' ? undefined : window[name];
  } catch {
    return undefined;
  }
}
