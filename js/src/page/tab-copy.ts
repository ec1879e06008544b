import type { SessionStore } from './store.js';

/** How long the lock of the page before may take to go with it, in milliseconds. */
const PATIENCE = 500;

/**
 * A store in sessionStorage is copied along when a tab is duplicated, and a refresh token that two tabs hold ends for both. Each
 * tab holds a lock of its own name: the one that finds its name taken is the copy, and forgets the session.
 */
export function withoutCopies<Store extends SessionStore>(store: Store, name: string): Store {
  // A frame of this origin is in the tab of its parent, whose storage it uses.
  if (!navigator.locks || frameElement) return store;
  const tab = tabs.get(name) ?? tabOf(store, name);
  tabs.set(name, tab);
  return {
    ...store,
    get: () => tab.checked.then(() => store.get()),
    set: (text: string) => tab.checked.then(() => store.set(text)),
  };
}

/** Resolves once the store is this tab's own. */
interface Tab {
  checked: Promise<void>;
}

/** By the name of the client: those of one page with the same options are in one tab. */
const tabs = new Map<string, Tab>();

function tabOf(store: SessionStore, name: string): Tab {
  const { locks } = navigator;
  const key = `${name}:tab`;
  let release = () => {};

  const hold = (id: string) =>
    new Promise<boolean>((held) => {
      const kept = () =>
        new Promise<void>((released) => {
          release = released;
          held(true);
        });
      locks.request(`${key}:${id}`, { signal: AbortSignal.timeout(PATIENCE) }, kept).catch(() => held(false));
    });

  async function check() {
    const id = sessionStorage.getItem(key);
    if (id && (await hold(id))) return;
    if (id) await store.remove();
    const own = crypto.randomUUID();
    sessionStorage.setItem(key, own);
    await hold(own);
  }

  // Whatever the storage says, the store itself says it again when it is used.
  const tab: Tab = { checked: check().catch(() => {}) };
  // A lock would keep the page out of the browser's cache of pages.
  addEventListener('pagehide', () => release());
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) tab.checked = check().catch(() => {});
  });
  return tab;
}
