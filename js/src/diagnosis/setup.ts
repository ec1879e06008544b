// What all parts of the diagnosis share. They import nothing that is loaded before the core: a bundler would cut that into pieces.
import type { Discovery } from '../discovery.js';
import type { ClientOptions } from '../options.js';
import type { Step } from './options.js';
import type { Policy } from './policy.js';

/** What is looked at. */
export interface Setup {
  readonly options: ClientOptions;
  /** The client's own: what it could not ask, this cannot either. */
  readonly fetch: typeof globalThis.fetch;
  readonly discovery: Discovery;
  readonly steps: readonly Step[];
  readonly policy: Policy;
}

/** A server's metadata, of which nothing is believed but what its reader looks at. */
export type Metadata = Readonly<Record<string, unknown>>;

/** What comes of the work, or `late` if it takes longer. The timer goes with it. */
export function within<T, U>(milliseconds: number, work: Promise<T>, late: U): Promise<T | U> {
  let timer: ReturnType<typeof setTimeout>;
  const waited = new Promise<U>((resolve) => {
    timer = setTimeout(resolve, milliseconds, late);
  });
  return Promise.race([work, waited]).finally(() => clearTimeout(timer));
}

/** Waits so long. */
export const pause = (milliseconds: number) => within(milliseconds, new Promise<never>(() => {}), undefined);

/** The texts of a list; nothing else in it counts. */
export const textsOf = (list: unknown): string[] =>
  Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];

export function isUrl(text: string): boolean {
  try {
    return Boolean(new URL(text));
  } catch {
    return false;
  }
}
