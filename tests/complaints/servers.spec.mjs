// Servers: two on one page, one that is down, names with a slash, keys that were exchanged.
import {
  errorOf,
  expect,
  isReady,
  leave,
  openWith,
  reachCallback,
  scope,
  signIn,
  signInAs,
  tokenRequests,
} from '../support/fixtures.mjs';
import { asked, begin, load, startOpenSite, test } from './fixtures-app.mjs';

/** Creates one more client in the page. */
const createOther = (page, changes) =>
  page.evaluate((changes) => {
    window.other = createClient({ ...options, ...changes });
  }, changes);

/** Where the token requests of a page go to. */
function tokenEndpoints(page) {
  const urls = asked(page, '/oauth/token');
  return () => urls.map((url) => new URL(url).origin);
}

test('complaint 30: clients of two issuers with one redirect URI never take each other’s callback or session', async ({
  page,
  site,
  start,
}) => {
  const { issuer } = await start();
  const endpoints = tokenEndpoints(page);
  await openWith(page, site, { store: 'localStorage' });
  await createOther(page, { issuer });
  const [toFirst, toOther] = [await begin(page, { appState: 1 }), await begin(page, { appState: 2 }, 'other')];

  await page.goto(toOther);
  await signInAs(page, 'bob', 'builder');
  await page.waitForURL(/\/callback\?/);
  const callback = page.url();
  await isReady(page);
  await createOther(page, { issuer });
  // It has the form of a callback of the first one; the state is not its own.
  expect(await errorOf(page, () => auth.handleRedirectCallback())).toMatchObject({ code: 'state_not_found' });
  expect(page.url()).toBe(callback);
  expect(await page.evaluate(() => other.handleRedirectCallback())).toEqual({ appState: 2, returnTo: '/' });
  expect(await page.evaluate(() => [auth.getUser(), other.getUser().sub])).toEqual([undefined, 'bob']);

  await page.goto(toFirst);
  await signInAs(page);
  await page.waitForURL(/\/callback\?/);
  await isReady(page);
  await createOther(page, { issuer });
  expect(await errorOf(page, () => other.handleRedirectCallback())).toMatchObject({ code: 'state_not_found' });
  expect(await page.evaluate(() => auth.handleRedirectCallback())).toEqual({ appState: 1, returnTo: '/' });
  await page.evaluate(() => other.checkSession());
  const users = () => page.evaluate(() => [auth, other].map((client) => client.getUser()?.sub ?? null));
  expect(await users()).toEqual(['alice', 'bob']);
  expect(await page.evaluate(() => [auth, other].map((client) => client.getIdTokenClaims().iss))).toEqual([
    site.issuer,
    issuer,
  ]);
  expect(endpoints()).toEqual([issuer, site.issuer]);

  await page.evaluate(() => other.getAccessToken({ forceRefresh: true }));
  expect(endpoints()).toEqual([issuer, site.issuer, issuer]);
  await page.evaluate(() => other.logout({ openUrl() {} }));
  expect(await users()).toEqual(['alice', null]);
  await page.evaluate(() => auth.getAccessToken({ forceRefresh: true }));
  expect(endpoints()).toEqual([issuer, site.issuer, issuer, site.issuer]);
});

for (const store of ['memory', 'sessionStorage', 'localStorage']) {
  test(`complaint 30: two clients of one page with the same options share tokens, refresh and sign-out (${store})`, async ({
    page,
    site,
  }) => {
    await page.clock.install();
    await openWith(page, site, { store });
    await signIn(page);
    await createOther(page, {});
    expect(await page.evaluate(() => other.checkSession())).toBe(true);
    const requests = tokenRequests(page);
    // 25 of 60 seconds are left then: less than a token must have.
    await page.clock.fastForward(35_000);
    const tokens = await page.evaluate(() => Promise.all([auth, other].map((client) => client.getAccessToken())));
    expect(tokens[0]).toBe(tokens[1]);
    expect(requests).toHaveLength(1);
    await page.evaluate(() => other.logout({ openUrl() {} }));
    await expect.poll(() => page.evaluate(() => auth.isAuthenticated)).toBe(false);
    expect(await errorOf(page, () => auth.getAccessToken())).toMatchObject({ code: 'login_required' });
  });
}

test('complaint 30: a frame of the same app shares the tab’s session, and does not end it', async ({ page, start }) => {
  const config = { clientId: 'spa', scope };
  const app = await startOpenSite(config);
  const { issuer } = await start({ origins: [app.url] });
  Object.assign(config, { issuer });
  await openWith(page, { app: app.url }, { store: 'sessionStorage' });
  await signIn(page);
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = '/framed';
    document.body.append(frame);
  });
  await expect.poll(() => page.frames().length).toBe(2);
  expect(await load(page.frames()[1])).toBe('alice');
  await page.reload();
  expect(await load(page)).toBe('alice');
  await app.close();
});

const metadataOf = async (issuer) => (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
const block = (source) => source.route(/\/\.well-known\//, (route) => route.abort('connectionrefused'));

test('complaint 31: with the server’s metadata in the options, a sign-in works though discovery is down', async ({
  page,
  site,
}) => {
  await block(page);
  const discoveries = asked(page, '/openid-configuration');
  await openWith(page, site, { metadata: await metadataOf(site.issuer) });
  await signIn(page);
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
  await page.evaluate(() => auth.getAccessToken({ forceRefresh: true }));
  // When the app was opened; the callback's page has the metadata of the sign-in.
  expect(discoveries).toHaveLength(1);
});

test('complaint 31: so it does where discovery answers without CORS', async ({ page, site, start }) => {
  const server = await start();
  server.provider.use(async (ctx, next) => {
    await next();
    if (ctx.path.includes('.well-known')) ctx.remove('access-control-allow-origin');
  });
  const { issuer } = server;
  await openWith(page, site, { issuer });
  expect(await errorOf(page, () => auth.loginWithRedirect())).toMatchObject({
    code: 'network_error',
    phase: 'login',
    endpoint: `${issuer}/.well-known/openid-configuration`,
    retryable: true,
  });
  await openWith(page, site, { issuer, metadata: await metadataOf(issuer) });
  await signIn(page);
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
});

test('complaint 31: with `discovery: false` no request is made for it, nor any other before the redirect', async ({
  page,
  site,
}) => {
  const metadata = await metadataOf(site.issuer);
  const seen = [];
  page.on('request', (request) => request.url().startsWith(site.issuer) && seen.push(new URL(request.url()).pathname));
  await openWith(page, site, { metadata, discovery: false });
  await page.evaluate(() => auth.ready());
  await begin(page);
  expect(seen).toEqual([]);
  await signIn(page);
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
  expect(seen.filter((pathname) => pathname.startsWith('/.well-known'))).toEqual([]);
});

test('complaint 31: without metadata the error says which request failed, and the next call of the same client works', async ({
  page,
  site,
}) => {
  await block(page);
  await openWith(page, site);
  const error = await errorOf(page, () => auth.loginWithRedirect());
  const endpoint = `${site.issuer}/.well-known/openid-configuration`;
  expect(error).toMatchObject({ code: 'network_error', phase: 'login', endpoint, retryable: true, isTyped: true });
  expect(page.url()).toBe(`${site.app}/`);
  await page.unrouteAll();
  await leave(page);
});

test('complaint 31: discovery that goes down while the user signs in, or before a reload, costs nobody the session', async ({
  page,
  site,
}) => {
  await page.clock.install();
  await openWith(page, site, { store: 'localStorage' });
  await leave(page);
  await block(page);
  await signInAs(page);
  await page.waitForURL(/\/callback\?/);
  expect(await load(page)).toBe('alice');

  await page.clock.fastForward(35_000);
  await page.reload();
  expect(await load(page)).toBe('alice');
  expect(await page.evaluate(() => auth.getSnapshot().isStale)).toBe(true);
  await page.unrouteAll();
  expect(await page.evaluate(() => auth.getAccessToken())).toEqual(expect.any(String));
  expect(await page.evaluate(() => auth.getSnapshot().isStale)).toBe(false);
});

for (const path of ['/', '/tenants/a', '/tenants/a/']) {
  test(`complaint 32: an issuer that ends in ${path} is taken as it is written`, async ({ page, site, start }) => {
    const { issuer } = await start({ path });
    expect(new URL(issuer).pathname).toBe(path);
    await openWith(page, site, { issuer });
    await signIn(page);
    const { iss, sub } = await page.evaluate(() => auth.getIdTokenClaims());
    expect([iss, sub]).toEqual([issuer, 'alice']);
    await page.evaluate(() => auth.getAccessToken({ forceRefresh: true }));
  });

  test(`complaint 32: the same issuer with one slash more or less than ${path} is refused, and both names are told`, async ({
    page,
    site,
    start,
  }) => {
    const { issuer: received } = await start({ path });
    const expected = received.endsWith('/') ? received.slice(0, -1) : `${received}/`;
    await openWith(page, site, { issuer: expected });
    const error = await errorOf(page, () => auth.loginWithRedirect());
    expect(error).toMatchObject({
      code: 'metadata_issuer_mismatch',
      phase: 'login',
      expected,
      received,
      isTyped: true,
    });
    expect(error.hint).toContain('Set issuer to exactly `received`');
    expect(page.url()).toBe(`${site.app}/`);
  });
}

test('complaint 33: keys that were exchanged are fetched past an HTTP cache that keeps the old ones for a day', async ({
  page,
  site,
  start,
}) => {
  const cached = (server) => {
    server.keyRequests = 0;
    server.provider.use(async (ctx, next) => {
      await next();
      if (ctx.path !== '/oauth/jwks') return;
      server.keyRequests += 1;
      ctx.set('cache-control', 'public, max-age=86400');
    });
    return server;
  };
  const before = cached(await start());
  const { issuer } = before;
  await openWith(page, site, { issuer });
  await signIn(page);
  expect(before.keyRequests).toBe(1);

  // The same server with keys of its own making, as every start of it has.
  await before.close();
  const after = cached(await start({ port: Number(new URL(issuer).port) }));
  expect(after.issuer).toBe(issuer);
  await page.goto(site.app);
  await isReady(page);
  await reachCallback(page);
  // The browser itself still answers with the old ones.
  const kids = (keys) => keys.map(({ kid }) => kid);
  const known = await page.evaluate(async (url) => (await (await fetch(url)).json()).keys, `${issuer}/oauth/jwks`);
  expect(after.keyRequests).toBe(0);
  await page.evaluate(() => auth.handleRedirectCallback());
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
  expect(after.keyRequests).toBe(1);
  const { keys } = await (await fetch(`${issuer}/oauth/jwks`)).json();
  expect(kids(known)).not.toEqual(kids(keys));
});
