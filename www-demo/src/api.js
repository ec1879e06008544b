import { shorten, whereTo } from './format.js';

/** Steps 11 and 12: calls the API with the access token and gives its answer, whatever it is. */
export async function callApi({ auth, config, walk }) {
  const url = config.api ?? (await userinfo(config.issuer));
  const token = await auth.getAccessToken();
  walk.undo(11, 12);
  walk.done(11, [
    ['GET', whereTo(url)],
    ['Authorization', `Bearer ${shorten(token)}`],
  ]);
  const response = await fetch(url, { headers: { Authorization: `Bearer ${token}` } }).catch((cause) => {
    walk.fail('no answer');
    throw new Error(`No answer from ${url}: it is not running, or it does not allow this origin (CORS).`, { cause });
  });
  const { status, statusText, ok } = response;
  const body = await bodyOf(response);
  const said = `${status} ${statusText}`.trim();
  if (ok) walk.done(12, [['answer', said], ...(body.sub ? [['data of', body.sub]] : [])]);
  else walk.fail(response.headers.get('WWW-Authenticate') ?? said, 12);
  return { ok, status, body };
}

async function bodyOf(response) {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A provider without an API of ours: its userinfo endpoint takes access tokens too (OpenID Connect Core 5.3). */
async function userinfo(issuer) {
  const response = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
  const { userinfo_endpoint } = await response.json();
  if (!userinfo_endpoint) throw new Error('There is no API to call: the provider has no userinfo endpoint.');
  return userinfo_endpoint;
}
