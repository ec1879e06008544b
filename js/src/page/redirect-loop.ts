const { parse, stringify } = JSON;

const SECONDS = 30;
const MOST = 3;

/**
 * Counts the callbacks that this tab has handled lately. An app that signs in again whenever nobody is signed in goes round for ever
 * when the sign-in cannot last.
 */
export class RedirectLoop {
  readonly #key: string;

  constructor(name: string) {
    this.#key = `${name}:callbacks`;
  }

  /** A callback was handled, well or not. */
  note() {
    try {
      sessionStorage.setItem(this.#key, stringify([...this.#lately(), Date.now()]));
    } catch {
      // A tab without storage cannot begin a sign-in either.
    }
  }

  /** Throws if one more sign-in would most likely end like the last ones. */
  check() {
    if (this.#lately().length >= MOST) throw { code: 'redirect_loop' };
  }

  /** The user has left on purpose. */
  clear() {
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      // As above.
    }
  }

  #lately(): number[] {
    try {
      const times: unknown = parse(sessionStorage.getItem(this.#key) ?? '[]');
      const isLate = (at: unknown) => typeof at === 'number' && Math.abs(Date.now() - at) < SECONDS * 1000;
      return Array.isArray(times) ? times.filter(isLate) : [];
    } catch {
      return [];
    }
  }
}
