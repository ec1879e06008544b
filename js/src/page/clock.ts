/** Gives seconds since the epoch. `learn` takes the `Date` header of an answer that was made just now. */
export interface Clock {
  now(): number;
  learn(date: string | null): void;
}

/**
 * The device's clock, not set back while the page lives: what a page has waited for counts (`performance`), and what it has slept
 * through (`Date`).
 *
 * How far it is off is told by the app, or by a `Date` header that the page may read; never by a token that is to be judged.
 */
export function clockOf(offsetSeconds: number | undefined): Clock {
  const begun = Date.now() - performance.now();
  let offset = (offsetSeconds ?? 0) * 1000;
  const device = () => Math.max(Date.now(), begun + performance.now());
  return {
    now: () => (device() + offset) / 1000,
    learn(date) {
      const at = offsetSeconds === undefined ? Date.parse(date ?? '') : Number.NaN;
      if (!Number.isNaN(at)) offset = at - device();
    },
  };
}
