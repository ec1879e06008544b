import { parse, stringify } from '../json.js';

/** How long a used state is remembered, as the core's own tombstones are: in milliseconds. */
const REMEMBERED = 600_000;
const MOST = 32;

/**
 * Runs what ends a sign-in, alone among the copies of this tab (Duplicate tab, `window.open`): their sessionStorage holds the same
 * transaction, which is of no use once one of them has redeemed the code. What the tabs share of it is a hash. The browser takes its time
 * to give the lock, so it is asked before the core is there.
 *
 * @param end is to call the function that it gets before it redeems the code: that throws in all copies but the first
 */
export async function once<T>(name: string, state: string, end: (asFirst: () => void) => Promise<T>): Promise<T> {
  let hash: string;
  try {
    hash = await hashOf(name + state);
  } catch (reason) {
    return end(() => {
      throw reason;
    });
  }
  let outcome: Promise<T> | undefined;
  const alone = () => {
    outcome = end(() => {
      if (note(`${name}:used`, hash)) return;
      // As the core leaves it: the verifier of the copy is gone, and that the state is used stays known.
      sessionStorage.setItem(`${name}:tx:${state}`, stringify({ used_at: Math.floor(Date.now() / 1000) }));
      throw { code: 'transaction_used' };
    });
    return outcome;
  };
  // Missing in old browsers, and denied to a page without an origin; what `alone` rejects with is told below.
  await navigator.locks?.request(`${name}:${hash}`, alone).catch(() => {});
  return outcome ?? alone();
}

/** Notes a hash; false if it was noted before. */
function note(key: string, hash: string): boolean {
  try {
    const noted = Object.entries(parse(localStorage.getItem(key) ?? '{}') as Record<string, number>);
    const alive = noted.filter(([, at]) => Math.abs(Date.now() - at) < REMEMBERED);
    if (alive.some(([known]) => known === hash)) return false;
    localStorage.setItem(key, stringify(Object.fromEntries([...alive.slice(1 - MOST), [hash, Date.now()]])));
  } catch {
    // Denied, full or spoilt: the transaction itself is for one use in this tab.
  }
  return true;
}

async function hashOf(text: string) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return btoa(String.fromCharCode(...new Uint8Array(digest, 0, 16)));
}
