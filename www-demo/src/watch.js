// How this demo learns the values that it shows. A REAL APP NEVER DOES THIS: Proofkey keeps the verifier, the code and the
// refresh token away from the app, and nothing here is needed to sign a user in.
import { shorten, whereTo } from './format.js';

/** Steps 2 to 4, from the authorization URL and this tab's transaction. */
export function noteDeparture(walk, url) {
  const parameters = new URL(url).searchParams;
  const verifier = verifierOf(parameters.get('state'));
  walk.done(2, [
    ['code_verifier', verifier ? shorten(verifier) : 'not found'],
    ['kept in', 'sessionStorage of this tab'],
  ]);
  walk.done(3, [
    ['code_challenge', shorten(parameters.get('code_challenge'))],
    ['method', parameters.get('code_challenge_method')],
  ]);
}

export function noteLeaving(walk, url) {
  const parameters = new URL(url).searchParams;
  walk.done(4, [
    ['to', whereTo(url)],
    ['code_challenge', shorten(parameters.get('code_challenge'))],
    ['state', shorten(parameters.get('state'))],
    ['nonce', shorten(parameters.get('nonce'))],
  ]);
}

/** Steps 5 to 7, from the URL that the server sent the browser back to. */
export function noteReturn(walk, url) {
  const parameters = new URL(url).searchParams;
  if (parameters.has('error')) return walk.fail(parameters.get('error'), 7);
  walk.done(5);
  walk.done(6);
  const iss = parameters.get('iss');
  const state = shorten(parameters.get('state'));
  const sent = walk.now.steps[4].values.find(([name]) => name === 'state')?.[1];
  walk.done(7, [
    ['code', shorten(parameters.get('code'))],
    ['state', `${state}, ${state === sent ? 'as in step 4' : 'not the one of step 4'}`],
    ...(iss ? [['iss', iss]] : []),
  ]);
}

/** For createClient's `fetch`: steps 8 to 10 from the token request and its answer; `onTokens` hears of those of a refresh too. */
export function watchedFetch(walk, onTokens) {
  return async (input, init) => {
    const form = new URLSearchParams(init?.method === 'POST' ? String(init.body) : '');
    const grant = form.get('grant_type');
    // `diagnose()` asks without a code, to be refused.
    if (grant === 'authorization_code' && form.has('code')) {
      walk.done(8, [
        ['POST', whereTo(input)],
        ['code', shorten(form.get('code'))],
        ['code_verifier', shorten(form.get('code_verifier'))],
      ]);
    }
    const response = await window.fetch(input, init);
    if (!grant) return response;
    const answer = await response
      .clone()
      .json()
      .catch(() => ({}));
    if (grant === 'authorization_code' && response.ok) await noteTokens(walk, form, response, answer);
    if (response.ok) onTokens(tokensOf(answer));
    return response;
  };
}

async function noteTokens(walk, form, response, answer) {
  walk.done(9, [
    ['SHA-256 of the verifier', shorten(await challengeOf(form.get('code_verifier')))],
    ['answer', `${response.status} ${response.statusText}`.trim()],
  ]);
  const { id, access, refresh } = tokensOf(answer);
  walk.done(10, [
    ['id_token', id ?? 'none'],
    ['access_token', access ?? 'none'],
    ['refresh_token', refresh ?? 'none'],
    ['expires_in', `${answer.expires_in} s`],
  ]);
}

function tokensOf({ id_token, access_token, refresh_token }) {
  const short = (token) => token && shorten(token);
  return { id: short(id_token), access: short(access_token), refresh: short(refresh_token) };
}

function verifierOf(state) {
  for (let index = 0; index < sessionStorage.length; index += 1) {
    const key = sessionStorage.key(index);
    if (!key.startsWith('proofkey:')) continue;
    const transaction = JSON.parse(sessionStorage.getItem(key));
    if (transaction.state === state || key.endsWith(state)) return transaction.code_verifier;
  }
  return undefined;
}

/** The server's sum of step 9, done once more here (RFC 7636 section 4.6). */
async function challengeOf(verifier) {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  const binary = String.fromCharCode(...new Uint8Array(digest));
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
