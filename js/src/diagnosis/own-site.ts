import type { Setup } from './setup.js';
import { within } from './setup.js';

const LIMIT = 3000;

/** What the app's own server says of one of its pages, which the page may read. */
export interface OwnPage {
  readonly status: number;
  readonly headers: Headers;
}

/** Asks for the page without its query and hash: in them may be a code. */
export async function ownPage({ fetch }: Setup, { origin, pathname }: Location | URL): Promise<OwnPage | undefined> {
  if (origin !== location.origin) return undefined;
  const giveUp = new AbortController();
  const init = { cache: 'no-store', referrerPolicy: 'no-referrer', signal: giveUp.signal } as const;
  const answer = fetch.call(globalThis, origin + pathname, init);
  // Its head is enough.
  const response = await within(
    LIMIT,
    answer.catch(() => undefined),
    undefined,
  );
  giveUp.abort();
  return response;
}
