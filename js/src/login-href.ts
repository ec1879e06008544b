// The URL of a sign-in link, for the hooks of the bindings: made when somebody shows it, and replaced before it is of no use.
import type { Binding } from './binding.js';
import { ProofkeyError } from './errors.js';
import type { AuthorizationUrlOptions } from './types.js';

/** A URL that changes; its functions need no `this`. */
export interface LoginHref {
  /** Undefined as long as there is none. */
  readonly get: () => string | undefined;
  /** There is one for as long as somebody listens. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** When a URL is replaced, in milliseconds: what it has begun can be ended for an hour. */
const RENEWED_AFTER = 55 * 60_000;
/** How often the age is looked at. One timer for the whole time would stand still while the computer sleeps. */
const LOOKED_AT_EVERY = 60_000;
/** How many that nobody shows are kept for the next link that is like them. */
const MOST_KEPT = 4;

const hrefs = new WeakMap<object, Map<string, SharedHref>>();
const onServer: LoginHref = { get: () => undefined, subscribe: () => () => {} };

/**
 * The URL of all links of a client with equal options. They share one transaction, since a page is left by one link; and the next link
 * that is like them has it, too, so that an effect that runs twice, or a list that comes and goes, does not fill the storage.
 */
export function loginHrefOf(binding: Binding, options: AuthorizationUrlOptions = {}): LoginHref {
  if (typeof window === 'undefined') return onServer;
  const known = hrefs.get(binding) ?? new Map<string, SharedHref>();
  hrefs.set(binding, known);
  const key = keyOf(options);
  const href = known.get(key) ?? new SharedHref(binding, options);
  known.set(key, href);
  const spare = [...known].filter(([, { isSpare }]) => isSpare);
  for (const [other] of spare.slice(0, -MOST_KEPT)) known.delete(other);
  return href;
}

function keyOf(options: AuthorizationUrlOptions): string {
  try {
    return JSON.stringify(options);
  } catch (cause) {
    throw new ProofkeyError('config_error', 'login', 'JSON cannot hold appState.', { option: 'appState' }, cause);
  }
}

class SharedHref implements LoginHref {
  readonly #binding: Binding;
  readonly #options: AuthorizationUrlOptions;
  readonly #listeners = new Set<() => void>();
  #url: string | undefined;
  #madeAt = 0;
  #rest = () => {};

  constructor(binding: Binding, options: AuthorizationUrlOptions) {
    this.#binding = binding;
    this.#options = options;
  }

  /** Whether it was shown, and is no more. */
  get isSpare() {
    return this.#listeners.size === 0 && this.#url !== undefined;
  }

  readonly get = () => this.#url;

  readonly subscribe = (listener: () => void) => {
    // A function of its own, so that a listener that is given twice is called until both have ended.
    const own = () => listener();
    this.#listeners.add(own);
    if (this.#listeners.size === 1) this.#watch();
    return () => {
      if (this.#listeners.delete(own) && this.#listeners.size === 0) this.#rest();
    };
  };

  #watch() {
    const abort = new AbortController();
    const { signal } = abort;
    const look = () => this.#look();
    const unsubscribe = this.#binding.subscribe(look);
    const timer = setInterval(look, LOOKED_AT_EVERY);
    document.addEventListener('visibilitychange', look, { signal });
    // Back, to the page as the browser has kept it: this very link may have been used.
    addEventListener('pageshow', ({ persisted }) => persisted && this.#renew(), { signal });
    this.#rest = () => {
      unsubscribe();
      clearInterval(timer);
      abort.abort();
    };
    look();
  }

  #look() {
    const isOld = Math.abs(Date.now() - this.#madeAt) >= RENEWED_AFTER;
    // A sign-in that is being ended here needs no link, and has its metadata from elsewhere.
    if (isOld && !this.#binding.getSnapshot().isLoading) this.#renew();
  }

  #renew(isReady = false) {
    const { client } = this.#binding;
    let url: string | undefined;
    try {
      url = client.authorizationUrl(this.#options);
    } catch (reason) {
      const error = reason as ProofkeyError;
      // What else goes wrong, and that it is not ready even then, is told to whoever calls loginWithRedirect() instead.
      if (error.code === 'not_ready' && !isReady)
        client.ready().then(
          () => this.#renew(true),
          () => {},
        );
      // Nobody would see that the options are wrong.
      else if (error.code === 'config_error') reportError(error);
    }
    this.#madeAt = url === undefined ? 0 : Date.now();
    if (url === this.#url) return;
    this.#url = url;
    for (const listener of [...this.#listeners]) listener();
  }
}
