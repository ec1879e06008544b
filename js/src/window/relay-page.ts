// The script of `relay.html`, the callback page that the package brings along.
import { relayResponse } from './relay.js';

/** How often the response is offered, half a second each: a phone may let the page that waits sleep until the user looks at it. */
const TIMES = 120;

const url = location.href;
history.replaceState(null, '', location.pathname);
const show = (text: string) => {
  (document.querySelector('p') as HTMLElement).textContent = text;
};

(async () => {
  for (let i = 0; i < TIMES; i++) {
    if (await relayResponse(url)) return show('The app goes on in its own window. You can close this one.');
    show('Nobody waits for this sign-in. Close this window, and sign in again in the app.');
  }
})();
