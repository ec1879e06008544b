// A sign-in in a popup, from the window that is open already to the session.
import { errorOf, wrapped } from '../errors.js';
import type { Made, Page } from '../page/page.js';
import type { UserClaims } from '../types.js';
import { watchClosing } from './closing.js';
import { limit } from './limit.js';
import type { Opened } from './open.js';
import type { PopupOptions } from './options.js';
import { awaitResponse } from './relay.js';

/** Calls the page once it is there, with the epoch of when it was asked. */
type OnPage<Claims extends UserClaims> = <T>(use: (page: Page<Claims>, epoch: number) => Promise<T>) => Promise<T>;

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
  limit(attempt, { signal: options.signal, timeoutSeconds: options.timeoutSeconds ?? 300 }, made.disposal);
  const answered = onPage(async (page, epoch) => {
    if (!crypto.subtle) throw { code: 'insecure_origin' };
    const { url, state, transaction } = begun ?? (await page.call('login', (core) => core.run('window', request)));
    // Before the popup is led away: the server may know the user, and answer at once.
    const response = awaitResponse({ state, source: popup, signal });
    if (!begun && !signal.aborted) {
      popup.location.replace(url);
      isLed = true;
      popup.focus();
    }
    return { page, epoch, answer: `${transaction}\n${await response}` };
  });
  try {
    const { page, epoch, answer } = await Promise.race([answered, endOf(signal)]);
    // From here on it is a sign-in like any other, with the time limit of each request.
    attempt.abort();
    popup.close();
    await page.session.signIn('callback', epoch, (core) => core.run('handleWindow', answer));
  } catch (reason) {
    throw await wrapped(reason, 'login');
  } finally {
    attempt.abort();
    popup.close();
  }
}

/** Rejects when the attempt ends early. */
function endOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(signal.reason);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
