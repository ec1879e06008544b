import { parse, stringify } from '../json.js';
import { note, read } from '../storage.js';

const SECONDS = 30;
const MOST = 3;

/**
 * Counts the callbacks that this tab has handled lately. An app that signs in again whenever nobody is signed in goes round for ever
 * when the sign-in cannot last.
 */
export function redirectLoop(name: string) {
  const key = `${name}:callbacks`;

  const lately = (): number[] => {
    try {
      const times: unknown[] = parse(read('sessionStorage', key) ?? '[]');
      const isLate = (at: unknown) => typeof at === 'number' && Math.abs(Date.now() - at) < SECONDS * 1000;
      return times.filter(isLate) as number[];
    } catch {
      return [];
    }
  };

  return {
    /** A callback was handled, well or not. */
    note() {
      // A tab without storage cannot begin a sign-in either.
      note('sessionStorage', key, stringify([...lately(), Date.now()]));
    },

    /** Throws if one more sign-in would most likely end like the last ones. */
    check() {
      if (lately().length >= MOST) throw { code: 'redirect_loop' };
    },

    /** The user has left on purpose. */
    clear() {
      try {
        sessionStorage.removeItem(key);
      } catch {
        // As above: there is nothing to forget.
      }
    },
  };
}
