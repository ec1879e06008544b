import { errorOf, expect, isReady, reachCallback, signIn, test, tokenResponses } from '../support/fixtures.mjs';

/** From the app to the server's sign-out page, its button, and back. */
async function signOut(page, site) {
  await page.evaluate(() => void auth.logout());
  await page.locator('button[name=logout]').click();
  await page.waitForURL((url) => url.href.startsWith(`${site.app}/?`));
  await isReady(page);
}

/** Whether the server still takes that refresh token. */
async function refreshAtServer(site, refresh_token) {
  const answer = await fetch(`${site.issuer}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token, client_id: 'spa' }),
  });
  return [answer.status, (await answer.json()).error];
}

/** Has every revocation answered so, and records what was sent. */
async function revocations(page, answer) {
  const requests = [];
  await page.route(/\/oauth\/revoke$/, (route) => {
    requests.push(Object.fromEntries(new URLSearchParams(route.request().postData())));
    return answer(route);
  });
  return requests;
}

const isSignedOut = async (page) => {
  expect(await page.evaluate(() => auth.getSnapshot().user)).toBeUndefined();
  expect(await errorOf(page, () => auth.getAccessToken())).toMatchObject({ code: 'login_required' });
};

test('signing out forgets everything here and ends the session at the server', async ({ app, site }) => {
  await signIn(app);
  await signOut(app, site);
  await isSignedOut(app);
  // What is left of it is the logout itself, which is to be recognised.
  const left = await app.evaluate(() => Object.keys(sessionStorage));
  expect(left).toEqual([expect.stringMatching(/:tx:logout\.[\w-]{43}$/)]);

  // The server asks for the password again.
  await app.evaluate(() => void auth.loginWithRedirect());
  await expect(app.locator('input[name=password]')).toBeVisible();
});

test('the return from a logout is recognised once, and state leaves the address bar', async ({ app, site }) => {
  await signIn(app);
  await signOut(app, site);
  expect(new URL(app.url()).searchParams.get('state')).toMatch(/^[\w-]{43}$/);
  const returned = app.url();
  const outcome = await app.evaluate(async () => {
    history.replaceState({ router: 1 }, '', `${location.href}&tab=2&code=SPRING#sec`);
    const entries = history.length;
    const { stateMatches } = await auth.handleLogoutCallback();
    return [stateMatches, location.search + location.hash, history.state, history.length - entries];
  });
  // A logout is answered with `state` alone: a `code` is the app's own here.
  expect(outcome).toEqual([true, '?tab=2&code=SPRING#sec', { router: 1 }, 0]);

  const again = (url) => app.evaluate((url) => auth.handleLogoutCallback(url), url);
  expect(await again(returned)).toEqual({ stateMatches: false });
});

for (const [claim, query] of [
  ['without a state', () => ''],
  ['with another state', () => `?state=${'A'.repeat(43)}`],
  ['with an empty state', () => '?state='],
  ['with the state twice', (state) => `?state=${state}&state=${state}`],
]) {
  test(`a return ${claim} is none that this tab began`, async ({ app, site }) => {
    await signIn(app);
    await signOut(app, site);
    const state = new URL(app.url()).searchParams.get('state');
    await app.goto(`${site.app}/${query(state)}`);
    await isReady(app);
    expect(await app.evaluate(() => auth.handleLogoutCallback())).toEqual({ stateMatches: false });
    expect(app.url()).toBe(`${site.app}/`);
  });
}

test('the state of a logout is none of a sign-in, and the other way round', async ({ app, site }) => {
  await signIn(app);
  await signOut(app, site);
  const state = new URL(app.url()).searchParams.get('state');
  const callback = `${site.app}/callback?code=x&state=${state}&iss=${encodeURIComponent(site.issuer)}`;
  expect(await errorOf(app, (url) => auth.handleRedirectCallback(url), callback)).toMatchObject({
    code: 'state_not_found',
  });

  const begun = await app.evaluate(async () => {
    const url = await new Promise((openUrl) => void auth.loginWithRedirect({ openUrl }));
    return new URL(url).searchParams.get('state');
  });
  const outcome = await app.evaluate((state) => auth.handleLogoutCallback(`/?state=${state}`), begun);
  expect(outcome).toEqual({ stateMatches: false });
});

test('the end of a sign-in is left alone by an app that asks at each page whether it comes back from a logout', async ({
  app,
}) => {
  await reachCallback(app);
  const url = app.url();
  expect(await app.evaluate(() => auth.handleLogoutCallback())).toEqual({ stateMatches: false });
  expect(app.url()).toBe(url);
  await app.evaluate(() => auth.handleRedirectCallback());
  expect(await app.evaluate(() => auth.isAuthenticated)).toBe(true);
});

test('revoked tokens are worth nothing at the server, and the user is signed out here', async ({ app, site }) => {
  const responses = await tokenResponses(app);
  await signIn(app);
  const requests = await revocations(app, (route) => route.continue());
  expect(await app.evaluate(() => auth.revokeTokens())).toBeUndefined();
  const [{ refresh_token }] = responses;
  expect(requests).toEqual([{ token: refresh_token, token_type_hint: 'refresh_token', client_id: 'spa' }]);
  expect(await refreshAtServer(site, refresh_token)).toEqual([400, 'invalid_grant']);
  await isSignedOut(app);
});

for (const [claim, answer, expected] of [
  [
    'that answers 503',
    (route) => {
      const headers = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' };
      return route.fulfill({ status: 503, headers: { ...headers, 'retry-after': '120' } });
    },
    { code: 'http_status', status: 503, retryAfter: '120' },
  ],
  ['that cannot be reached', (route) => route.abort(), { code: 'network_error' }],
]) {
  test(`a revocation endpoint ${claim} is a retryable error, and the session is gone here`, async ({ app, site }) => {
    const responses = await tokenResponses(app);
    await signIn(app);
    await revocations(app, answer);
    expect(await errorOf(app, () => auth.revokeTokens())).toMatchObject({
      ...expected,
      phase: 'revocation',
      retryable: true,
      endpoint: `${site.issuer}/oauth/revoke`,
      isTyped: true,
    });
    await isSignedOut(app);
    // As the documentation says: the server never heard of it.
    expect(await refreshAtServer(site, responses[0].refresh_token)).toEqual([200, undefined]);
  });
}

test('with nobody signed in there is nothing to revoke, and nothing is sent', async ({ app }) => {
  const requests = await revocations(app, (route) => route.continue());
  expect(await app.evaluate(() => auth.revokeTokens())).toBeUndefined();
  expect(requests).toEqual([]);
});
