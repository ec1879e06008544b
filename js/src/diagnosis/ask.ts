// One request of the diagnosis, and why it failed: fetch itself says no more than TypeError.
import { type Setup, within } from './setup.js';

/** How long an endpoint has, in milliseconds; and how long the second request, that only asks whether somebody is there. */
const LIMIT = 4000;
const SECOND_LIMIT = 2000;

/** Why there is no answer that the page can read. */
export type Reason = 'content_security_policy' | 'no_answer' | 'not_readable' | 'offline' | 'unreachable';

/** An answer, or the reason why there is none. */
export type Answer =
  | { readonly response: Response; readonly body: string; readonly reason?: undefined }
  | { readonly response?: undefined; readonly reason: Reason };

/** Asks as the client itself does: nothing extra is sent, and no redirect is followed. */
export async function ask(setup: Setup, url: string, init: RequestInit = {}): Promise<Answer> {
  const common = { ...init, cache: 'no-store', credentials: 'omit', referrerPolicy: 'no-referrer' } as const;
  const headers = { accept: 'application/json' };
  const answer = await sent(setup, url, { ...common, headers, redirect: 'error' }, LIMIT);
  if (answer !== 'failed') return answer ?? { reason: 'no_answer' };
  if (await setup.policy.hasRefused('connect-src', url)) return { reason: 'content_security_policy' };
  if (!navigator.onLine) return { reason: 'offline' };
  // Nobody can read what this gives, but that something came.
  const second = await sent(setup, url, { ...common, mode: 'no-cors' }, SECOND_LIMIT);
  return { reason: second && second !== 'failed' ? 'not_readable' : 'unreachable' };
}

/** `undefined` if no answer came in time. An app's own fetch may take no notice of the signal. */
async function sent({ fetch }: Setup, url: string, init: RequestInit, limit: number) {
  const giveUp = new AbortController();
  const work = async () => {
    try {
      const response = await fetch.call(globalThis, url, { ...init, signal: giveUp.signal });
      return { response, body: await response.text() };
    } catch {
      return 'failed';
    }
  };
  try {
    return await within(limit, work(), undefined);
  } finally {
    giveUp.abort();
  }
}

/** What to say of it, and what to do; `what` begins a sentence. */
export function explained(reason: Reason, what: string, url: string): { text: string; fix: string } {
  const { origin } = new URL(url);
  const here = location.origin;
  switch (reason) {
    case 'content_security_policy':
      return {
        text: `${what} could not be asked: the Content-Security-Policy of this page forbids it.`,
        fix: `Add ${origin} to connect-src.`,
      };
    case 'no_answer':
      return {
        text: `${what} did not answer within ${LIMIT / 1000} seconds.`,
        fix: `Look at the server, or at a proxy before it: ${url}`,
      };
    case 'not_readable':
      return {
        text: `${what} answers, but the browser does not let this page read the answer: there is no Access-Control-Allow-Origin for ${here} (CORS), or it redirects.`,
        fix: `Allow the origin ${here} at the server: it is a setting of the client there ("Web Origins", "Allowed Origins (CORS)"), or of the proxy before it. If it redirects, name the address that it leads to.`,
      };
    case 'offline':
      return { text: `${what} could not be asked: this browser is offline.`, fix: 'Connect it, and ask again.' };
    case 'unreachable':
      return {
        text: `${what} could not be reached: nobody answers at ${origin}, or its answers are blocked on their way (an extension, a proxy, Cross-Origin-Resource-Policy).`,
        fix: `Open ${url} in a tab: if that fails, look at the name and at whether the server runs; if it works, look at its headers and at the browser's extensions.`,
      };
  }
}
