// What a page can see of the end of a popup. `closed` alone says little: it is true as well when a page with
// `Cross-Origin-Opener-Policy` has cut the popup from its opener, and the popup goes on.

const POLL = 50;
/** How long a page of another origin is seen in the popup before its closing is taken for one, in milliseconds. */
const SETTLED = 200;
/** How long the browser may take to give the focus back, in milliseconds. */
const RETURN = 1500;

/** Chromium, alone, shows a popup that was closed at its start as it was, and one that was cut there as another origin's. */
const tellsStart = () => 'userAgentData' in navigator;

/**
 * Calls `closed` when the user has closed the popup, and not when it was cut. Until it is led to the server, that is sure. A policy
 * mostly cuts it at its first page there, before another one is seen in it: then nothing more can be seen. Later the user has closed it
 * if the focus is back here; if it is not, a provider on the way (a bank, another company's login) has cut it, and the user is there.
 *
 * @param hasLeft whether the popup is on its way to the server
 */
export function watchClosing(popup: Window, hasLeft: () => boolean, signal: AbortSignal, closed: () => void) {
  // Blank, mostly. Firefox shows no URL at all once it is closed.
  const start = ['', 'about:blank', hrefOf(popup) ?? ''];
  const isAtStart = () => start.includes(hrefOf(popup) ?? 'elsewhere');
  let firstSeen = Number.POSITIVE_INFINITY;
  let lastSeen = 0;
  let closedAt = 0;
  let focusedAt = Number.NEGATIVE_INFINITY;
  const look = () => {
    const now = performance.now();
    if (!popup.closed) {
      if (!isAtStart()) {
        firstSeen = Math.min(firstSeen, now);
        lastSeen = now;
      }
      return;
    }
    closedAt ||= now;
    const isSettled = lastSeen - firstSeen >= SETTLED;
    // The page may have the focus, since the user has clicked on it: what counts for a young popup is that it comes back.
    const isBack = document.hasFocus() && (isSettled || focusedAt > closedAt - RETURN);
    if (!hasLeft() || isBack || (tellsStart() && isAtStart())) closed();
    else if (now - closedAt > RETURN) clearInterval(timer);
  };
  const timer = setInterval(look, POLL);
  const focus = () => {
    focusedAt = performance.now();
  };
  addEventListener('focus', focus, { signal });
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

/** `undefined` at another origin. */
function hrefOf({ location }: Window): string | undefined {
  try {
    return location.href;
  } catch {
    return undefined;
  }
}
