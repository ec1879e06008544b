// Networks that fail, or are slow, at the worst moment.
import { errorOf, isReady, openWith, reachCallback, signIn, tokenRequests } from '../support/fixtures.mjs';
import { expect, heard, loseTokenAnswer, stored, subscribe, test } from './fixtures-world.mjs';

const handle = () => auth.handleRedirectCallback();
const appState = { cart: 3 };

/** One more sign-in, for which the provider asks nothing. */
async function signInAgain(page, state) {
  const pages = [];
  page.on('framenavigated', (frame) => pages.push(new URL(frame.url()).pathname));
  await page.evaluate((appState) => void auth.loginWithRedirect({ appState }), state);
  await page.waitForURL(/\/callback\?/);
  await isReady(page);
  // Neither the page for the password nor the one for the consent was shown.
  expect(pages).toEqual(['/callback']);
  return page.evaluate(handle);
}

test('complaint 10: an answer that got lost at the callback costs one redirect, and no second password', async ({
  app,
}) => {
  await reachCallback(app, { appState });
  const requests = tokenRequests(app);
  const answered = loseTokenAnswer(app);
  const error = await errorOf(app, handle);
  expect(error).toMatchObject({ code: 'network_error', phase: 'callback', retryable: true, appState, returnTo: '/' });
  expect(await answered).toBe(200);
  expect(await signInAgain(app, error.appState)).toEqual({ appState, returnTo: expect.any(String) });
  expect(await app.evaluate(() => auth.getUser().sub)).toBe('alice');
  // The code that may be spent was not sent again.
  expect(requests.map(({ grant_type }) => grant_type)).toEqual(['authorization_code', 'authorization_code']);
  expect(requests[1].code).not.toBe(requests[0].code);
});

test('complaint 10: a server that is too slow at the callback is a timeout, which the app may set, and costs no password', async ({
  page,
  site,
}) => {
  await openWith(page, site, { timeoutSeconds: 1 });
  await reachCallback(page, { appState });
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(
    /\/oauth\/token$/,
    async (route) => {
      await released;
      await route.abort();
    },
    { times: 1 },
  );
  const error = await errorOf(page, handle);
  release();
  expect(error).toMatchObject({ code: 'timeout', phase: 'callback', retryable: true, appState, returnTo: '/' });
  expect(await signInAgain(page, error.appState)).toEqual({ appState, returnTo: expect.any(String) });
});

test('complaint 12: a start without a network keeps the user, and the session goes on when the network is back', async ({
  context,
  page,
  world,
}) => {
  await context.clock.install();
  await openWith(page, world, { store: 'localStorage' });
  // The app itself is there without a network.
  await page.evaluate(async () => {
    const own = trustedTypes.createPolicy('test', { createScriptURL: (url) => url });
    await navigator.serviceWorker.register(own.createScriptURL('/offline.js'));
    await navigator.serviceWorker.ready;
  });
  await signIn(page);
  await page.goto(world.app);
  await isReady(page);
  expect(await page.evaluate(() => auth.checkSession())).toBe(true);
  const before = await stored(page);
  await context.clock.fastForward(61_000);

  await context.setOffline(true);
  const requests = tokenRequests(page);
  await page.reload();
  await isReady(page);
  await subscribe(page);
  const begun = performance.now();
  expect(await page.evaluate(() => auth.checkSession())).toBe(true);
  expect(performance.now() - begun).toBeLessThan(2000);
  const shown = () => page.evaluate(() => [auth.getSnapshot().user.name, auth.getSnapshot().isStale]);
  expect(await shown()).toEqual([expect.stringMatching(/^Alice/), true]);
  expect(await errorOf(page, () => auth.getAccessToken())).toMatchObject({ code: 'network_error', retryable: true });
  expect(await stored(page)).toEqual(before);
  const lost = requests.length;

  // Nobody calls: the page hears that the network is back.
  await context.setOffline(false);
  await expect.poll(shown).toEqual([expect.stringMatching(/^Alice/), false]);
  expect(await heard(page)).toEqual([
    ['error', false, 'network_error', true],
    ['refreshed', false, null, true],
  ]);
  expect(requests).toHaveLength(lost + 1);
  expect((await stored(page)).access_token).not.toBe(before.access_token);
});
