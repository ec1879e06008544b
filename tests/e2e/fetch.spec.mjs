// auth.fetch: what it sends, how often, and what becomes of each refusal of the API.
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { startResourceServer } from '../../www-demo/server/resource-server.mjs';
import { kill } from '../complaints/fixtures-world.mjs';
import { errorOf, expect, openWith, signIn, tokenRequests, tokenResponses } from '../support/fixtures.mjs';
import { allow, ask, revokeAt, startAsked, test } from '../support/resource.mjs';

test('the API gets the token in the Authorization header, and the app gets the browser’s own response', async ({
  app,
  api,
}) => {
  await signIn(app);
  const seen = await app.evaluate(async (url) => {
    const response = await auth.fetch(`${url}/me`);
    return [response instanceof Response, response.url, response.status, (await response.json()).sub];
  }, api.url);
  expect(seen).toEqual([true, `${api.url}/me`, 200, 'alice']);
  expect(api.asked).toEqual(['GET /me']);
  expect(api.tokens).toEqual([await app.evaluate(() => auth.getAccessToken())]);
});

test('a Request is taken as fetch takes it: method, headers and body, and its body is used at once', async ({
  app,
  api,
}) => {
  await signIn(app);
  const seen = await app.evaluate(async (url) => {
    const request = new Request(`${url}/notes`, {
      method: 'POST',
      body: 'tea at six',
      headers: { authorization: 'x' },
    });
    const answer = auth.fetch(request);
    const { bodyUsed } = request;
    const again = await auth.fetch(request).catch(({ code, option, cause }) => [code, option, cause.name]);
    return [bodyUsed, again, (await (await answer).json()).text];
  }, api.url);
  expect(seen).toEqual([true, ['config_error', 'input', 'TypeError'], 'tea at six']);
  expect(api.asked).toEqual(['POST /notes']);
});

test('a revoked token is replaced once, however many calls it refuses', async ({ app, api }) => {
  await signIn(app);
  await revokeAt(api, app);
  const requests = tokenRequests(app);
  const answers = await Promise.all([1, 2, 3].map(() => ask(app, `${api.url}/me`)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(api.asked).toHaveLength(6);
  expect(new Set(api.tokens).size).toBe(2);
  expect(requests).toHaveLength(1);
  expect((await ask(app, `${api.url}/me`)).status).toBe(200);
  expect(api.asked).toHaveLength(7);
  expect(requests).toHaveLength(1);
});

test('a token that has expired at the API, whatever the server had promised, is replaced once', async ({
  page,
  site,
}) => {
  let seconds = 1;
  const server = await startAuthorizationServer({
    origins: [site.app],
    configure: ({ ttl, ...rest }) => ({ ...rest, ttl: { ...ttl, AccessToken: () => seconds } }),
  });
  server.provider.use(promisingAMinute);
  const { issuer } = server;
  const api = await startAsked((listener) => startResourceServer({ issuer, origins: [site.app], listener }));
  await openWith(page, site, { issuer, resourceServers: [api.url] });
  await signIn(page);
  seconds = 60;
  const token = await page.evaluate(() => auth.getAccessToken());
  const headers = { authorization: `Bearer ${token}` };
  await expect.poll(async () => (await fetch(`${api.url}/me`, { headers })).status).toBe(401);
  api.asked.length = 0;

  const requests = tokenRequests(page);
  expect((await ask(page, `${api.url}/me`)).status).toBe(200);
  expect([api.asked.length, requests.length]).toEqual([2, 1]);
  await Promise.all([api.close(), server.close()]);
});

test('a token that was replaced while the request was on its way is not replaced again', async ({ app, api }) => {
  await signIn(app);
  await revokeAt(api, app);
  const requests = tokenRequests(app);
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  api.before = async (count) => count === 1 && (await released);
  // Chromium's cache has the second of two equal requests wait for the first.
  const late = ask(app, `${api.url}/me`, { cache: 'no-store' });
  await expect.poll(() => api.asked.length).toBe(1);
  expect((await ask(app, `${api.url}/me`, { cache: 'no-store' })).status).toBe(200);
  expect(requests).toHaveLength(1);
  release();
  expect((await late).status).toBe(200);
  expect(api.asked).toHaveLength(4);
  expect(requests).toHaveLength(1);
});

for (const [kind, init] of Object.entries({
  text: `{ body: 'tea' }`,
  'a Blob': `{ body: new Blob(['tea']) }`,
  bytes: `{ body: new TextEncoder().encode('tea') }`,
  'form fields': `{ body: new URLSearchParams({ t: 'tea' }) }`,
})) {
  test(`a body of ${kind} is sent again, byte for byte`, async ({ app, api }) => {
    await signIn(app);
    await revokeAt(api, app);
    const text = await app.evaluate(`(async () => {
      const response = await auth.fetch('${api.url}/notes', { method: 'POST', ...${init} });
      return (await response.json()).text;
    })()`);
    expect(text).toBe(kind === 'form fields' ? 't=tea' : 'tea');
    expect(api.asked).toEqual(['POST /notes', 'POST /notes']);
  });
}

test.describe('an API for another audience', () => {
  test.use({ apiOptions: { audience: 'https://files.example.com' } });

  test('ends in access_token_rejected after one refresh and one retry', async ({ app, api }) => {
    await signIn(app);
    const requests = tokenRequests(app);
    const error = await errorOf(app, (url) => auth.fetch(`${url}/me?secret=1`), api.url);
    expect(error).toMatchObject({
      code: 'access_token_rejected',
      phase: 'fetch',
      status: 401,
      error: 'invalid_token',
      errorDescription: 'not valid here',
      endpoint: `${api.url}/me`,
      retryable: false,
      isTyped: true,
    });
    expect(api.asked).toHaveLength(2);
    expect(requests).toHaveLength(1);
    expect(await app.evaluate(() => auth.isAuthenticated)).toBe(true);
  });
});

test.describe('an API that exposes no header', () => {
  test.use({ apiOptions: { exposesChallenge: false } });

  test('is asked again with a new token', async ({ app, api }) => {
    await signIn(app);
    await revokeAt(api, app);
    expect((await ask(app, `${api.url}/me`)).status).toBe(200);
    expect(api.asked).toHaveLength(2);
  });
});

test('an API that answers 401 for ever is asked twice by each call', async ({ app, serve }) => {
  await signIn(app);
  const requests = tokenRequests(app);
  const api = await serve(() => ({ status: 401 }));
  await allow(app, api.url);
  expect(await ask(app, api.url, {}, 'other')).toBe('access_token_rejected');
  expect([api.asked.length, requests.length]).toEqual([2, 1]);
  expect(await ask(app, api.url, {}, 'other')).toBe('access_token_rejected');
  expect([api.asked.length, requests.length]).toEqual([4, 2]);
});

for (const [header, sent] of [
  ['Bearer', 2],
  ['bearer realm="a, b", error=invalid_token', 2],
  ['Basic realm="x", Bearer realm="say \\"hello\\"", error="invalid_token"', 2],
  ['Bearer error="invalid_request"', 1],
  ['Basic realm="Bearer error=\\"invalid_token\\""', 1],
  ['DPoP error="invalid_token"', 1],
]) {
  test(`a 401 with ${header} is ${sent === 2 ? 'about the token' : 'the app’s to look at'}`, async ({ app, serve }) => {
    await signIn(app);
    const requests = tokenRequests(app);
    const api = await serve(() => ({ status: 401, headers: { 'www-authenticate': header } }));
    await allow(app, api.url);
    const outcome = await ask(app, api.url, {}, 'other');
    expect(outcome.status ?? outcome).toBe(sent === 2 ? 'access_token_rejected' : 401);
    expect([api.asked.length, requests.length]).toEqual([sent, sent - 1]);
  });
}

test('a token that was granted too little is a 403 like any other', async ({ app, api }) => {
  await signIn(app, { scope: 'openid', authorizationParams: { resource: 'https://api.example.com' } });
  const requests = tokenRequests(app);
  const answer = await ask(app, `${api.url}/me`);
  expect(answer).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } });
  expect(api.asked).toHaveLength(1);
  expect(requests).toHaveLength(0);
});

test('what the API says about a token is not told if it says the token', async ({ app, serve }) => {
  await signIn(app);
  const api = await serve(({ headers: { authorization } }) => ({
    status: 401,
    headers: { 'www-authenticate': `Bearer error="invalid_token", error_description="no ${authorization}"` },
  }));
  await allow(app, api.url);
  const error = await errorOf(app, (url) => other.fetch(url), api.url);
  expect(error).toMatchObject({ code: 'access_token_rejected', error: 'invalid_token' });
  expect(error.errorDescription).toBeUndefined();
  for (const token of api.tokens) expect(JSON.stringify(error)).not.toContain(token);
});

test('a session that the server has ended is session_expired, and nothing is sent again', async ({
  app,
  api,
  site,
}) => {
  const tokens = await tokenResponses(app);
  await signIn(app);
  await revokeAt(api, app);
  await kill(site, tokens[0].refresh_token);
  expect(await ask(app, `${api.url}/me`)).toBe('session_expired');
  expect(api.asked).toHaveLength(1);
});

test('nobody is signed in: login_required, and the API is not asked', async ({ app, api }) => {
  expect(await ask(app, `${api.url}/me`)).toBe('login_required');
  expect(api.asked).toEqual([]);
});

test('a refresh that cannot be made is network_error, and nothing is sent again', async ({ app, api }) => {
  await signIn(app);
  await revokeAt(api, app);
  await app.route(/\/oauth\/token$/, (route) => route.abort());
  expect(await ask(app, `${api.url}/me`)).toBe('network_error');
  expect(api.asked).toHaveLength(1);
  expect(await app.evaluate(() => auth.isAuthenticated)).toBe(true);
});

test('an API that nobody can reach, or that forbids the page to read, is network_error', async ({ app, serve }) => {
  await signIn(app);
  const api = await serve(() => ({ headers: { 'access-control-allow-origin': 'https://other.example' } }));
  await allow(app, api.url);
  const ask = () => errorOf(app, (url) => other.fetch(`${url}/a?b`), api.url);
  const expected = { code: 'network_error', phase: 'fetch', retryable: true, endpoint: `${api.url}/a`, isTyped: true };
  expect(await ask()).toMatchObject(expected);
  await api.close();
  expect(await ask()).toMatchObject(expected);
});

test('the part that only this needs comes when it is asked for, and once more if it could not be had', async ({
  app,
  api,
}) => {
  await signIn(app);
  await app.route(/\/resource-access-/, (route) => route.abort());
  expect(await ask(app, `${api.url}/me`)).toBe('core_load_failed');
  expect(api.asked).toEqual([]);
  await app.unroute(/\/resource-access-/);
  expect((await ask(app, `${api.url}/me`)).status).toBe(200);
});

test('the refresh of another tab is taken, and none is made', async ({ page, context, site, api }) => {
  const changes = { resourceServers: [api.url], store: 'localStorage' };
  await openWith(page, site, changes);
  await signIn(page);
  const other = await context.newPage();
  await openWith(other, site, changes);
  expect(await other.evaluate(() => auth.checkSession())).toBe(true);
  await revokeAt(api, page);
  const requests = tokenRequests(context);
  expect((await ask(page, `${api.url}/me`)).status).toBe(200);
  expect((await ask(other, `${api.url}/me`)).status).toBe(200);
  expect(requests).toHaveLength(1);
  expect(api.asked.length).toBeLessThanOrEqual(4);
});

/** A server whose word is not what its tokens say. */
async function promisingAMinute(ctx, next) {
  await next();
  if (ctx.body?.expires_in) ctx.body = { ...ctx.body, expires_in: 60 };
}
