// What a page can see of the end of a popup. `closed` alone says little: it is true as well when a page with
// `Cross-Origin-Opener-Policy` has cut the popup from its opener, and the popup goes on.

/** How often it is looked at until it is known whether it is cut, and then; in milliseconds. */
const POLL = 4;
const LATER = 100;
/** Questions to the browser, of which a popup that is cut sees at most one answered. */
const QUESTIONS = 3;
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
  let isSettled: boolean | undefined;
  let closedAt = 0;
  const look = () => {
    const now = performance.now();
    if (!popup.closed) {
      if (isSettled === undefined && !isAtStart()) {
        isSettled = false;
        browserHasAnswered().then(() => {
          isSettled = !popup.closed;
        });
      }
      return;
    }
    closedAt ||= now;
    if (!hasLeft() || (isSettled && document.hasFocus()) || (tellsStart() && isAtStart())) closed();
  };
  let timer: ReturnType<typeof setTimeout>;
  const watch = () => {
    look();
    // What has not come by then is taken for cut.
    const isOver = signal.aborted || (closedAt > 0 && performance.now() - closedAt > RETURN);
    if (!isOver) timer = setTimeout(watch, isSettled === undefined ? POLL : LATER);
  };
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  watch();
}

/**
 * Chromium shows a popup that a policy cuts as another origin's for a moment, open: until its main process has heard from this one, and
 * this one from it. How long that takes nobody knows; a question to the same process, asked then, is answered later.
 */
async function browserHasAnswered() {
  try {
    for (let asked = 0; asked < QUESTIONS; asked += 1) await navigator.locks.query();
  } catch {
    // Denied: the moment is over, too.
  }
}

/** `undefined` at another origin. */
function hrefOf({ location }: Window): string | undefined {
  try {
    return location.href;
  } catch {
    return undefined;
  }
}
