import { parse } from './json.js';

/** What the app gave to `loginWithRedirect`. It comes out of sessionStorage, where other hands may have been. */
export function parsed(appState: unknown): unknown {
  try {
    return typeof appState === 'string' ? parse(appState) : undefined;
  } catch {
    return undefined;
  }
}
