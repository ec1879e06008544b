import type { Awaited } from './relay.js';

/**
 * The authorization response that a page of the server's posts to this one (OAuth 2.0 Web Message Response Mode), as the parameters that
 * a callback URL would have. Everything else is ignored, and the waiting goes on: a message of another origin or another window, of
 * another form, or with another state.
 *
 * @param origin that of the authorization endpoint
 */
export function awaitWebMessage({ state, source, signal }: Awaited, origin: string): Promise<URLSearchParams> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = new AbortController();
    const end = () => abort.abort();
    const hear = (event: MessageEvent) => {
      if (event.origin !== origin || event.source !== source) return;
      const { type, response } = (event.data ?? {}) as Partial<Record<'type' | 'response', unknown>>;
      if (type !== 'authorization_response') return;
      const texts = Object.entries(response ?? {}).filter(([, value]) => typeof value === 'string');
      const parameters = new URLSearchParams(texts as [string, string][]);
      if (parameters.get('state') !== state) return;
      end();
      resolve(parameters);
    };
    addEventListener('message', hear, { signal: abort.signal });
    const give = () => {
      end();
      reject(signal.reason);
    };
    signal.addEventListener('abort', give, { signal: abort.signal });
  });
}
