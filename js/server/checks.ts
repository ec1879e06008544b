// What the core would take, or would never see.
import type { Phase } from '../src/errors.js';
import { stringify } from '../src/json.js';
import type { ClientOptions } from '../src/options.js';
import { type Rejection, refused } from './errors.js';
import type { ResponseHeaders } from './options.js';

/** Refuses what would have the answer go where no server sees it: to a window, or into the fragment. */
export function checkWays(options: object, phase: Phase) {
  const { relayRedirectUri, responseMode = 'query' } = options as Partial<ClientOptions>;
  if (relayRedirectUri !== undefined) throw refused('relayRedirectUri', 'left out on a server', phase);
  if (responseMode !== 'query') throw refused('responseMode', 'query on a server', phase);
}

/** Refuses a call whose cookies would be lost. */
export function checkHeaders(headers: unknown) {
  if (typeof (headers as Partial<ResponseHeaders> | undefined)?.append === 'function') return;
  throw { code: 'config_error', option: 'headers', expected: 'where Set-Cookie is appended' } satisfies Rejection;
}

/** The text that `appState` travels as. */
export function textOf(appState: unknown): string | undefined {
  try {
    return stringify(appState);
  } catch (cause) {
    throw { code: 'config_error', option: 'appState', cause } satisfies Rejection;
  }
}
