// The core in two parts: what a first login runs, and what comes once somebody has signed in (js/src/parts.ts).
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorOf, expect, openWith, reachCallback, signIn, signInAs, test } from '../support/fixtures.mjs';

const part = /\/session-bytes-\w+\.js$/;
const dist = (build) => fileURLToPath(new URL(`../../target/${build}/dist/`, import.meta.url));

/** Needs it. */
const refresh = () => auth.getAccessToken({ forceRefresh: true });

/** The second parts that a page asks for from now on. */
function asked(page) {
  const urls = [];
  page.on('request', (request) => part.test(request.url()) && urls.push(request.url()));
  return urls;
}

test('a first login needs the first part alone, up to the access token', async ({ app }) => {
  await reachCallback(app);
  // In one go: two seconds later the other part comes by itself.
  const [token, files] = await app.evaluate(async () => {
    await auth.handleRedirectCallback();
    const token = await auth.getAccessToken();
    return [token, performance.getEntriesByType('resource').map(({ name }) => name)];
  });
  expect(token).toEqual(expect.any(String));
  expect(files.filter((name) => /\/wasm-\w+\.js$/.test(name))).toHaveLength(1);
  expect(files.filter((name) => part.test(name))).toEqual([]);
});

test('a page that finds no session says so without the second part', async ({ page, site }) => {
  const urls = asked(page);
  for (const store of ['memory', 'sessionStorage', 'localStorage']) {
    await openWith(page, site, { store });
    expect(await page.evaluate(() => auth.checkSession()), store).toBe(false);
  }
  expect(urls).toEqual([]);
});

test('the second part comes by itself once somebody has signed in, and no later call waits for it', async ({ app }) => {
  const arrived = app.waitForResponse(part);
  await signIn(app);
  await arrived;
  await app.route(part, (route) => route.abort());
  expect(await app.evaluate(refresh)).toEqual(expect.any(String));
});

test('calls that come at once wait for one second part', async ({ app }) => {
  await signIn(app, { scope: 'openid profile offline_access' });
  const urls = asked(app);
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  await app.route(part, (route) => released.then(() => route.abort()));
  await app.evaluate(() => {
    window.calls = [auth.getAccessToken({ forceRefresh: true }), auth.getUserInfo()].map((call) =>
      call.catch(({ code }) => code),
    );
  });
  await expect.poll(() => urls.length).toBe(1);
  expect(await app.evaluate(() => Promise.race([...calls, 'waiting']))).toBe('waiting');
  release();
  expect(await app.evaluate(() => Promise.all(calls))).toEqual(['core_load_failed', 'core_load_failed']);
});

test('a second part that did not come has taken nothing from the session', async ({ app }) => {
  await signIn(app);
  await app.route(part, (route) => route.abort());
  expect(await errorOf(app, refresh)).toMatchObject({ code: 'core_load_failed', phase: 'start', retryable: true });
  expect(await app.evaluate(() => auth.isAuthenticated)).toBe(true);
  await app.unroute(part);
  expect(await app.evaluate(refresh)).toEqual(expect.any(String));
});

test('who logs out and cannot get the second part is signed out here all the same', async ({ page, site }) => {
  await openWith(page, site, { store: 'localStorage' });
  await signIn(page);
  await page.route(part, (route) => route.abort());
  expect(await errorOf(page, () => auth.logout({ openUrl() {} }))).toMatchObject({
    code: 'core_load_failed',
    phase: 'start',
  });
  expect(
    await page.evaluate(() => [auth.isAuthenticated, Object.keys(localStorage).filter((key) => /:session$/.test(key))]),
  ).toEqual([false, []]);
  await page.unroute(part);
  expect(await page.evaluate(() => auth.checkSession())).toBe(false);
});

test.describe('slim', () => {
  const reach = async (page, site) => {
    await page.goto(`${site.app}/slim.html`);
    await expect(page.locator('#user')).toHaveText('nobody');
    await page.locator('#sign-in').click();
    await signInAs(page);
    await expect(page.locator('#user')).toHaveText('Alice Liddell');
  };

  test('signs in with login.wasm, and asks for session.wasm when it is needed', async ({ page, site }) => {
    const files = [];
    page.on('request', (request) => /\.wasm$/.test(request.url()) && files.push(request.url().split('/').at(-1)));
    await reach(page, site);
    expect(new Set(files)).toEqual(new Set(['login.wasm']));
    expect(await page.evaluate(refresh)).toEqual(expect.any(String));
    expect(files.at(-1)).toBe('session.wasm');
  });

  test('refuses a second part of another build with core_load_failed', async ({ page, site }) => {
    await page.route('**/session.wasm', (route) =>
      route.fulfill({ body: readFileSync(`${dist('test-hooks/npm')}session.wasm`), contentType: 'application/wasm' }),
    );
    await reach(page, site);
    expect(await errorOf(page, refresh)).toMatchObject({ code: 'core_load_failed', phase: 'start' });
    await page.unroute('**/session.wasm');
    expect(await page.evaluate(refresh)).toEqual(expect.any(String));
  });

  test('without the URL of the second part what needs it is core_load_failed', async ({ page, site }) => {
    await page.addInitScript(() => {
      window.onlyLogin = true;
    });
    await reach(page, site);
    const error = await errorOf(page, refresh);
    expect(error).toMatchObject({ code: 'core_load_failed', phase: 'start' });
  });
});
