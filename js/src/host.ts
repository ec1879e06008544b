import type { Host } from './core.js';
import { memoryStore } from './store.js';
import type { ClientOptions } from './types.js';

const { parse } = JSON;

/** What the core borrows: the page's natives of this moment, and a store. */
export function hostOf(options: ClientOptions, endsSignIn: boolean): Host {
  const { issuer, clientId, fetch = globalThis.fetch, timeoutSeconds = 10, metadata } = options;
  const store = memoryStore();
  // The metadata is fetched beside the core, not after it. Whatever comes is judged by the core, as any answer.
  const discovery = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  // Who has something to go on with does not wait for long.
  const discover = () =>
    request(discovery, () => discoveryInit(metadata ? Math.min(timeoutSeconds, 3) : timeoutSeconds));
  let early = endsSignIn || options.discovery === false ? undefined : discover();
  early?.catch(() => {});

  /** `init` is called within, so that an option of the wrong type ends in a rejection as well. */
  async function request(url: string, init: () => RequestInit) {
    const answer = await fetch.call(globalThis, url, init());
    // An app's own fetch may give anything; the core reads what it gets without looking back.
    if (!(answer instanceof Response) || answer.bodyUsed || answer.body?.locked) {
      throw new TypeError('fetch must give a Response whose body nobody has read');
    }
    return answer;
  }
  return {
    transactionPrefix: `proofkey:1:${issuer}:${clientId}:tx:`,
    parse,
    fetch(url, init) {
      if (url !== discovery) return request(url, () => init);
      const answer = early ?? discover();
      early = undefined;
      return answer;
    },
    readSession: () => store.get(),
    saveSession: (session) => store.set(session),
    removeSession: () => store.remove(),
  };
}

/** As `src/browser/request.rs` asks: nothing extra is sent, and no redirect is followed. */
function discoveryInit(timeoutSeconds: number): RequestInit {
  return {
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
  };
}
