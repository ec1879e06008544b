// The callback, however it is reached: twice, again, by a stranger's answer, in a browser that never began it.
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
import { load, test } from './fixtures-app.mjs';

// React's StrictMode runs each effect, cleans up after it, and runs it once more, all in one task: that is what these do.
test('complaint 02: an effect that runs twice sends one code, and both get the same outcome', async ({ app }) => {
  const requests = tokenRequests(app);
  await reachCallback(app, { appState: 'cart' });
  const outcomes = await app.evaluate(async () => {
    const effect = async () => (auth.isRedirectCallback() ? auth.handleRedirectCallback() : 'nothing to do');
    const both = await Promise.all([effect(), effect()]);
    // A component that is mounted later asks once more.
    return [...both, await effect(), await auth.handleRedirectCallback(), auth.getUser().sub];
  });
  const outcome = { appState: 'cart', returnTo: '/' };
  expect(outcomes).toEqual([outcome, outcome, 'nothing to do', outcome, 'alice']);
  expect(requests).toHaveLength(1);
});

for (const store of ['memory', 'sessionStorage', 'localStorage']) {
  test(`complaint 02: two clients that an effect made with the same options send one code, and both are signed in (${store})`, async ({
    page,
    site,
  }) => {
    const requests = tokenRequests(page);
    await openWith(page, site, { store });
    await reachCallback(page, { appState: 'cart' });
    const outcomes = await page.evaluate(async () => {
      const effect = async () => {
        const client = createClient(options);
        const outcome = client.isRedirectCallback() ? await client.handleRedirectCallback() : 'nothing to do';
        return [outcome.appState, client.getUser()?.sub];
      };
      return Promise.all([effect(), effect()]);
    });
    expect(outcomes).toEqual([
      ['cart', 'alice'],
      ['cart', 'alice'],
    ]);
    expect(requests).toHaveLength(1);
  });
}

test('complaint 02: a client that the clean-up disposes of leaves its callback to the one that comes after it', async ({
  app,
}) => {
  const requests = tokenRequests(app);
  await reachCallback(app, { appState: 'cart' });
  const outcomes = await app.evaluate(async () => {
    const effect = () => {
      const client = createClient(options);
      const outcome = client.isRedirectCallback() ? client.handleRedirectCallback() : Promise.resolve('nothing to do');
      const settled = outcome.then(
        ({ appState }) => [appState, client.getUser().sub],
        ({ code }) => code,
      );
      return { settled, cleanUp: () => client.dispose() };
    };
    const first = effect();
    first.cleanUp();
    return Promise.all([first.settled, effect().settled]);
  });
  expect(outcomes).toEqual(['client_disposed', ['cart', 'alice']]);
  expect(requests).toHaveLength(1);
});

for (const store of ['sessionStorage', 'localStorage']) {
  test(`complaint 03: Back to the server, Forward and a reload at the callback show no error (${store})`, async ({
    page,
    site,
  }) => {
    await openWith(page, site, { store });
    const requests = tokenRequests(page);
    await signIn(page);
    await page.goBack();
    await page.goBack();
    await page.goForward();
    await page.goForward();
    expect(page.url()).toBe(`${site.app}/callback`);
    expect(await load(page)).toBe('alice');
    await page.reload();
    expect(await load(page)).toBe('alice');
    expect(requests).toHaveLength(1);
  });
}

test('complaint 03: an answer to a sign-in that was ended already is success while its session lives, and no code is sent', async ({
  page,
  site,
}) => {
  await openWith(page, site, { store: 'localStorage' });
  const requests = tokenRequests(page);
  const asked = page.waitForRequest(/\/oauth\/authorize\?/);
  await reachCallback(page);
  const callback = page.url();
  expect(await load(page)).toBe('alice');

  // The login page was bookmarked, or is gone back to: the server answers the same request with another code.
  await page.goto((await asked).url());
  await page.waitForURL(/\/callback\?/);
  expect(page.url()).not.toBe(callback);
  expect(await load(page)).toBe('alice');
  // The callback itself was bookmarked.
  await page.goto(callback);
  expect(await load(page)).toBe('alice');
  expect(new URL(page.url()).search).toBe('');
  expect(requests).toHaveLength(1);
});

test('complaint 03: without a session that is transaction_used, and one more sign-in needs no password', async ({
  app,
}) => {
  const requests = tokenRequests(app);
  await reachCallback(app);
  const callback = app.url();
  expect(await load(app)).toBe('alice');
  // The session was in memory, and is gone with the page.
  await app.goto(callback);
  expect(await load(app)).toBe('transaction_used');
  expect(requests).toHaveLength(1);
  await app.evaluate(() => void auth.loginWithRedirect());
  await app.waitForURL(/\/callback\?/);
  expect(await load(app)).toBe('alice');
  expect(requests).toHaveLength(2);
});

for (const path of [
  '/x?code=a&state=b',
  '/x?error=1',
  '/x?error=access_denied&state=b',
  '/callback?error=1',
  '/callback?code=a&state=b',
  '/callback?error=access_denied&state=b',
]) {
  test(`complaint 06: ${path} of another library leaves URL and session as they are`, async ({ page, site }) => {
    await openWith(page, site, { store: 'localStorage' });
    await signIn(page);
    // All but the count of callbacks, by which endless rounds are noticed.
    const stored = () =>
      page.evaluate(() =>
        [localStorage, sessionStorage].map((area) =>
          Object.entries(area).filter(([key]) => !key.endsWith(':callbacks')),
        ),
      );
    const before = await stored();
    const requests = tokenRequests(page);

    await page.goto(site.app + path);
    const isOurs = path.startsWith('/callback') && path.includes('state=');
    expect(await load(page)).toBe(isOurs ? 'state_not_found' : 'alice');
    expect(await page.evaluate(() => auth.checkSession())).toBe(true);
    expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
    expect(page.url()).toBe(site.app + path);
    expect(await stored()).toEqual(before);
    expect(requests).toHaveLength(0);
  });
}

// What an app on an iOS home screen met: the login ended in Safari, whose storage is another one. Only such a device can show
// it; here the storage is dropped on the way, and then the callback is opened in another browser.
test('complaint 39: a callback whose storage is gone is state_not_found, and signing in again needs no password', async ({
  app,
}) => {
  const requests = tokenRequests(app);
  await reachCallback(app, { appState: 'cart' });
  await app.evaluate(() => sessionStorage.clear());
  const { href: lost } = new URL(app.url());
  const error = await errorOf(app, () => auth.handleRedirectCallback());
  expect(error).toMatchObject({ code: 'state_not_found', phase: 'callback', retryable: false, isTyped: true });
  expect(error.hint).toContain('Begin again');
  expect(requests).toHaveLength(0);

  await app.evaluate(() => void auth.loginWithRedirect({ returnTo: '/' }));
  await app.waitForURL((url) => url.pathname === '/callback' && url.href !== lost);
  expect(await load(app)).toBe('alice');
  expect(requests).toHaveLength(1);
});

test('complaint 39: in a browser that never began it, a callback ends with the same error, and the one that did goes on', async ({
  app,
  browser,
}) => {
  await reachCallback(app);
  const callback = app.url();
  const safari = await browser.newContext();
  const stranger = await safari.newPage();
  const requests = tokenRequests(stranger);
  await stranger.goto(callback);
  expect(await load(stranger)).toBe('state_not_found');
  expect(requests).toHaveLength(0);
  await leave(stranger, { returnTo: '/' });
  await signInAs(stranger, 'bob', 'builder');
  await stranger.waitForURL(/\/callback\?/);
  expect(await load(stranger)).toBe('bob');
  await safari.close();

  await isReady(app);
  expect(await load(app)).toBe('alice');
});
