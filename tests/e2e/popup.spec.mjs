// Sign-in in a popup, against a real authorization server: how it ends well, and in every other way.
import { fileURLToPath } from 'node:url';
import { errorOf, handlesCallbacks, isReady, signInAs, tokenRequests } from '../support/fixtures.mjs';
import {
  clickLast,
  endsIn,
  expect,
  isGone,
  open,
  openPopup,
  secondsToEnd,
  signInThere,
  test,
  watchOpen,
} from '../support/popups.mjs';

/** The package with the hook that breaks the core: see trap.spec.mjs. */
const hooked = fileURLToPath(new URL('../../target/test-hooks/npm/dist/', import.meta.url));

test('a user signs in in a popup that opens on its final URL; the verifier is in no storage', async ({
  page,
  world,
}) => {
  const requests = tokenRequests(page);
  await watchOpen(page);
  await open(page, world);
  const popup = await openPopup(page);
  await popup.waitForURL(/\/interaction\//);
  const [[url, target, features]] = await page.evaluate(() => opened);
  const { origin, searchParams } = new URL(url);
  expect(origin).toBe(world.issuer);
  expect(searchParams.get('code_challenge_method')).toBe('S256');
  expect(searchParams.get('redirect_uri')).toBe(world.relay);
  expect([target, features]).toEqual([
    '_blank',
    expect.stringMatching(/^popup,width=480,height=680,left=-?[\d.]+,top=-?[\d.]+$/),
  ]);
  const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  expect(kept).not.toContain(searchParams.get('state'));

  await signInThere(popup);
  await endsIn(page, 'alice');
  await isGone(popup);
  expect(requests.map(({ grant_type: type, redirect_uri: uri }) => [type, uri])).toEqual([
    ['authorization_code', world.relay],
  ]);
  expect(kept).not.toContain(requests[0].code_verifier);
});

test("the app's own route is the callback page as well, and closes itself", async ({ page, context, world }) => {
  await handlesCallbacks(context);
  await open(page, world, { relayRedirectUri: undefined });
  const popup = await openPopup(page);
  await signInThere(popup);
  await endsIn(page, 'alice');
  await isGone(popup);
});

test('a popup that the app has opened is led to the server, and closed in the end', async ({ page, world }) => {
  await open(page, world);
  await page.evaluate(() => {
    addEventListener('click', () => Object.assign(window, { more: { popup: open('') } }), { capture: true });
  });
  const popup = await openPopup(page);
  await signInThere(popup);
  await endsIn(page, 'alice');
  await isGone(popup);
});

test.describe('in a sandbox without allow-popups', () => {
  test.use({ server: { appPolicy: '; sandbox allow-scripts allow-same-origin' } });

  test('a window that the browser refuses is popup_blocked, as is one that the app was refused', async ({
    page,
    world,
  }) => {
    await open(page, world);
    const codes = await page.evaluate(() => {
      const code = (promise) => promise.then(() => 'fulfilled').catch(({ code }) => code);
      return Promise.all([code(auth.loginWithPopup()), code(auth.loginWithPopup({ popup: window.open('') }))]);
    });
    expect(codes).toEqual(['popup_blocked', 'popup_blocked']);
  });
});

test('a user who says no ends it in authorization_error, and the popup closes', async ({ page, world }) => {
  await open(page, world);
  const popup = await openPopup(page);
  await clickLast(popup, 'a[href$="/abort"], form[action$="/abort"] button');
  await endsIn(page, 'authorization_error');
  expect(await page.evaluate(() => [error.error, error.phase])).toEqual(['access_denied', 'callback']);
  await isGone(popup);
});

test('closing the popup rejects with popup_closed within 2 seconds, at whichever page of the server it is', async ({
  page,
  world,
}) => {
  await watchOpen(page);
  await open(page, world);
  const places = {
    'at the login page': (popup) => popup.locator('input[name=login]').waitFor(),
    'at the consent page': async (popup) => {
      await popup.locator('input[name=login]').fill('alice');
      await popup.locator('input[name=password]').fill('wonderland');
      await popup.locator('button[type=submit]').first().click();
      await popup.locator('button[name=consent]').waitFor();
    },
  };
  for (const [place, reach] of Object.entries(places)) {
    const popup = await openPopup(page);
    await reach(popup);
    // As long as it takes to look at it.
    await page.waitForTimeout(300);
    expect(await secondsToEnd(page, popup), place).toBeLessThan(2);
    await endsIn(page, 'popup_closed');
  }
});

test('its signal ends it: the popup closes, and the cause is the reason', async ({ page, world }) => {
  await open(page, world);
  await page.evaluate(() => {
    window.controller = new AbortController();
    window.more = { signal: controller.signal };
  });
  const popup = await openPopup(page);
  await popup.waitForURL(/\/interaction\//);
  await page.evaluate(() => controller.abort('changed my mind'));
  await endsIn(page, 'aborted');
  expect(await page.evaluate(() => error.cause)).toBe('changed my mind');
  await isGone(popup);
  // The same signal once more.
  await isGone(await openPopup(page));
  await endsIn(page, 'aborted');
});

test('its time limit ends it; who answers afterwards is told so in the popup, and nobody is signed in', async ({
  page,
  world,
  context,
}) => {
  await watchOpen(page);
  await open(page, world);
  const popup = await openPopup(page, { timeoutSeconds: 2 });
  await endsIn(page, 'timeout');
  expect(await page.evaluate(() => error.retryable)).toBe(true);
  await isGone(popup);
  // Where the user was sent to, in a window that nobody closes.
  const [[url]] = await page.evaluate(() => opened);
  const late = await context.newPage();
  await late.goto(url);
  await signInAs(late);
  await expect(late.locator('p')).toContainText('Nobody waits for this sign-in');
  expect(late.url()).toBe(world.relay);
  expect(await page.evaluate(() => auth.isAuthenticated)).toBe(false);
});

test('a time limit that is none is config_error, as is any other option, and the popup closes', async ({
  page,
  world,
}) => {
  await open(page, world);
  const wrong = { timeoutSeconds: 0, maxAge: -1, scope: 'profile', appState: 1 };
  for (const [name, value] of Object.entries(wrong)) {
    await isGone(await openPopup(page, { [name]: value }));
    await endsIn(page, 'config_error');
    expect(await page.evaluate(() => error.option)).toBe(name);
  }
});

test('a new call ends the one before, and is not harmed by it', async ({ page, world }) => {
  await open(page, world);
  const first = await openPopup(page);
  await first.waitForURL(/\/interaction\//);
  await page.evaluate(() => {
    window.first = [];
    // The button keeps its own outcome in the same place.
    Object.defineProperty(window, 'outcome', {
      set: (code) => code && window.first.push(code),
      get: () => first.join(),
    });
  });
  const second = await openPopup(page);
  await isGone(first);
  await endsIn(page, 'aborted');
  await signInThere(second);
  await endsIn(page, 'aborted,alice');
  await isGone(second);
});

test('two clients have a popup each at the same time', async ({ page, world }) => {
  await open(page, world);
  await page.evaluate(() => {
    window.other = createClient({ ...options, clientId: 'spa-es256', idTokenSignedResponseAlg: 'ES256' });
    return other.ready();
  });
  const popups = [await openPopup(page), await openPopup(page, {}, 'other')];
  await signInThere(popups[1]);
  await expect.poll(() => page.evaluate(() => other.isAuthenticated)).toBe(true);
  // The server knows the user by now.
  await popups[0].reload();
  await popups[0].locator('button[name=consent]').or(popups[0].locator('input[name=login]')).first().waitFor();
  if (await popups[0].locator('input[name=login]').isVisible()) await signInThere(popups[0]);
  else await clickLast(popups[0], 'button[name=consent]');
  await expect.poll(() => page.evaluate(() => auth.isAuthenticated)).toBe(true);
});

test('dispose() ends it with client_disposed, and the popup closes', async ({ page, world }) => {
  await open(page, world);
  const popup = await openPopup(page);
  await popup.waitForURL(/\/interaction\//);
  await page.evaluate(() => auth.dispose());
  await endsIn(page, 'client_disposed');
  await isGone(popup);
});

test('dispose() ends it so before the code for popups has come, too', async ({ page, world }) => {
  await open(page, world);
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(/\/popup-\w+\.js$/, (route) => released.then(() => route.continue()));
  const popup = await openPopup(page);
  await page.evaluate(() => auth.dispose());
  release();
  await endsIn(page, 'client_disposed');
  await isGone(popup);
});

test('a sign-out meanwhile ends it in login_required, and nobody is signed in', async ({ page, world }) => {
  await open(page, world);
  const popup = await openPopup(page);
  await popup.locator('input[name=login]').waitFor();
  await page.evaluate(() => void auth.revokeTokens().catch(() => {}));
  await signInThere(popup);
  await endsIn(page, 'login_required');
  expect(await page.evaluate(() => auth.isAuthenticated)).toBe(false);
});

test('a window that the browser does not close ends in callback_handed_over, and the page that waits has the answer', async ({
  page,
  world,
  context,
}) => {
  await watchOpen(page);
  await open(page, world, { relayRedirectUri: undefined });
  const popup = await openPopup(page);
  await popup.waitForURL(/\/interaction\//);
  // In a window of the user's own, which no script may close.
  const [[url]] = await page.evaluate(() => opened);
  const own = await context.newPage();
  await own.goto(url);
  await signInAs(own);
  await own.waitForURL(/\/callback\?/);
  await isReady(own);
  const error = await errorOf(own, () => auth.handleRedirectCallback());
  expect([error.code, error.phase, error.isTyped]).toEqual(['callback_handed_over', 'callback', true]);
  await endsIn(page, 'alice');
  expect(await own.evaluate(() => auth.isAuthenticated)).toBe(false);
});

test('the core breaks meanwhile: the popup goes on, and signs in with the next core', async ({ page, world }) => {
  await page.route(/\/proofkey\/dist\//, (route) => {
    const [, file] = new URL(route.request().url()).pathname.split('/dist/');
    return route.fulfill({ path: hooked + file });
  });
  await open(page, world);
  const popup = await openPopup(page);
  await popup.waitForURL(/\/interaction\//);
  const broken = await page.evaluate(() => {
    window.proofkeyTrap = 1;
    return auth.loginWithRedirect({ openUrl() {} }).catch(({ code }) => code);
  });
  expect(broken).toBe('internal_error');
  await signInThere(popup);
  await endsIn(page, 'alice');
  await isGone(popup);
});
