import type { Snapshot } from '../types.js';

/** How long before its end a token is replaced, in seconds. */
export const AHEAD_SECONDS = 60;
/** How often at most: tokens may live for less than a minute. */
const PAUSE_SECONDS = 30;

/**
 * Work that nobody has asked for, while somebody listens: a timer is only a hint, since a page may sleep through it. The function that
 * it gives plans it: after each change, and whenever a listener comes or goes.
 *
 * @param isAhead whether tokens are replaced before they end; a stale session is tried again in any case
 */
export function autoRefresh(
  isAhead: boolean,
  now: () => Snapshot,
  refresh: () => void,
  disposal: AbortSignal,
): (listeners: number) => void {
  let listeners = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const remaining = () => (now().expiresAt ?? 0) - AHEAD_SECONDS - Date.now() / 1000;
  const check = () => {
    const { isAuthenticated, isStale } = now();
    if (listeners === 0 || !isAuthenticated) return;
    if (isStale || (isAhead && remaining() <= 1)) refresh();
    else plan(listeners);
  };
  const plan = (count: number) => {
    listeners = count;
    clearTimeout(timer);
    const { isAuthenticated, isStale } = now();
    if (!isAhead || !isAuthenticated || isStale || listeners === 0) return;
    const seconds = Math.max(remaining(), PAUSE_SECONDS);
    // A longer time than a timer can hold would run out at once.
    timer = setTimeout(check, Math.min(seconds * 1000, 2 ** 31 - 1));
  };
  const signal = { signal: disposal };
  addEventListener('online', check, signal);
  addEventListener('pageshow', check, signal);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && check(), signal);
  return plan;
}
