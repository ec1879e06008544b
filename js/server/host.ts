import type { Effects, Host } from '../src/core.js';
import type { ErrorCode } from '../src/errors.js';
import { parse } from '../src/json.js';
import { sender } from '../src/page/requests.js';
import { digest, verify } from '../src/page/signatures.js';
import type { ClientRequest } from './client-authentication.js';
import type { Documents } from './documents.js';
import type { Rejection } from './errors.js';
import type { ServerClientOptions } from './options.js';

/** What one call lends to its core. */
export interface CallHost extends Host {
  /** The session's text: what the call began with, and what has come of it. Empty if there is none. */
  readonly session: string;
  /** Why a request could not be made, if that was it. */
  readonly failure: Rejection | undefined;
  /** The call is over. @param isGood whether the documents that it worked with have passed its checks */
  end(isGood: boolean): void;
}

/** A server's clock is right, or its operator sets it. */
const clock = { now: () => Date.now() / 1000, learn() {} };
/** What nobody asks for: `dpop` is no option here. */
const unbound = () => Promise.reject('crypto_unavailable' satisfies ErrorCode);
/** Nothing is asked for before somebody needs it. */
const discovery = { url: '', begin() {}, answer: () => Promise.reject(new TypeError()) };
/** How long who has something to go on with waits for the discovery document, in seconds. */
const PATIENCE = 3;

/**
 * Gives the function that makes the host of a call.
 *
 * @param fetch the one that the client began with
 */
export function hostsOf(
  { issuer, clientId, clientAuthentication, metadata, timeoutSeconds = 10 }: ServerClientOptions,
  fetch: typeof globalThis.fetch,
  documents: Documents,
): (session: string) => CallHost {
  const document = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const sends = (seconds: number, how = fetch) => sender(how, discovery, [], clock, seconds);
  const get = (url: string) =>
    sends(metadata && url === document ? Math.min(timeoutSeconds, PATIENCE) : timeoutSeconds)(url, '', '', '', '', '');

  /** A POST of the core's form, with what proves who sends it. */
  async function post(url: string, body: string): Promise<string> {
    const request: ClientRequest = { issuer, clientId, url, form: new URLSearchParams(body), headers: new Headers() };
    try {
      await clientAuthentication.authenticate(request);
    } catch {
      // Whatever it says may have a secret in it.
      throw { code: 'config_error', option: 'clientAuthentication' } satisfies Rejection;
    }
    const withProof: typeof fetch = (input, init) => {
      const headers = new Headers(init?.headers);
      for (const [name, value] of request.headers) headers.set(name, value);
      return fetch.call(globalThis, input, { ...init, headers });
    };
    return sends(timeoutSeconds, withProof)(url, request.form.toString(), '', '', '', '');
  }

  return (begun) => {
    let session = begun;
    let failure: Rejection | undefined;
    const used = new Map<string, Promise<string>>();
    const documentAt = (url: string, isStale: boolean) => {
      const answer = documents.get(url, isStale ? used.get(url) : undefined, () => get(url));
      used.set(url, answer);
      return answer;
    };
    const effects: Effects = {
      async send(url, form, _accessToken, reload, beside) {
        // The core asks for it in the very step that takes this answer.
        if (beside) documentAt(beside, false).catch(() => {});
        if (!form) return documentAt(url, reload !== '');
        return post(url, form).catch((reason) => {
          if (typeof reason === 'object') failure = reason;
          throw reason;
        });
      },
      verify,
      // No token of a server is bound to a key of a browser.
      key: unbound,
      digest,
      // The text is this call's own: nobody else reads or writes it.
      lock() {},
      unlock() {},
      readSession: async () => session,
      saveSession(text) {
        session = text;
      },
      async replaceSession(_before, after) {
        session = after;
        return true;
      },
      removeSession() {
        session = '';
      },
    };
    return {
      // An async function: what throws at once is a rejection, too.
      perform: async ([name, ...texts]) => (effects[name] as (...texts: string[]) => unknown)(...texts),
      parse,
      now: clock.now,
      get session() {
        return session;
      },
      get failure() {
        return failure;
      },
      end(isGood) {
        for (const [url, answer] of used) documents.end(url, answer, isGood);
      },
    };
  };
}
