import { callApi } from './api.js';
import { button, h } from './dom.js';
import { clock, remaining, shorten } from './format.js';

/**
 * Shows the user and what can be done in `place`.
 *
 * @param {{ refresh?: string }} tokens What the demo saw on the wire, shortened; it changes with each refresh.
 * @returns {{ update(): void, close(): void }}
 */
export function showSignedIn(place, { auth, config, walk, tokens, attempt, signOut }) {
  const { user } = auth.getSnapshot();
  const expires = h('time', { 'data-testid': 'expires' });
  const token = h('code', { 'data-testid': 'access-token' });
  const answer = h('div', { role: 'status' });
  const refreshed = h('div', { role: 'status' });
  let shown;

  const call = () =>
    attempt(async () => {
      const { ok, status, body } = await callApi({ auth, config, walk });
      const text = typeof body === 'string' ? body : JSON.stringify(body, null, 2);
      answer.replaceChildren(
        h('h3', {}, `${config.api ? 'The API' : 'UserInfo'} ${ok ? 'answered' : `refused (${status})`}`),
        h('pre', { 'data-testid': 'api-answer' }, text),
      );
      await showToken();
    });

  const refresh = () =>
    attempt(async () => {
      await auth.getAccessToken({ forceRefresh: true });
      await showToken();
    });

  async function showToken() {
    const access = shorten(await auth.getAccessToken());
    const now = { access, refresh: tokens.refresh, expiresAt: auth.getSnapshot().expiresAt };
    token.textContent = access;
    tick();
    // The API call may refresh by itself, so what is compared is the token, not which button was pressed.
    if (shown && shown.access !== access)
      refreshed.replaceChildren(h('h3', {}, 'The token was refreshed'), comparison(shown, now));
    shown = now;
  }

  function tick() {
    const { expiresAt } = auth.getSnapshot();
    if (expiresAt === undefined) return;
    expires.dateTime = new Date(expiresAt * 1000).toISOString();
    const over = expiresAt * 1000 <= Date.now();
    expires.textContent = over
      ? 'passed: the next call refreshes it'
      : `in ${remaining(expiresAt)} (${clock(expiresAt)})`;
  }

  const name = user.name ?? user.preferred_username ?? user.sub;
  place.replaceChildren(
    h(
      'div',
      { class: 'user' },
      portrait(user.picture, name),
      h(
        'div',
        {},
        h('h2', { 'data-testid': 'user-name', tabindex: '-1' }, name),
        user.email && h('p', { 'data-testid': 'user-email' }, user.email),
        h('p', { class: 'note' }, 'sub: ', h('code', {}, user.sub)),
      ),
    ),
    h(
      'dl',
      { class: 'token' },
      h('div', {}, h('dt', {}, 'Access token'), h('dd', {}, token)),
      h('div', {}, h('dt', {}, 'Expires'), h('dd', {}, expires)),
    ),
    button(config.api ? 'Call the API' : 'Get UserInfo', { class: 'primary', 'data-testid': 'call-api' }, call),
    h(
      'div',
      { class: 'two' },
      button('Refresh the token', { 'data-testid': 'refresh' }, refresh),
      button('Sign out', { 'data-testid': 'sign-out' }, () => attempt(signOut)),
    ),
    answer,
    refreshed,
    h(
      'p',
      { class: 'note' },
      'The session lives in this page’s memory. A reload forgets it; signing in again is one click.',
    ),
  );
  const timer = setInterval(tick, 1000);
  attempt(showToken);
  return { update: () => attempt(showToken), close: () => clearInterval(timer) };
}

/** The user's picture; the initials where there is none, or where it cannot be loaded. */
function portrait(picture, name) {
  const initials = name
    .split(/\s+/)
    .map((word) => word[0])
    .slice(0, 2)
    .join('')
    .toUpperCase();
  const fallback = h('span', { class: 'portrait', 'aria-hidden': 'true' }, initials);
  if (!/^https?:/.test(picture ?? '')) return fallback;
  const image = h('img', {
    class: 'portrait',
    src: picture,
    alt: '',
    width: 56,
    height: 56,
    onerror: () => image.replaceWith(fallback),
  });
  return image;
}

function comparison(before, after) {
  const row = (title, old, now) =>
    h('tr', {}, h('th', { scope: 'row' }, title), h('td', {}, old ?? '?'), h('td', {}, now ?? '?'));
  const time = ({ expiresAt }) => (expiresAt === undefined ? undefined : clock(expiresAt));
  return h(
    'table',
    { 'data-testid': 'comparison' },
    h('thead', {}, h('tr', {}, h('td', {}), h('th', { scope: 'col' }, 'Old'), h('th', { scope: 'col' }, 'New'))),
    h(
      'tbody',
      {},
      row('Access token', before.access, after.access),
      row('Refresh token', before.refresh, after.refresh),
      row('Expires', time(before), time(after)),
    ),
  );
}
