// A sign-in in a popup, from the window that is open already to the session.
import { type ErrorCode, errorOf, wrapped } from '../errors.js';
import type { Made, Page } from '../page/page.js';
import type { UserClaims } from '../types.js';
import { watchClosing } from './closing.js';
import type { Opened } from './open.js';
import type { PopupOptions } from './options.js';
import { awaitResponse } from './relay.js';

/** Calls the page once it is there, with the epoch of when it was asked. */
type OnPage<Claims extends UserClaims> = <T>(use: (page: Page<Claims>, epoch: number) => Promise<T>) => Promise<T>;

const LONGEST_SECONDS = 86_400;

/** What each client is at. */
const attempts = new WeakMap<object, AbortController>();

/** In the end the popup is closed, and nothing listens or waits any more. */
export async function loginWithPopup<Claims extends UserClaims>(
  made: Made<Claims>,
  options: PopupOptions,
  { popup, begun, request }: Opened,
  onPage: OnPage<Claims>,
): Promise<void> {
  if (!popup) throw await errorOf('popup_blocked', 'login');
  attempts.get(made)?.abort({ code: 'aborted' });
  const attempt = new AbortController();
  attempts.set(made, attempt);
  const { signal } = attempt;
  let isLed = begun !== undefined;
  watchClosing(
    popup,
    () => isLed,
    signal,
    () => attempt.abort({ code: 'popup_closed' }),
  );
  limit(attempt, options, made.disposal);
  const answered = onPage(async (page, epoch) => {
    // Within a call of the core, which ends if the core breaks: the code verifier is in it.
    const href = await page.call('login', async (core) => {
      if (!isSecureContext || !crypto.subtle) throw { code: 'insecure_origin' };
      const { url, state } = begun ?? (await core.run('window', request));
      // Before the popup is led away: the server may know the user, and answer at once.
      const response = awaitResponse({ state, source: popup, signal });
      if (!begun && !signal.aborted) {
        popup.location.replace(url);
        isLed = true;
        popup.focus();
      }
      return response;
    });
    return { page, epoch, href };
  });
  try {
    const { page, epoch, href } = await Promise.race([answered, endOf(signal)]);
    // From here on it is a sign-in like any other, with the time limit of each request.
    attempt.abort();
    popup.close();
    await page.session.signIn('callback', epoch, (core) => core.run('handleCallback', href));
  } catch (reason) {
    throw await wrapped(reason, 'login');
  } finally {
    attempt.abort();
    popup.close();
  }
}

/** Has the attempt end early: by the app, by the time, or with the client. */
function limit(attempt: AbortController, { signal, timeoutSeconds = 300 }: PopupOptions, disposal: AbortSignal) {
  const end = (code: ErrorCode, details?: object) => attempt.abort({ code, ...details });
  const abort = () => end('aborted', { cause: signal?.reason });
  const timer = setTimeout(end, timeoutSeconds * 1000, 'timeout');
  // While it is aborted these are gone by themselves.
  const until = { signal: attempt.signal };
  attempt.signal.addEventListener('abort', () => clearTimeout(timer));
  signal?.addEventListener('abort', abort, until);
  disposal.addEventListener('abort', () => end('client_disposed'), until);
  if (signal?.aborted) abort();
  // A time that is too long for a browser's timer is none at all.
  if (!(timeoutSeconds > 0 && timeoutSeconds <= LONGEST_SECONDS)) end('config_error', { option: 'timeoutSeconds' });
}

/** Rejects when the attempt ends early. */
function endOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
