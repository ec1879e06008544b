import type { Host } from './core.js';
import { memoryStore } from './store.js';
import type { ClientOptions } from './types.js';

/** What the core borrows: the page's fetch of this moment, and a store. */
export function hostOf(options: ClientOptions, endsSignIn: boolean): Host {
  const { issuer, clientId, fetch = globalThis.fetch, timeoutSeconds = 10 } = options;
  const store = memoryStore();
  // The metadata is fetched beside the core, not after it. Whatever comes is judged by the core, as any answer.
  const discovery = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  let early = endsSignIn ? undefined : beforehand();
  early?.catch(() => {});

  async function beforehand() {
    return request(discovery, earlyInit(timeoutSeconds));
  }
  function request(url: string, init: RequestInit) {
    return fetch.call(globalThis, url, init);
  }
  return {
    transactionPrefix: `proofkey:1:${issuer}:${clientId}:tx:`,
    fetch(url, init) {
      const answer = url === discovery ? early : undefined;
      if (answer) early = undefined;
      return answer ?? request(url, init);
    },
    readSession: () => store.get(),
    saveSession: (session) => store.set(session),
    removeSession: () => store.remove(),
  };
}

/** As `src/browser/request.rs` asks: nothing extra is sent, and no redirect is followed. */
function earlyInit(timeoutSeconds: number): RequestInit {
  return {
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
  };
}
