import { button, h } from './dom.js';
import { shorten, whereTo } from './format.js';

const meanings = {
  response_type: 'Answer with a code, never with a token',
  client_id: 'Which app is asking; it is no secret',
  redirect_uri: 'Where to return to: must be registered at the server',
  scope: 'What the app would like to have',
  state: 'Ties the answer to this tab',
  nonce: 'Ties the ID Token to this sign-in',
  code_challenge: 'The hash of the verifier, from step 3',
  code_challenge_method: 'How it was made: SHA-256, and nothing weaker',
  prompt: 'Which pages the server should show',
  max_age: 'How old the sign-in may be, in seconds',
  resource: 'Which API the access token is for',
};

const random = new Set(['state', 'nonce', 'code_challenge']);

/** Shows the authorization URL's parameters in `place`. Resolves with whether the user wants to go on. */
export function pauseAt(url, place) {
  return new Promise((resolve) => {
    const heading = h('h2', { tabindex: '-1' }, 'Ready to leave');
    place.replaceChildren(
      heading,
      h(
        'p',
        {},
        'The browser is about to go to ',
        h('code', { class: 'url' }, whereTo(url)),
        ' with the parameters below. The code_verifier is not among them.',
      ),
      h(
        'div',
        { class: 'two' },
        button('Continue', { class: 'primary', 'data-testid': 'continue' }, () => resolve(true)),
        button('Stay here', { 'data-testid': 'stay' }, () => resolve(false)),
      ),
      h('dl', { class: 'parameters', 'data-testid': 'parameters' }, [...new URL(url).searchParams].map(row)),
    );
    heading.focus();
  });
}

function row([name, value]) {
  const text = random.has(name) ? shorten(value) : value;
  return h(
    'div',
    {},
    h('dt', {}, name),
    h('dd', {}, h('code', {}, text), meanings[name] && h('span', {}, meanings[name])),
  );
}
