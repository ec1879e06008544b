// Refresh tokens that are for one use, in several tabs, behind locks, and after answers that got lost.
import { errorOf, isReady, openWith, signIn, tokenRequests } from '../support/fixtures.mjs';
import {
  becomes,
  expect,
  heard,
  holdTokenRequest,
  kill,
  loseTokenAnswer,
  openTabs,
  stored,
  subscribe,
  test,
} from './fixtures-world.mjs';

const forced = () => auth.getAccessToken({ forceRefresh: true });

test('complaint 01: tabs that refresh at the same time send one request for each generation, and all stay signed in', async ({
  context,
  site,
}) => {
  await context.clock.install();
  const pages = await openTabs(context, site, 4, { store: 'localStorage' });
  await signIn(pages[0]);
  for (const page of pages) await becomes(page, true);
  const requests = tokenRequests(context);
  for (const generation of [1, 2, 3]) {
    // 25 of 60 seconds are left then: less than a token must have.
    await context.clock.fastForward(35_000);
    const ask = () => Promise.all(Array.from({ length: 25 }, () => auth.getAccessToken()));
    const tokens = (await Promise.all(pages.map((page) => page.evaluate(ask)))).flat();
    expect(tokens).toHaveLength(100);
    expect(new Set(tokens).size).toBe(1);
    expect(requests).toHaveLength(generation);
  }
  // The server would have ended the grant at the second use of one of them.
  expect(new Set(requests.map(({ refresh_token }) => refresh_token)).size).toBe(3);
  for (const page of pages) await becomes(page, true);
});

test('complaint 09: a listener that asks for a token in its call gets one, and no lock hangs', async ({ app }) => {
  await app.clock.install();
  await signIn(app);
  const requests = tokenRequests(app);
  await app.evaluate(() => {
    window.inside = new Promise((resolve) => auth.subscribe(() => resolve(auth.getAccessToken())));
  });
  // The listener hears of it if the token is another one: it expires in another second.
  await app.clock.fastForward(2000);
  const [outcome, inside] = await app.evaluate(async () => [
    await auth.getAccessToken({ forceRefresh: true }),
    await window.inside,
  ]);
  expect(inside).toBe(outcome);
  expect(requests).toHaveLength(1);
});

test('complaint 09: a tab that is frozen while it refreshes keeps another one waiting for a limited time, and loses nothing', async ({
  context,
  page,
  site,
}) => {
  await openWith(page, site, { store: 'localStorage' });
  await signIn(page);
  const other = await context.newPage();
  await openWith(other, site, { store: 'localStorage', timeoutSeconds: 1 });
  await other.evaluate(() => auth.checkSession());
  const requests = tokenRequests(context);

  const { isHeld, release } = holdTokenRequest(page);
  await page.evaluate(() => {
    window.refreshed = auth.getAccessToken({ forceRefresh: true });
  });
  await isHeld;
  const devtools = await context.newCDPSession(page);
  await devtools.send('Page.setWebLifecycleState', { state: 'frozen' });

  const begun = performance.now();
  expect(await errorOf(other, forced)).toMatchObject({
    code: 'lock_timeout',
    phase: 'token',
    retryable: true,
    isTyped: true,
  });
  const seconds = (performance.now() - begun) / 1000;
  expect(seconds).toBeGreaterThan(1.9);
  expect(seconds).toBeLessThan(5);
  expect(await other.evaluate(() => auth.isAuthenticated)).toBe(true);

  await devtools.send('Page.setWebLifecycleState', { state: 'active' });
  release();
  const token = await page.evaluate(() => window.refreshed);
  expect(await other.evaluate(() => auth.getAccessToken())).toBe(token);
  expect(requests).toHaveLength(1);
});

test.describe('a server with a grace period', () => {
  test.use({ server: { reuseGraceSeconds: 5 } });

  test('complaint 11: an answer that got lost after the server rotated costs one call, where the server has a grace period', async ({
    page,
    world,
  }) => {
    await openWith(page, world, { store: 'localStorage' });
    await signIn(page);
    await subscribe(page);
    const requests = tokenRequests(page);
    const answered = loseTokenAnswer(page);
    expect(await errorOf(page, forced)).toMatchObject({ code: 'network_error', retryable: true, phase: 'token' });
    expect(await answered).toBe(200);
    expect(await page.evaluate(() => auth.isAuthenticated)).toBe(true);
    expect(await page.evaluate(forced)).toEqual(expect.any(String));
    expect(await page.evaluate(forced)).toEqual(expect.any(String));
    expect(requests).toHaveLength(3);
    expect(requests[1]).toEqual(requests[0]);
    expect(requests[2].refresh_token).not.toBe(requests[0].refresh_token);
    expect((await heard(page)).at(-1)).toEqual(['refreshed', false, null, true]);
  });
});

test('complaint 11: on a strict server an answer that got lost ends in one clean session_expired in each tab', async ({
  context,
  site,
}) => {
  const pages = await openTabs(context, site, 2, { store: 'localStorage' });
  const [page, other] = pages;
  await signIn(page);
  await becomes(other, true);
  for (const each of pages) await subscribe(each);
  const requests = tokenRequests(context);
  const answered = loseTokenAnswer(page);
  expect(await errorOf(page, forced)).toMatchObject({ code: 'network_error', retryable: true });
  expect(await answered).toBe(200);
  expect(await page.evaluate(() => auth.isAuthenticated)).toBe(true);

  expect(await errorOf(page, forced)).toMatchObject({
    code: 'session_expired',
    error: 'invalid_grant',
    status: 400,
    retryable: false,
  });
  for (const each of pages) await becomes(each, false);
  for (const each of pages) expect(await errorOf(each, forced)).toMatchObject({ code: 'login_required' });
  expect(requests).toHaveLength(2);
  expect(requests[1]).toEqual(requests[0]);
  expect(await heard(page)).toEqual([
    ['error', false, 'network_error', true],
    ['session_expired', false, 'session_expired', false],
  ]);
  expect(await heard(other)).toEqual([['session_expired', true, null, false]]);
  expect(await stored(page)).toBeUndefined();
});

test('complaint 14: a refresh token is used at the start though the access token has expired', async ({
  context,
  page,
  site,
}) => {
  await context.clock.install();
  await openWith(page, site, { store: 'localStorage' });
  await signIn(page);
  const { access_token } = await stored(page);
  await page.goto('about:blank');
  await context.clock.fastForward(3600_000);
  const requests = tokenRequests(page);
  await page.goto(site.app);
  await isReady(page);
  expect(await page.evaluate(() => auth.checkSession())).toBe(true);
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
  expect(await page.evaluate(() => auth.getAccessToken())).not.toBe(access_token);
  expect(requests).toEqual([{ grant_type: 'refresh_token', refresh_token: expect.any(String), client_id: 'spa' }]);
});

test('complaint 14: a dead refresh token at the start ends in a client that is signed out, is told once, and can sign in', async ({
  context,
  page,
  site,
}) => {
  await context.clock.install();
  await openWith(page, site, { store: 'localStorage' });
  await signIn(page);
  await kill(site, (await stored(page)).refresh_token);
  await context.clock.fastForward(61_000);
  const requests = tokenRequests(page);
  await page.goto(site.app);
  await isReady(page);
  await subscribe(page);
  expect(await page.evaluate(() => auth.checkSession())).toBe(false);
  expect(await page.evaluate(() => auth.checkSession())).toBe(false);
  expect(requests).toHaveLength(1);
  expect(await heard(page)).toEqual([['session_expired', false, 'session_expired', false]]);
  expect(await stored(page)).toBeUndefined();

  // The provider knows the user, so nobody types a password; the consent went with the grant.
  await page.evaluate(() => void auth.loginWithRedirect());
  await page.locator('button[name=consent]').click();
  await page.waitForURL(/\/callback\?/);
  await isReady(page);
  await page.evaluate(() => auth.handleRedirectCallback());
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
});

test.describe('an app and a server of different sites', () => {
  // Two sites for a browser, both of this machine. The server's cookie is SameSite=Lax, or none that a frame is sent.
  test.use({ server: { appHost: '127.0.0.1' } });

  test('complaint 04: a reload goes on by the refresh token, where no cookie of the server could be read in a frame', async ({
    context,
    page,
    world,
  }) => {
    await context.clock.install();
    await openWith(page, world, { store: 'sessionStorage' });
    expect([new URL(world.app).hostname, new URL(world.issuer).hostname]).toEqual(['127.0.0.1', 'localhost']);
    await signIn(page);
    const requests = [];
    page.on('request', (request) => {
      if (request.url().startsWith(world.issuer)) requests.push(request);
    });
    for (const reload of [1, 2]) {
      await context.clock.fastForward(35_000);
      await page.goto(world.app);
      await isReady(page);
      expect(await page.evaluate(() => auth.checkSession())).toBe(true);
      const refreshes = requests.filter((request) => request.url().endsWith('/oauth/token'));
      expect(refreshes).toHaveLength(reload);
    }
    // There was no frame, no page of the server, and no cookie along.
    expect(page.frames()).toHaveLength(1);
    for (const request of requests) {
      expect(request.url()).toMatch(/\/(token|jwks|openid-configuration)$/);
      expect(await request.headerValue('cookie')).toBeNull();
    }
  });
});
