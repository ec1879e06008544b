// Signing in with a vault, and what becomes of the session.
import { errorOf, leave, signInAs, tokenRequests } from '../support/fixtures.mjs';
import { expect, isReady, openWith, reachCallback, signIn, test, userOf } from './fixtures.mjs';

/** Without the API's scope the access token is good for UserInfo. */
const forUserInfo = { scope: 'openid profile offline_access' };

for (const [kind, changes] of [
  ['classic', {}],
  ['module', { isModule: true }],
  ['classic, without WebAssembly', { engine: 'javascript' }],
  ['module, without WebAssembly', { isModule: true, engine: 'javascript' }],
]) {
  test(`signs in, asks for the user and signs out: ${kind}`, async ({ page, world }) => {
    const requests = tokenRequests(page);
    await openWith(page, world, { ...forUserInfo, ...changes });
    const result = await signIn(page, { appState: { cart: 3 }, returnTo: '/cart?x=1#y' });
    expect(result).toEqual({ appState: { cart: 3 }, returnTo: '/cart?x=1#y' });
    expect(new URL(page.url()).search).toBe('');
    expect(await userOf(page)).toBe('alice');
    expect((await page.evaluate(() => auth.getUserInfo())).name).toBe('Alice Liddell');
    expect(requests.map(({ grant_type }) => grant_type)).toEqual(['authorization_code']);
    const { stateMatches, again, reasons } = await page.evaluate(async (app) => {
      const reasons = [];
      auth.subscribe((_, { reason }) => reasons.push(reason));
      const url = await new Promise((openUrl) => void auth.logout({ openUrl }));
      const back = new URL(app);
      back.searchParams.set('state', new URL(url).searchParams.get('state'));
      const { stateMatches } = await auth.handleLogoutCallback(back.href);
      return { stateMatches, again: await auth.handleLogoutCallback(back.href), reasons };
    }, world.app);
    expect({ stateMatches, again, reasons }).toEqual({
      stateMatches: true,
      again: { stateMatches: false },
      reasons: ['signed_out'],
    });
    expect(await errorOf(page, () => auth.getUserInfo())).toMatchObject({ code: 'login_required', isTyped: true });
  });
}

test('the page itself asks for neither tokens nor metadata', async ({ page, world }) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const asked = [];
  // Of a worker the browser tells elsewhere.
  session.on('Network.requestWillBeSent', ({ request: { url } }) => asked.push(url));
  await page.goto(world.app);
  await isReady(page);
  await signIn(page);
  expect(asked).toContain(`${world.app}/app.js`);
  expect(asked.filter((url) => /\/oauth\/token|openid-configuration/.test(url))).toEqual([]);
  expect(world.tokens).toHaveLength(1);
});

test('a reload signs in again', async ({ signedIn: page }) => {
  await page.reload();
  await isReady(page);
  expect(await page.evaluate(() => auth.checkSession())).toBe(false);
  expect(await page.evaluate(() => auth.isAuthenticated)).toBe(false);
});

test('tokens are refreshed when they must be, once however many ask', async ({ page, world }) => {
  await openWith(page, world, { exposeAccessToken: true });
  await signIn(page);
  const [before, ...tokens] = await page.evaluate(async () => {
    const before = await auth.getAccessToken();
    const forced = [1, 2, 3].map(() => auth.getAccessToken({ forceRefresh: true }));
    return [before, ...(await Promise.all(forced))];
  });
  expect(world.tokens.map(({ access_token }) => access_token)).toEqual([before, tokens[0]]);
  expect(new Set(tokens).size).toBe(1);
});

test('what a vault is without is refused by a code of its own', async ({ signedIn: page }) => {
  const refused = { code: 'not_in_vault', isTyped: true, retryable: false };
  expect(await errorOf(page, () => auth.getAccessToken())).toMatchObject({ ...refused, phase: 'token' });
  expect(await errorOf(page, async () => auth.authorizationUrl())).toMatchObject({ ...refused, phase: 'login' });
  const adopt = () => auth.adoptTokens({ accessToken: 'a', idToken: 'b' });
  expect(await errorOf(page, adopt)).toMatchObject({ ...refused, phase: 'adoption' });
  expect((await errorOf(page, adopt)).hint).toContain('exposeAccessToken');
});

test('options that a vault cannot have are refused at once', async ({ signedIn: page }) => {
  const optionOf = (changes) =>
    errorOf(page, `async () => createClient({ ...options, ...${changes} })`).then(({ code, option, phase }) => [
      code,
      option,
      phase,
    ]);
  expect(await optionOf(`{ worker: undefined }`)).toEqual(['config_error', 'worker', 'create']);
  expect(await optionOf(`{ store: 'localStorage' }`)).toEqual(['config_error', 'store', 'create']);
  expect(await optionOf(`{ fetch }`)).toEqual(['config_error', 'fetch', 'create']);
  expect(await optionOf(`{ clientId: '' }`)).toEqual(['config_error', 'clientId', 'create']);
});

test('an option that the core refuses is told as everywhere', async ({ signedIn: page }) => {
  const error = await errorOf(page, () => createClient({ ...options, scope: 'profile' }).ready());
  expect(error).toMatchObject({ code: 'config_error', option: 'scope', isTyped: true });
});

test('two clients of a page with the same options have one session', async ({ signedIn: page }) => {
  const users = await page.evaluate(async () => {
    const other = createClient({ ...options });
    await other.checkSession();
    const before = other.getUser()?.sub;
    await other.revokeTokens();
    await auth.checkSession();
    return [before, other.getUser()?.sub];
  });
  expect(users).toEqual(['alice', undefined]);
  expect(page.workers()).toHaveLength(1);
});

test('the sign-out of another tab ends the session of this one, and no other message does', async ({
  signedIn: page,
  world,
}) => {
  const other = await page.context().newPage();
  await other.goto(world.app);
  await isReady(other);
  await signIn(other, { prompt: 'login' });
  // Each has a vault of its own: the sign-in of the other tab has changed nothing here.
  expect([await userOf(page), await userOf(other)]).toEqual(['alice', 'alice']);
  await other.evaluate(() => auth.logout({ openUrl() {} }));
  await expect.poll(() => userOf(page)).toBeUndefined();
  expect(await page.evaluate(() => auth.checkSession())).toBe(false);
});

test.describe('a callback', () => {
  test('of another tab is state_not_found', async ({ page, world }) => {
    await page.goto(world.app);
    await isReady(page);
    const url = `${world.app}/callback?code=a&state=b&iss=${encodeURIComponent(world.issuer)}`;
    const error = await errorOf(page, (url) => auth.handleRedirectCallback(url), url);
    expect(error).toMatchObject({ code: 'state_not_found', isTyped: true });
    const none = await errorOf(page, (url) => auth.handleRedirectCallback(url), `${world.app}/elsewhere`);
    expect(none.code).toBe('not_a_callback');
  });

  test('is for one use: a reload is told so, and the code is not sent again', async ({ page, world }) => {
    await page.goto(world.app);
    await isReady(page);
    await reachCallback(page);
    const url = page.url();
    await page.evaluate(() => auth.handleRedirectCallback());
    await page.goto(url);
    await isReady(page);
    expect(await errorOf(page, () => auth.handleRedirectCallback())).toMatchObject({ code: 'transaction_used' });
    expect(world.tokens).toHaveLength(1);
  });

  test('that comes too late is transaction_expired, with what the app has kept', async ({ page, world }) => {
    await page.goto(world.app);
    await isReady(page);
    await leave(page, { appState: 7, returnTo: '/x' });
    await page.goto(world.app);
    await isReady(page);
    await page.evaluate(() => {
      const [key] = Object.keys(sessionStorage).filter((key) => key.includes(':tx:'));
      const transaction = JSON.parse(sessionStorage[key]);
      sessionStorage[key] = JSON.stringify({ ...transaction, created_at: transaction.created_at - 3601 });
      const url = new URL(options.redirectUri);
      url.search = new URLSearchParams({ code: 'a', state: transaction.state, iss: options.issuer });
      window.callback = url.href;
    });
    const error = await errorOf(page, () => auth.handleRedirectCallback(window.callback));
    expect(error).toMatchObject({ code: 'transaction_expired', appState: 7, returnTo: '/x' });
  });

  test('with an error of the server tells it', async ({ page, world }) => {
    await page.goto(world.app);
    await isReady(page);
    const url = await page.evaluate(async () => {
      await auth.loginWithRedirect({ openUrl() {}, appState: 'kept' });
      const [key] = Object.keys(sessionStorage).filter((key) => key.includes(':tx:'));
      const search = new URLSearchParams({ error: 'access_denied', state: key.split(':tx:')[1], iss: options.issuer });
      return `${options.redirectUri}?${search}`;
    });
    const error = await errorOf(page, (url) => auth.handleRedirectCallback(url), url);
    expect(error).toMatchObject({ code: 'authorization_error', error: 'access_denied', appState: 'kept' });
  });
});

test('of many sign-ins that were begun 16 are kept, the last one among them', async ({ page, world }) => {
  await page.goto(world.app);
  await isReady(page);
  const states = await page.evaluate(async () => {
    const states = [];
    for (let i = 0; i < 18; i++) {
      await auth.loginWithRedirect({ openUrl: (url) => void states.push(new URL(url).searchParams.get('state')) });
    }
    return {
      begun: states,
      kept: Object.keys(sessionStorage)
        .map((key) => key.split(':tx:')[1])
        .filter(Boolean),
    };
  });
  expect(states.kept).toHaveLength(16);
  expect(states.begun).toEqual(expect.arrayContaining(states.kept));
  expect(states.kept).toContain(states.begun.at(-1));
});

test('a storage that takes nothing is storage_unavailable, and nobody is sent away', async ({ page, world }) => {
  await page.goto(world.app);
  await isReady(page);
  const error = await errorOf(page, async () => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    await auth.loginWithRedirect({ openUrl: () => window.left() });
  });
  expect(error).toMatchObject({ code: 'storage_unavailable', isTyped: true });
});

test('a user who comes back from the login page without having signed in can begin again', async ({ page, world }) => {
  await page.goto(world.app);
  await isReady(page);
  await leave(page);
  await page.goto(world.app);
  await isReady(page);
  await leave(page);
  await signInAs(page);
  await page.waitForURL(/\/callback\?/);
  await isReady(page);
  await page.evaluate(() => auth.handleRedirectCallback());
  expect(await userOf(page)).toBe('alice');
});
