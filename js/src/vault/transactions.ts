import { parse, stringify } from '../json.js';

/** As the core has them: how long a sign-in may take, how long a used state is remembered, in seconds; how many are stored. */
const LIFETIME = 3600;
const REMEMBERED = 600;
const MOST = 16;

/** What a client's sign-ins and sign-outs leave in sessionStorage: of a worker the browser keeps that away, so that the page does it. */
export class Transactions {
  readonly #prefix: string;

  constructor(name: string) {
    this.#prefix = `${name}:tx:`;
  }

  /** Stores what the worker wants kept, once the dead ones and those beyond the limit have made room. Whoever needs it looks for it. */
  keep(key: string, text: string) {
    if (!`${key}`.startsWith(this.#prefix)) return;
    try {
      const ranked = this.#keys.map((key) => ({ key, at: bornAt(sessionStorage.getItem(key)) }));
      const alive = ranked.filter(({ at }) => at !== undefined).sort((a, b) => Number(a.at) - Number(b.at));
      const dead = ranked.filter(({ at }) => at === undefined);
      const tooMany = Math.max(alive.length - (MOST - 1), 0);
      for (const { key } of [...dead, ...alive.slice(0, tooMany)]) sessionStorage.removeItem(key);
      sessionStorage.setItem(key, `${text}`);
    } catch {
      // Denied or full.
    }
  }

  /** @throws `storage_unavailable` in plain, if it is not there */
  check(state: string) {
    if (this.#read(state) === null) throw { code: 'storage_unavailable' };
  }

  /** Takes one: it is gone before anybody can act on it, and a tombstone remembers its state. */
  take(state: string): string | undefined {
    const text = this.#read(state);
    if (text === null) return undefined;
    sessionStorage.removeItem(this.#prefix + state);
    try {
      sessionStorage.setItem(this.#prefix + state, stringify({ used_at: Math.floor(Date.now() / 1000) }));
    } catch {
      // It is gone, and that is what counts.
    }
    return text;
  }

  /** Whether the URL answers a sign-out of this tab. */
  endsLogout(url: string): boolean {
    const states = new URL(url).searchParams.getAll('state');
    const [state] = states;
    if (!state || states.length > 1) return false;
    const text = this.take(`logout.${state}`);
    return text !== undefined && !text.includes('used_at') && bornAt(text) !== undefined;
  }

  clear() {
    try {
      for (const key of this.#keys) sessionStorage.removeItem(key);
    } catch {
      // A storage that is denied holds nothing.
    }
  }

  get #keys() {
    return Object.keys(sessionStorage).filter((key) => key.startsWith(this.#prefix));
  }

  #read(state: string): string | null {
    try {
      return sessionStorage.getItem(this.#prefix + state);
    } catch {
      throw { code: 'storage_unavailable' };
    }
  }
}

/** When it was made or used, in seconds since the epoch; nothing if it is of no use any more. */
function bornAt(text: string | null): number | undefined {
  try {
    const { created_at: created, used_at: used } = parse(text ?? '') as Partial<Record<string, number>>;
    const at = created ?? used;
    const age = Date.now() / 1000 - Number(at);
    return -LIFETIME <= age && age < (created === undefined ? REMEMBERED : LIFETIME) ? at : undefined;
  } catch {
    return undefined;
  }
}
