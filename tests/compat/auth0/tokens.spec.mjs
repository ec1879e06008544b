// Tokens and the session: where they are kept, when the tenant is asked, and what is given out.
import { isReady, tokenRequests, tokenResponses } from '../../support/fixtures.mjs';
import { authorizationRequests } from '../../support/frames.mjs';
import { failure } from '../switched.mjs';
import { expect, open, signIn, test } from './fixtures.mjs';

const refreshing = { useRefreshTokens: true, cacheLocation: 'localstorage' };
const isSignedIn = (page) => page.evaluate(() => auth0.isAuthenticated());
const token = (page, options) => page.evaluate((options) => auth0.getTokenSilently(options), options);

async function reload(page) {
  await page.reload();
  await isReady(page);
}

test('localstorage keeps the session over a reload, and no request is made for it', async ({ page, world }) => {
  await open(page, world, refreshing);
  await signIn(page);
  const before = await token(page);
  await page.goto(`${world.app}/bare.html`);
  await isReady(page);
  const [asked, redeemed] = [authorizationRequests(page), tokenRequests(page)];
  expect(await isSignedIn(page)).toBe(true);
  expect(await page.evaluate(async () => (await auth0.getUser()).name)).toBe('Alice Liddell');
  expect(await token(page)).toBe(before);
  expect([asked, redeemed]).toEqual([[], []]);
});

test('memory forgets it, and createAuth0Client finds the user at the tenant', async ({ page, world }) => {
  await open(page, world);
  await signIn(page);
  await page.goto(`${world.app}/bare.html`);
  await isReady(page);
  expect(await isSignedIn(page)).toBe(false);
  const asked = authorizationRequests(page);
  const is = await page.evaluate(async () => (await sdk.createAuth0Client(options)).isAuthenticated());
  expect(is).toBe(true);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ prompt: 'none', response_mode: 'web_message' });
});

test('createAuth0Client asks the tenant nothing for a visitor who never signed in', async ({ page, world }) => {
  await open(page, world);
  const asked = authorizationRequests(page);
  expect(await page.evaluate(async () => (await sdk.createAuth0Client(options)).isAuthenticated())).toBe(false);
  expect(asked).toEqual([]);
});

test('createAuth0Client swallows that the tenant knows nobody any more', async ({ page, world }) => {
  await open(page, world);
  await signIn(page);
  await page.context().clearCookies({ name: /^_session/ });
  await reload(page);
  const asked = authorizationRequests(page);
  expect(await page.evaluate(async () => (await sdk.createAuth0Client(options)).isAuthenticated())).toBe(false);
  expect(asked).toHaveLength(1);
});

test.describe('where refresh tokens live for a second', () => {
  test.use({ server: { refreshTokenSeconds: 1 } });

  test('checkSession asks the tenant again once the session that the page began with has ended', async ({
    page,
    world,
  }) => {
    await open(page, world, { ...refreshing, useRefreshTokensFallback: true });
    await signIn(page);
    await page.goto(`${world.app}/bare.html`);
    await isReady(page);
    expect(await isSignedIn(page)).toBe(true);
    await page.waitForTimeout(2000);
    await page.route(/\/authorize\?/, () => {});
    const off = { cacheMode: 'off', timeoutInSeconds: 1 };
    expect(await failure(page, (off) => auth0.getTokenSilently(off), off)).toMatchObject({ error: 'timeout' });
    expect(await isSignedIn(page)).toBe(false);
    await page.unroute(/\/authorize\?/);
    await page.evaluate(() => auth0.checkSession());
    expect(await isSignedIn(page)).toBe(true);
  });
});

test('checkSession is told of what it may not ask for', async ({ page, world }) => {
  await open(page, world);
  await signIn(page);
  await page.goto(`${world.app}/bare.html`);
  await isReady(page);
  const error = await failure(page, () => auth0.checkSession({ authorizationParams: { audience: 'other' } }));
  expect(error).toMatchObject({ error: 'config_error' });
});

test('a cache of the app’s own keeps the session, as one object', async ({ page, world }) => {
  await open(page, world);
  await page.context().addInitScript(() => {
    Object.defineProperty(window, 'changes', {
      value: {
        useRefreshTokens: true,
        cache: {
          get: async (key) => JSON.parse(sessionStorage.getItem(key)),
          set: async (key, value) => sessionStorage.setItem(key, JSON.stringify(value)),
          remove: async (key) => sessionStorage.removeItem(key),
        },
      },
    });
  });
  await reload(page);
  await signIn(page);
  await page.goto(`${world.app}/bare.html`);
  await isReady(page);
  expect(await isSignedIn(page)).toBe(true);
  const entry = await page.evaluate(() => sessionStorage.getItem(`proofkey:${options.clientId}`));
  expect(Object.keys(JSON.parse(entry))).toEqual(['session']);
  await page.evaluate(() => auth0.logout({ openUrl: false }));
  expect(await page.evaluate(() => sessionStorage.getItem(`proofkey:${options.clientId}`))).toBeNull();
});

for (const [way, options, requests] of [
  ['in a frame', {}, ['authorization_code']],
  ['by a refresh token', { useRefreshTokens: true }, ['refresh_token']],
]) {
  test(`a token is renewed ${way} by one request, however many callers`, async ({ page, world }) => {
    await open(page, world, options);
    await signIn(page);
    const before = await token(page);
    const redeemed = tokenRequests(page);
    const tokens = await page.evaluate(() =>
      Promise.all(Array.from({ length: 5 }, () => auth0.getTokenSilently({ cacheMode: 'off' }))),
    );
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).not.toBe(before);
    expect(redeemed.map(({ grant_type }) => grant_type)).toEqual(requests);
    expect(await token(page)).toBe(tokens[0]);
  });
}

test('cache-only asks nobody', async ({ page, world }) => {
  await open(page, world, refreshing);
  const [asked, redeemed] = [authorizationRequests(page), tokenRequests(page)];
  expect(await token(page, { cacheMode: 'cache-only' })).toBeUndefined();
  expect([asked, redeemed]).toEqual([[], []]);
  await signIn(page);
  expect(await token(page, { cacheMode: 'cache-only' })).toBe(await token(page));
  const further = { cacheMode: 'cache-only', authorizationParams: { scope: 'api:read' } };
  expect(await token(page, further)).toBeUndefined();
  expect(redeemed).toHaveLength(1);
});

test('a further scope is asked for in a frame, once', async ({ page, world }) => {
  await open(page, world);
  // The user has consented to it before; a frame cannot ask.
  await signIn(page, { authorizationParams: { scope: 'api:read' } });
  await page.goto(`${world.app}/bare.html`);
  await isReady(page);
  await token(page);
  const asked = authorizationRequests(page);
  const further = { authorizationParams: { scope: 'api:read' } };
  const api = await token(page, further);
  expect(await token(page, further)).toBe(api);
  expect(asked.map(({ scope }) => scope)).toEqual(['openid profile email api:read']);
});

test('a detailed response has the token, its life and its scope, and neither ID Token nor refresh token', async ({
  page,
  world,
}) => {
  await open(page, world, { ...refreshing, authorizationParams: { scope: 'email api:read' } });
  await signIn(page);
  const answer = await token(page, { detailedResponse: true });
  expect(Object.keys(answer).sort()).toEqual(['access_token', 'expires_in', 'scope', 'token_type']);
  expect(answer).toMatchObject({ access_token: await token(page), token_type: 'Bearer', scope: 'api:read' });
  expect(answer.expires_in).toBeGreaterThan(200);
  expect(answer.expires_in).toBeLessThanOrEqual(300);
});

test('the refresh token is in nothing that the app is given', async ({ page, world }) => {
  await open(page, world, { useRefreshTokens: true });
  const answers = await tokenResponses(page);
  const result = await signIn(page, { appState: { target: '/cart' } });
  expect(result).toEqual({ appState: { target: '/cart' }, response_type: 'code' });
  const given = await page.evaluate(async () => {
    const values = [await auth0.getUser(), await auth0.getIdTokenClaims(), auth0];
    values.push(await auth0.getTokenSilently({ detailedResponse: true, cacheMode: 'off' }));
    return JSON.stringify([...values, { ...localStorage }, { ...sessionStorage }, document.cookie]);
  });
  const secrets = answers.map(({ refresh_token }) => refresh_token);
  expect(secrets).toHaveLength(2);
  for (const secret of secrets) {
    expect(secret).toMatch(/^.{20,}$/);
    expect(given).not.toContain(secret);
  }
});

test('claims are those of the ID Token, without the token', async ({ page, world }) => {
  await open(page, world);
  await signIn(page);
  const claims = await page.evaluate(() => auth0.getIdTokenClaims());
  expect(claims).toMatchObject({ iss: world.issuer, aud: world.clientId, sub: 'alice', email: 'alice@example.com' });
  expect(claims).not.toHaveProperty('__raw');
  expect(await page.evaluate(() => auth0.getUser())).not.toHaveProperty('iss');
});

test('a second call of handleRedirectCallback gets the first one’s outcome, and the code is sent once', async ({
  page,
  world,
}) => {
  await open(page, world);
  const redeemed = tokenRequests(page);
  const first = await signIn(page, { appState: 7 });
  expect(await page.evaluate(() => auth0.handleRedirectCallback())).toEqual(first);
  expect(redeemed).toHaveLength(1);
});
