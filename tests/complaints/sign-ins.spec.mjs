// Sign-ins that go round, run side by side, are given up, or come back without what the app gave along.
import {
  errorOf,
  expect,
  isReady,
  leave,
  openWith,
  reachCallback,
  signIn,
  signInAs,
  tokenRequests,
} from '../support/fixtures.mjs';
import { asked, begin, load, signsInAlways, test } from './fixtures-app.mjs';

test('complaint 05: an app that signs in again whatever went wrong is stopped by redirect_loop after three refusals', async ({
  context,
  page,
  site,
  start,
}) => {
  // Whoever comes to its login page is refused.
  const server = await start({
    configure: (configuration) => ({
      ...configuration,
      interactions: { url: (_ctx, { uid }) => `/interaction/${uid}/abort` },
    }),
  });
  const rounds = asked(context, '/oauth/authorize');
  await page.clock.install();
  await signsInAlways(page);
  await openWith(page, site, { issuer: server.issuer }).catch(() => {});
  await page.waitForFunction(() => window.endedBy);
  expect(await page.evaluate(() => window.endedBy)).toBe('redirect_loop');
  expect(rounds).toHaveLength(3);
  expect(page.url()).toBe(`${site.app}/callback`);

  // The user comes back to it later, and is not locked out.
  const refused = await errorOf(page, () => auth.loginWithRedirect());
  expect(refused).toMatchObject({ code: 'redirect_loop', phase: 'login', retryable: false, isTyped: true });
  expect(rounds).toHaveLength(3);
  await page.clock.fastForward(31_000);
  await page.evaluate(() => auth.loginWithRedirect({ openUrl() {} }));
});

test('complaint 05: a sign-in is one change of state, with nothing in between that a guard could take for signed out', async ({
  app,
}) => {
  await reachCallback(app);
  const heard = await app.evaluate(async () => {
    const heard = [auth.isAuthenticated];
    auth.subscribe(({ isAuthenticated }, { reason }) => heard.push([isAuthenticated, reason]));
    await auth.handleRedirectCallback();
    return [...heard, auth.isAuthenticated];
  });
  expect(heard).toEqual([false, [true, 'signed_in'], true]);
});

test('complaint 07: sign-ins in three tabs end in any order, each with its own state', async ({ context, site }) => {
  const requests = tokenRequests(context);
  const tabs = {};
  for (const name of ['A', 'B', 'C']) {
    tabs[name] = await context.newPage();
    await tabs[name].goto(site.app);
    await isReady(tabs[name]);
    await leave(tabs[name], { appState: name });
  }
  for (const name of ['C', 'A', 'B']) {
    await signInAs(tabs[name]);
    await tabs[name].waitForURL(/\/callback\?/);
    await isReady(tabs[name]);
    expect(await tabs[name].evaluate(async () => (await auth.handleRedirectCallback()).appState)).toBe(name);
  }
  for (const tab of Object.values(tabs)) expect(await tab.evaluate(() => auth.getUser().sub)).toBe('alice');
  expect(new Set(requests.map(({ code_verifier }) => code_verifier)).size).toBe(3);
  expect(requests).toHaveLength(3);
});

test('complaint 07: sign-ins that were begun one after the other in one tab do not replace each other', async ({
  app,
}) => {
  const urls = {};
  for (const name of ['A', 'B', 'C']) urls[name] = await begin(app, { appState: name });
  for (const name of ['C', 'A', 'B']) {
    await app.goto(urls[name]);
    if (name === 'C') await signInAs(app);
    await app.waitForURL(/\/callback\?/);
    await isReady(app);
    expect(await app.evaluate(async () => (await auth.handleRedirectCallback()).appState)).toBe(name);
  }
});

test('complaint 08: a tab that was closed at the login page leaves nothing that stops the next sign-in', async ({
  app,
  context,
  site,
}) => {
  await leave(app);
  await app.close();
  const again = await context.newPage();
  await again.goto(site.app);
  await isReady(again);
  await signIn(again);
  expect(await again.evaluate(() => auth.getUser().sub)).toBe('alice');
});

test('complaint 08: a user who came back from the login page with the Back button signs in at the second attempt', async ({
  app,
}) => {
  await leave(app, { appState: 'first' });
  await app.goBack();
  await isReady(app);
  expect((await signIn(app, { appState: 'second' })).appState).toBe('second');
});

const link = '/a?x=1&tab=b%2Fc#y';
const state = { cart: [1, { note: 'é' }] };

/** From the deep link to the callback, by way of what is done at the server. */
async function throughServer(page, site, atServer) {
  await page.goto(site.app + link);
  await isReady(page);
  await leave(page, { appState: state });
  await atServer();
  await page.waitForURL(/\/callback\?/);
  await isReady(page);
}

test('complaint 24: path, query, hash and appState come back with the sign-in', async ({ page, site }) => {
  await throughServer(page, site, () => signInAs(page));
  const result = await page.evaluate(() => auth.handleRedirectCallback());
  expect(result).toEqual({ appState: state, returnTo: link });
});

test('complaint 24: they come back with an error of the server as well', async ({ page, site }) => {
  await throughServer(page, site, () => page.locator('.deny').click());
  const error = await errorOf(page, () => auth.handleRedirectCallback());
  expect(error).toMatchObject({ code: 'authorization_error', error: 'access_denied', appState: state, returnTo: link });
});

test('complaint 24: they come back with a connection that broke at the last step', async ({ page, site }) => {
  await throughServer(page, site, () => signInAs(page));
  await page.route(/\/oauth\/token$/, (route) => route.abort('connectionreset'));
  const error = await errorOf(page, () => auth.handleRedirectCallback());
  expect(error).toMatchObject({ code: 'network_error', appState: state, returnTo: link, retryable: true });
});

test('complaint 24: nothing of them leaves the browser', async ({ page, site }) => {
  const seen = [];
  page.on('request', (request) => seen.push(request.url() + (request.postData() ?? '')));
  await page.goto(site.app + link);
  await isReady(page);
  const before = seen.length;
  await leave(page, { appState: 'a-cart-of-mine' });
  await signInAs(page);
  await page.waitForURL(/\/callback\?/);
  expect(await load(page)).toBe('alice');
  expect(seen.length).toBeGreaterThan(before);
  expect(seen.slice(before).filter((text) => /a-cart-of-mine|tab%3Db|b%2Fc/i.test(text))).toEqual([]);
});
