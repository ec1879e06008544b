import type { ClientOptions } from './options.js';

/** A client's document, and the request for it. Whatever comes is judged by the core, as any answer. */
export interface Discovery {
  readonly url: string;
  /** Asks beside the loading of the core, not after it. */
  begin(): void;
  /** The answer to the early request for whoever comes first, or to another one. */
  answer(): Promise<Response>;
}

export function discoveryOf(
  { issuer, metadata, timeoutSeconds = 10 }: ClientOptions,
  fetch: typeof globalThis.fetch,
): Discovery {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  // Who has something to go on with does not wait for long.
  const seconds = metadata ? Math.min(timeoutSeconds, 3) : timeoutSeconds;
  // Asynchronous, so that an option of the wrong type ends in a rejection as well. The init is as js/src/page/requests.ts has it:
  // nothing extra is sent, and no redirect is followed.
  const ask = async () =>
    fetch.call(globalThis, url, {
      // To another origin the two send the same, which is nothing; `<link rel="preload" as="fetch" crossorigin>` knows the second alone.
      credentials: url.startsWith(`${location.origin}/`) ? 'omit' : 'same-origin',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(seconds * 1000),
    });
  let early: Promise<Response> | undefined;
  return {
    url,
    begin() {
      early = ask();
      early.catch(() => {});
    },
    answer() {
      const answer = early ?? ask();
      early = undefined;
      return answer;
    },
  };
}
