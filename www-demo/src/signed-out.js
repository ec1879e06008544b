import { button, h } from './dom.js';
import { recall, remember } from './remember.js';

const PAUSE = 'demo:pause';

// Said kindly: a reload that signs out looks like a defect to whoever does not expect it.
const greetings = {
  first: ['Nobody is signed in yet', 'You will visit the authorization server and come back here.'],
  reloaded: [
    'Welcome back',
    'Your tokens lived in the memory of the page that was left or reloaded, so they are gone. Sign in again: while the server knows you, it is one click.',
  ],
  left: ['See you soon', 'You signed out: this page has forgotten the tokens.'],
  back: ['See you soon', 'You are back from the authorization server, and this page has forgotten the tokens.'],
  ended: ['The session has ended', 'The server takes the refresh token no longer. Sign in again.'],
};

/** Shows the sign-in button in `place`. `signIn` gets whether to pause; `why` is one of the greetings above. */
export function showSignedOut(place, { signIn, why, issuer }) {
  const onchange = () => remember(PAUSE, pause.checked);
  const pause = h('input', { type: 'checkbox', id: 'pause', 'data-testid': 'pause', onchange });
  pause.checked = recall(PAUSE) === true;
  const [title, text] = greetings[why];
  place.replaceChildren(
    h('h2', {}, title),
    h('p', { 'data-testid': 'note' }, text),
    button('Sign in', { class: 'primary', 'data-testid': 'sign-in' }, () => signIn({ pause: pause.checked })),
    h(
      'label',
      { class: 'switch', for: 'pause' },
      pause,
      h('span', {}, 'Pause before leaving, and show what the URL carries'),
    ),
    h('p', { class: 'note' }, 'Authorization server: ', h('span', { class: 'url' }, issuer)),
  );
}
