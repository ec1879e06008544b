import type { ClientOptions } from './options.js';

/** A client's document, and the request for it. Whatever comes is judged by the core, as any answer. */
export class Discovery {
  readonly url: string;
  readonly #ask: () => Promise<Response>;
  #early: Promise<Response> | undefined;

  constructor({ issuer, metadata, timeoutSeconds = 10 }: ClientOptions, fetch: typeof globalThis.fetch) {
    this.url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    // Who has something to go on with does not wait for long.
    const seconds = metadata ? Math.min(timeoutSeconds, 3) : timeoutSeconds;
    // Asynchronous, so that an option of the wrong type ends in a rejection as well. The init is as js/src/page/requests.ts has it:
    // nothing extra is sent, and no redirect is followed.
    this.#ask = async () =>
      fetch.call(globalThis, this.url, {
        // To another origin the two send the same, which is nothing; `<link rel="preload" as="fetch" crossorigin>` knows the second alone.
        credentials: this.url.startsWith(`${location.origin}/`) ? 'omit' : 'same-origin',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        headers: { accept: 'application/json' },
        signal: AbortSignal.timeout(seconds * 1000),
      });
  }

  /** Asks beside the loading of the core, not after it. */
  begin() {
    this.#early = this.#ask();
    this.#early.catch(() => {});
  }

  /** The answer to the early request for whoever comes first, or to another one. */
  answer(): Promise<Response> {
    const answer = this.#early ?? this.#ask();
    this.#early = undefined;
    return answer;
  }
}
