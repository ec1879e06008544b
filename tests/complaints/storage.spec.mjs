// Storages that a browser denies, and storages that are full.
import {
  errorOf,
  expect,
  framedAt,
  isReady,
  openWith,
  reachCallback,
  scope,
  signIn,
  tokenRequests,
} from '../support/fixtures.mjs';
import { fill, launchBlocking, load, startOpenSite, test } from './fixtures-app.mjs';

/** Has every page of the app note what it is warned of. */
const notingWarnings = (page, store) =>
  page.addInitScript((store) => {
    window.warnings = [];
    const onWarning = ({ code, expected, received }) => window.warnings.push([code, expected, received]);
    window.changes = { store, onWarning };
  }, store);

/** Notes what nobody caught in a page. */
function uncaught(page) {
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  return errors;
}

/** A page whose storages are denied: it lives, says what is wrong, and stays where it is. */
async function livesWithoutStorage(page) {
  expect(
    await page.evaluate(async () => {
      const read = (name) => {
        try {
          return typeof window[name];
        } catch (error) {
          return error.name;
        }
      };
      return [read('localStorage'), read('sessionStorage')];
    }),
  ).toEqual(['SecurityError', 'SecurityError']);
  const url = page.url();
  expect(await load(page)).toBe('nobody');
  expect(await errorOf(page, () => auth.getAccessToken())).toMatchObject({ code: 'login_required', isTyped: true });
  const error = await errorOf(page, () => auth.loginWithRedirect());
  expect(error).toMatchObject({ code: 'storage_unavailable', phase: 'login', retryable: false, isTyped: true });
  expect(error.hint).toContain('Allow site data');
  expect(page.url()).toBe(url);
  const [code, expected, received] = await page.evaluate(async () => {
    const warned = new Promise((onWarning) => createClient({ ...options, store: 'localStorage', onWarning }).ready());
    const { code, expected, received } = await warned;
    return [code, expected, received];
  });
  expect([code, expected, received]).toEqual(['storage_degraded', 'localStorage', 'memory']);
}

test('complaint 18: a sandboxed frame without an origin throws nothing at import or construction, and says what is wrong', async ({
  page,
  site,
}) => {
  const open = await startOpenSite({ issuer: site.issuer, clientId: 'spa', scope });
  const errors = uncaught(page);
  const frame = await framedAt('localhost', page, open.url, 'sandbox="allow-scripts"');
  await isReady(frame);
  await livesWithoutStorage(frame);
  expect(errors).toEqual([]);
  await open.close();
});

test('complaint 18: a user who blocks site data gets a page that works, and the error before the page is left', async ({
  site,
}, info) => {
  const { executablePath, args } = info.project.use.launchOptions;
  const context = await launchBlocking(info.outputPath('profile'), [site.app], { executablePath, args });
  const page = context.pages()[0];
  const errors = uncaught(page);
  await page.goto(site.app);
  await isReady(page);
  await livesWithoutStorage(page);
  expect(errors).toEqual([]);
  await context.close();
});

// No setting of a browser denies one storage alone; a page can.
test('complaint 18: where localStorage alone is denied, the session is kept in sessionStorage, and the app is told', async ({
  page,
  site,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      },
    });
  });
  await notingWarnings(page, 'localStorage');
  await page.goto(site.app);
  await isReady(page);
  await signIn(page);
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
  await page.reload();
  expect(await load(page)).toBe('alice');
  // Its text is loaded when there is something to say.
  await page.waitForFunction(() => window.warnings.length > 0);
  expect(await page.evaluate(() => window.warnings)).toEqual([['storage_degraded', 'localStorage', 'sessionStorage']]);
});

test('complaint 19: of 200 sign-ins that were given up, 16 are remembered, and the next one works', async ({ app }) => {
  const count = () => app.evaluate(() => [sessionStorage.length, localStorage.length, document.cookie]);
  await app.evaluate(async () => {
    for (let round = 0; round < 200; round++) await auth.loginWithRedirect({ openUrl() {} });
  });
  expect(await count()).toEqual([16, 0, '']);
  const { appState } = await signIn(app, { appState: 'last' });
  expect(appState).toBe('last');
  // Beside them, how many callbacks there were lately; and for all tabs, by a hash, which state was used.
  expect(await count()).toEqual([16 + 1, 1, '']);
});

test('complaint 19: where both storages are full the sign-in ends with the typed error, and works once there is room', async ({
  app,
  site,
}) => {
  await fill(app, 'localStorage');
  await fill(app, 'sessionStorage');
  const error = await errorOf(app, () => auth.loginWithRedirect());
  expect(error).toMatchObject({ code: 'storage_unavailable', phase: 'login', isTyped: true });
  expect(app.url()).toBe(`${site.app}/`);
  // localStorage stays as full as it is.
  await app.evaluate(() => sessionStorage.clear());
  await signIn(app);
  expect(await app.evaluate(() => auth.getUser().sub)).toBe('alice');
});

test('complaint 19: a store that fills up at the end of a sign-in costs a warning, not the sign-in', async ({
  page,
  site,
}) => {
  await notingWarnings(page, 'localStorage');
  await page.goto(site.app);
  await isReady(page);
  const requests = tokenRequests(page);
  await reachCallback(page);
  // The client is there already, and found room.
  await page.evaluate(() => auth.ready());
  await fill(page, 'localStorage');
  await page.evaluate(() => auth.handleRedirectCallback());
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
  await page.waitForFunction(() => window.warnings.length > 0);
  await page.evaluate(() => auth.getAccessToken({ forceRefresh: true }));
  expect(requests).toHaveLength(2);
  expect(await page.evaluate(() => window.warnings)).toEqual([['storage_degraded', 'localStorage', 'memory']]);

  // With room again, the session moves to where it was asked for.
  await page.evaluate(() => localStorage.clear());
  await page.evaluate(() => auth.getAccessToken({ forceRefresh: true }));
  await page.reload();
  expect(await load(page)).toBe('alice');
  expect(requests).toHaveLength(3);
});

test('complaint 19: a store that was full before is told when the app starts, and the next best one is used', async ({
  page,
  site,
}) => {
  await openWith(page, site);
  await fill(page, 'localStorage');
  await notingWarnings(page, 'localStorage');
  await page.reload();
  await isReady(page);
  await signIn(page);
  await page.reload();
  expect(await load(page)).toBe('alice');
  // Its text is loaded when there is something to say.
  await page.waitForFunction(() => window.warnings.length > 0);
  expect(await page.evaluate(() => window.warnings)).toEqual([['storage_degraded', 'localStorage', 'sessionStorage']]);
});
