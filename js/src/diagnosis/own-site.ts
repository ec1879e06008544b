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
  // An app's own fetch may throw, or give anything.
  const asked = async () => fetch.call(globalThis, origin + pathname, init);
  const answer = await within(
    LIMIT,
    asked().catch(() => undefined),
    undefined,
  );
  // Its head is enough.
  giveUp.abort();
  return answer instanceof Response ? answer : undefined;
}
