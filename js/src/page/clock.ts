import { note, read } from '../storage.js';

/** Gives seconds since the epoch. `learn` takes the `Date` header of an answer that was made just now. */
export interface Clock {
  now(): number;
  learn(date: string | null): void;
}

/** Less than this is the way of an answer, and the second that a header is precise to: in milliseconds. */
const TRIFLE = 2000;

/**
 * The device's clock, not set back while the page lives: what a page has waited for counts (`performance`), and what it has slept
 * through (`Date`).
 *
 * How far it is off is told by the app, or by a `Date` header that the page may read; never by a token that is to be judged. The
 * pages that come after go by it as well: what is stored has its times from it.
 */
export function clockOf(name: string, offsetSeconds: number | undefined): Clock {
  const begun = Date.now() - performance.now();
  const key = `${name}:clock`;
  let offset = offsetSeconds === undefined ? Number(read('localStorage', key)) || 0 : offsetSeconds * 1000;
  const device = () => Math.max(Date.now(), begun + performance.now());
  return {
    now: () => (device() + offset) / 1000,
    learn(date) {
      const ahead = (offsetSeconds === undefined ? Date.parse(date ?? '') : Number.NaN) - device();
      if (!(Math.abs(ahead - offset) > TRIFLE)) return;
      offset = ahead;
      // Where that is denied, each page learns it for itself.
      note('localStorage', key, `${offset}`);
    },
  };
}
