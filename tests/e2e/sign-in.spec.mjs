import {
  errorOf,
  expect,
  isReady,
  leave,
  reachCallback,
  signIn,
  signInAs,
  test,
  tokenRequests,
} from '../support/fixtures.mjs';

test('a user signs in, and the app gets its state back', async ({ app, site }) => {
  await app.goto(`${site.app}/cart?item=3#top`);
  await isReady(app);
  const result = await signIn(app, { appState: { cart: [3, 'é'] } });
  expect(result).toEqual({ appState: { cart: [3, 'é'] }, returnTo: '/cart?item=3#top' });

  const { user, claims, isAuthenticated } = await app.evaluate(() => auth.getSnapshot());
  expect(isAuthenticated).toBe(true);
  expect(user).toMatchObject({ sub: 'alice', name: 'Alice Liddell', email: 'alice@example.com' });
  expect(user).not.toHaveProperty('iss');
  expect(claims).toMatchObject({ iss: site.issuer, aud: 'spa', sub: 'alice' });
});

test('the address bar is clean before anything is awaited, and the app keeps its own parameters', async ({ app }) => {
  await reachCallback(app);
  const [before, after] = await app.evaluate(() => {
    history.replaceState({ router: 1 }, '', `${location.href}&tab=2#sec`);
    const entries = history.length;
    window.done = auth.handleRedirectCallback();
    return [
      entries,
      { entries: history.length, href: location.pathname + location.search + location.hash, state: history.state },
    ];
  });
  expect(after).toEqual({ entries: before, href: '/callback?tab=2#sec', state: { router: 1 } });
  await app.evaluate(() => window.done);
});

test('two calls at once redeem the code once and get the same outcome', async ({ app }) => {
  const requests = tokenRequests(app);
  await reachCallback(app, { appState: 'x' });
  const outcomes = await app.evaluate(() => {
    const first = auth.handleRedirectCallback();
    const asked = auth.isRedirectCallback();
    return Promise.all([first, auth.handleRedirectCallback(), asked]);
  });
  expect(outcomes[0]).toEqual(outcomes[1]);
  expect(outcomes[2]).toBe(true);
  expect(await app.evaluate(() => auth.isRedirectCallback())).toBe(false);
  expect(requests).toHaveLength(1);
});

test('a user who denies consent comes back with a typed error and the app state', async ({ app }) => {
  const requests = tokenRequests(app);
  await leave(app, { appState: { cart: 3 }, returnTo: '/shop' });
  await app.locator('input[name=login]').fill('alice');
  await app.locator('input[name=password]').fill('wonderland');
  await app.locator('button[type=submit]').first().click();
  await app.locator('button[name=consent]').waitFor();
  await app.locator('.deny').click();
  await app.waitForURL(/\/callback\?/);
  await isReady(app);

  const error = await errorOf(app, () => auth.handleRedirectCallback());
  expect(error).toMatchObject({
    code: 'authorization_error',
    error: 'access_denied',
    phase: 'callback',
    appState: { cart: 3 },
    returnTo: '/shop',
    retryable: false,
    isTyped: true,
  });
  expect(error.hint).toContain('said no');
  expect(error.docs).toBe('proofkey/ERRORS.md#authorization_error');
  expect(new URL(app.url()).search).toBe('');
  expect(requests).toHaveLength(0);
});

test('a tampered state is refused, and the sign-in under way survives it', async ({ app, site }) => {
  const requests = tokenRequests(app);
  await reachCallback(app);
  const genuine = app.url();
  const tampered = new URL(genuine);
  const state = tampered.searchParams.get('state');
  tampered.searchParams.set('state', state.slice(0, -1) + (state.endsWith('A') ? 'B' : 'A'));
  await app.goto(tampered.href);
  await isReady(app);
  const error = await errorOf(app, () => auth.handleRedirectCallback());
  expect(error).toMatchObject({ code: 'state_not_found', phase: 'callback', isTyped: true });
  expect(error.appState).toBeUndefined();
  // Nobody's answer here: it may be another library's, so the address bar is left as it is.
  expect(app.url()).toBe(tampered.href);
  expect(requests).toHaveLength(0);

  await app.goto(genuine);
  await isReady(app);
  await app.evaluate(() => auth.handleRedirectCallback());
  expect(await app.evaluate(() => auth.isAuthenticated)).toBe(true);
  expect(requests).toHaveLength(1);
  expect(site.issuer).toBe(new URL(genuine).searchParams.get('iss'));
});

test('a replayed callback URL sends no second code', async ({ app }) => {
  const requests = tokenRequests(app);
  await reachCallback(app);
  const url = app.url();
  await app.evaluate(() => auth.handleRedirectCallback());
  await app.goto(url);
  await isReady(app);
  const error = await errorOf(app, () => auth.handleRedirectCallback());
  expect(error).toMatchObject({ code: 'transaction_used', isTyped: true });
  expect(new URL(app.url()).search).toBe('');
  expect(requests).toHaveLength(1);
});

test('reload and Back at the callback show no error and send nothing again', async ({ app }) => {
  const requests = tokenRequests(app);
  await signIn(app);
  await app.reload();
  await isReady(app);
  expect(await app.evaluate(() => auth.isRedirectCallback())).toBe(false);

  await app.evaluate(() => history.pushState({}, '', '/inside'));
  await app.goBack();
  expect(await app.evaluate(() => auth.isRedirectCallback())).toBe(false);
  expect(new URL(app.url()).search).toBe('');
  expect(requests).toHaveLength(1);
});

test('two tabs sign in at once, each with its own state and verifier', async ({ app, context, site }) => {
  const other = await context.newPage();
  await other.goto(site.app);
  await isReady(other);
  const [first, second] = [tokenRequests(app), tokenRequests(other)];
  await leave(app, { appState: 'first' });
  await leave(other, { appState: 'second' });
  await signInAs(other);
  await other.waitForURL(/\/callback\?/);
  await signInAs(app);
  await app.waitForURL(/\/callback\?/);
  const outcome = async (page) => {
    await isReady(page);
    return page.evaluate(async () => (await auth.handleRedirectCallback()).appState);
  };
  expect(await Promise.all([outcome(app), outcome(other)])).toEqual(['first', 'second']);
  expect(first).toHaveLength(1);
  expect(second).toHaveLength(1);
  expect(first[0].code_verifier).not.toBe(second[0].code_verifier);
});

test('another user replaces the one before, and nothing is mixed', async ({ app }) => {
  await signIn(app);
  expect(await app.evaluate(() => auth.getUser().sub)).toBe('alice');
  await leave(app, { prompt: 'login' });
  await signInAs(app, 'bob', 'builder');
  await app.waitForURL(/\/callback\?/);
  await isReady(app);
  await app.evaluate(() => auth.handleRedirectCallback());
  expect(await app.evaluate(() => auth.getUser().sub)).toBe('bob');
});
