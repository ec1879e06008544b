import { absolute, type Callback, callbackIn, type Place, responseParameters, show, without } from './location.js';
import { read } from './storage.js';
import type { ClientOptions, RedirectResult } from './types.js';

/** A callback that this page took: a second call is answered with the first one's promise. */
export interface TakenCallback extends Callback {
  /** What the address bar showed afterwards. */
  readonly cleaned: string;
  outcome?: Promise<RedirectResult> | undefined;
  isUnderWay?: boolean;
  /** The client that ends it. */
  owner?: unknown;
}

/** The last one of each name: clients of one page with the same options are one, as when an effect that makes one runs twice. */
const taken = new Map<string, TakenCallback>();

/** The callbacks of one client in one page. */
export class Callbacks {
  readonly #redirectUri: string;
  readonly #place: Place;
  readonly #name: string;

  constructor({ redirectUri, responseMode }: ClientOptions, name: string) {
    this.#redirectUri = redirectUri;
    this.#place = responseMode === 'fragment' ? 'hash' : 'search';
    this.#name = name;
  }

  /** Whether the URL is one, or was one until this page cleaned it and is still at work on it. */
  isOne(href: string): boolean {
    // A component that is mounted twice asks twice; the second time the address bar is clean already.
    const before = taken.get(this.#name);
    return (before?.isUnderWay && before.cleaned === href) || this.#in(href) !== undefined;
  }

  /** Remembers the callback and cleans the address bar, before anything is awaited. */
  take(url: string): TakenCallback {
    const href = absolute(url);
    const before = taken.get(this.#name);
    const callback = this.#in(href);
    if (before && (callback ? callback.state === before.state : href === before.cleaned)) return before;
    // The core tells what is wrong with it; there is nothing to remember.
    if (!callback) return { href, state: '', cleaned: href };
    // An answer that this tab never asked for may be another library's: the address bar is left to it.
    const cleaned = this.knows(callback.state) ? without(responseParameters, href, this.#place) : href;
    if (cleaned !== href && href === location.href) show(cleaned);
    const own: TakenCallback = { ...callback, cleaned };
    taken.set(this.#name, own);
    return own;
  }

  #in(href: string) {
    return callbackIn(href, this.#redirectUri, this.#place);
  }

  /** Whether this tab began, or has ended, the sign-in of that state. */
  knows(state: string) {
    return read('sessionStorage', `${this.#name}:tx:${state}`) !== null;
  }
}
