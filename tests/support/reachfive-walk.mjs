// The twelve steps of ReachFive's guide to the authorization code grant with PKCE, as one walk through the sample app.
// `npm start -- --preset reachfive --walk` runs it, and tests/reachfive/walk.spec.mjs in the test runner.
import { createHash } from 'node:crypto';
import { expect } from '@playwright/test';

const s256 = (verifier) => createHash('sha256').update(verifier).digest('base64url');
const random = expect.stringMatching(/^[\w-]{43}$/);
const jwt = /[\w-]+\.[\w-]+\.[\w-]{20,}/;

/**
 * Walks from the sign-in button to the API's answer. The server's own record says what was sent.
 *
 * @param {import('@playwright/test').Page} page
 * @param {Awaited<ReturnType<typeof import('../reachfive/sample.mjs').startSample>>} sample
 * @param {(title: string, check: () => Promise<void>) => Promise<void>} step runs and reports one step
 */
export async function walk(page, { url, config, server }, step) {
  const { clientId, scope, idTokenSignedResponseAlg: alg = 'HS256' } = config;
  const seen = (line) => server.requests.filter(({ method, path }) => `${method} ${path}` === line);
  let left;
  let made;
  let verifier;
  let authorization;
  let callback;

  await step('1: the user logs in from the app', async () => {
    left = whenLeft(page);
    made = page.waitForRequest((request) => request.url().startsWith(`${server.url}/oauth/authorize?`));
    await page.goto(url);
    await page.getByTestId('sign-in').click();
  });
  await step('2: the app makes a code_verifier, and keeps it in sessionStorage alone', async () => {
    const { session, ...others } = await left;
    const [[key, text]] = Object.entries(session).filter(([key]) => key.includes(':tx:'));
    verifier = JSON.parse(text).code_verifier;
    expect(verifier).toMatch(/^[A-Za-z0-9._~-]{43,128}$/);
    delete session[key];
    expect(JSON.stringify([session, others])).not.toContain(verifier);
  });
  await step('3: it hashes the verifier to a code_challenge', async () => {
    const { searchParams } = new URL((await made).url());
    expect([searchParams.get('code_challenge'), searchParams.get('code_challenge_method')]).toEqual([
      s256(verifier),
      'S256',
    ]);
  });
  await step('4: the browser is sent to /oauth/authorize with the challenge', async () => {
    await page.waitForURL((at) => at.origin === server.url);
    [authorization] = seen('GET /oauth/authorize');
    expect(authorization.query).toEqual({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: `${url}/callback`,
      scope,
      state: random,
      nonce: random,
      code_challenge: s256(verifier),
      code_challenge_method: 'S256',
    });
  });
  await step('5: the server asks who the user is', async () => {
    expect(new URL(page.url()).pathname).toBe('/auth');
    await expect(page.locator('input[name=password]')).toBeVisible();
  });
  await step('6: the user takes a login option', async () => {
    await page.locator('input[name=login]').fill('alice');
    await page.locator('input[name=password]').fill('wonderland');
  });
  await step('7: the server redirects back with a one-time code', async () => {
    const returned = page.waitForRequest((request) => request.url().startsWith(`${url}/callback?`));
    await page.locator('button[type=submit]').click();
    callback = Object.fromEntries(new URL((await returned).url()).searchParams);
    expect(callback).toEqual({ code: expect.any(String), state: authorization.query.state });
  });
  await step('8: code and code_verifier go to /oauth/token', async () => {
    await expect.poll(() => seen('POST /oauth/token')).toHaveLength(1);
    const [{ headers }] = seen('POST /oauth/token');
    await expect
      .poll(() => seen('POST /oauth/token')[0].body)
      .toEqual({
        grant_type: 'authorization_code',
        code: callback.code,
        redirect_uri: `${url}/callback`,
        client_id: clientId,
        code_verifier: verifier,
      });
    expect(headers['content-type']).toMatch(/^application\/x-www-form-urlencoded/);
    await sendsNoCredential(page, server, headers);
    expect(headers).not.toHaveProperty('authorization');
    // A form needs no permission to be asked for.
    expect(seen('OPTIONS /oauth/token')).toEqual([]);
  });
  await step('9: the server verifies them', async () => {
    // It says so by tokens; that it refuses any other verifier, and the same code once more, is tested in stolen.spec.mjs.
    await expect(page.getByTestId('user-name')).toHaveText('Alice Liddell');
  });
  await step('10: the app has an ID Token, an access token and a refresh token', async () => {
    const isVerified = alg === 'RS256';
    await expect(page.getByTestId('signature')).toHaveText(isVerified ? 'verified' : 'not verified (HS256)');
    expect(seen('GET /jwks.json')).toHaveLength(isVerified ? 1 : 0);
    await expect(page.getByTestId('claims')).toContainText(authorization.query.nonce);
    expect(page.url()).toBe(`${url}/`);
    const kept = JSON.stringify(await page.evaluate(places));
    expect(kept).not.toContain(verifier);
    expect(kept).not.toContain(callback.code);
    expect(kept).not.toMatch(jwt);
    // What lasts, and would have lasted since step 2.
    expect(await page.evaluate(async () => [await indexedDB.databases(), await caches.keys()])).toEqual([[], []]);
  });
  await step('11: the app calls the API with the access token', async () => {
    await page.getByTestId('call-userinfo').click();
    await expect.poll(() => seen('GET /identity/v1/userinfo')).toHaveLength(1);
    const [{ headers, query }] = seen('GET /identity/v1/userinfo');
    const [, token] = headers.authorization.match(/^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/);
    expect(JSON.parse(Buffer.from(token.split('.')[1], 'base64url'))).toMatchObject({ sub: 'alice', aud: clientId });
    expect(query).toEqual({});
    await sendsNoCredential(page, server, headers);
  });
  await step('12: the API answers with the data of the user', async () => {
    await expect(page.getByTestId('answer')).toContainText('"sub": "alice"');
    await expect(page.getByTestId('answer')).toContainText('"phone_number": "+33600000000"');
  });
}

/** What a user does then: refresh, and sign out. */
export async function refreshAndLeave(page, { url, config: { clientId }, server }, step) {
  const start = server.requests.length;
  const since = (path) => server.requests.slice(start).filter((request) => request.path === path);
  let refreshToken;

  await step('then: the tokens are refreshed', async () => {
    await page.getByTestId('refresh').click();
    await expect(page.getByTestId('done')).toContainText('The tokens are new');
    const [{ body, headers }] = since('/oauth/token');
    expect(body).toEqual({
      grant_type: 'refresh_token',
      refresh_token: expect.any(String),
      client_id: clientId,
    });
    refreshToken = body.refresh_token;
    await sendsNoCredential(page, server, headers);
  });
  await step('then: the user signs out, and the tokens end', async () => {
    await page.getByTestId('sign-out-revoke').click();
    await expect(page.getByTestId('note')).toHaveText('You are signed out, here and at the tenant.');
    await expect(page.getByTestId('sign-in')).toBeVisible();
    expect(page.url()).toBe(`${url}/`);
    const [{ body, headers }] = since('/oauth/revoke');
    expect(body).toEqual({ token: expect.any(String), token_type_hint: 'refresh_token', client_id: clientId });
    expect(body.token).not.toBe(refreshToken);
    expect(headers).not.toHaveProperty('cookie');
    const [{ query }] = since('/identity/v1/logout');
    expect(query).toEqual({ client_id: clientId, redirect_to: `${url}/`, state: random });
    expect(await page.context().cookies(server.url)).toEqual([]);
  });
}

/** No cookie goes along, though the browser has the one of the user's session for that very host. */
async function sendsNoCredential(page, server, headers) {
  const cookies = await page.context().cookies(server.url);
  expect(cookies.map(({ name }) => name)).toEqual(['r5_session']);
  expect(headers).not.toHaveProperty('cookie');
}

/** What there is in the page at the moment that it is left: a browser that is on its way cannot be asked any more. */
async function whenLeft(page) {
  await page.addInitScript(`addEventListener('beforeunload', () => window.tell((${places})()))`);
  return new Promise((resolve) => page.exposeFunction('tell', resolve));
}

/** Runs in the page: what a script of this origin can keep, or show. */
function places() {
  return {
    session: { ...sessionStorage },
    local: { ...localStorage },
    cookie: document.cookie,
    name: window.name,
    history: history.state,
    url: location.href,
    document: document.documentElement.outerHTML,
  };
}
