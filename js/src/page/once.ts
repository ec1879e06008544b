import { parse, stringify } from '../json.js';

/** How long a used state is remembered, as the core's own tombstones are: in milliseconds. */
const REMEMBERED = 600_000;
const MOST = 32;

/**
 * Runs what redeems a code, unless a copy of this tab has (Duplicate tab, `window.open`): its sessionStorage holds the same
 * transaction, which is of no use then. What the tabs share of it is a hash.
 */
export async function once<T>(name: string, state: string, redeem: () => Promise<T>): Promise<T> {
  const hash = await hashOf(name + state);
  const first = () => {
    if (note(`${name}:used`, hash)) return redeem();
    // As the core leaves it: the verifier of the copy is gone, and that the state is used stays known.
    sessionStorage.setItem(`${name}:tx:${state}`, stringify({ used_at: Math.floor(Date.now() / 1000) }));
    throw { code: 'transaction_used' };
  };
  return navigator.locks ? navigator.locks.request(`${name}:${hash}`, first) : first();
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
