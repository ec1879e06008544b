import { shorten, whereTo } from './format.js';

/** Steps 11 and 12: calls the API with the access token and gives its answer, whatever it is. */
export async function callApi({ auth, config: { api }, walk }) {
  const token = await auth.getAccessToken();
  walk.undo(11, 12);
  walk.done(11, [
    ['GET', api ? whereTo(api) : 'the UserInfo endpoint'],
    ['Authorization', `Bearer ${shorten(token)}`],
  ]);
  const answer = await (api ? answerOf(api, auth) : userInfo(auth)).catch((error) => {
    walk.fail(error.code, 12);
    throw error;
  });
  const { said, ok, body } = answer;
  if (ok) walk.done(12, [['answer', said], ...(body.sub ? [['data of', body.sub]] : [])]);
  else walk.fail(said, 12);
  return answer;
}

async function answerOf(url, auth) {
  const response = await auth.fetch(url);
  const { status, statusText, ok } = response;
  const challenge = response.headers.get('WWW-Authenticate');
  return { said: challenge ?? `${status} ${statusText}`.trim(), ok, status, body: await bodyOf(response) };
}

/** A provider without an API of ours: its UserInfo endpoint takes access tokens, too (OpenID Connect Core 5.3). */
async function userInfo(auth) {
  return { said: 'claims of the user', ok: true, status: 200, body: await auth.getUserInfo() };
}

async function bodyOf(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
