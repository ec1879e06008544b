// Popups: opened in the user's gesture whatever is still loading, and heard from whatever a provider's pages cut.
import { handlesCallbacks, isReady } from '../support/fixtures.mjs';
import {
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

const coop = { 'cross-origin-opener-policy': 'same-origin' };

/** Opens the app, with everything that its entry imports lazily held back until `release`. */
async function openCold(page, { app, relay }) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  const held = [];
  await page.route(/\/(page|wasm|fallback|javascript|popup)-[^/]*\.js$/, async (route) => {
    held.push(new URL(route.request().url()).pathname.replace(/.*\/(\w+)-.*/, '$1'));
    await released;
    await route.continue();
  });
  await watchOpen(page);
  await page.addInitScript((changes) => Object.assign(window, { changes }), { relayRedirectUri: relay });
  await page.goto(app);
  await isReady(page);
  return { held, release };
}

/** How many windows the page has opened when the handler of the click returns. */
const openedAtOnce = (page) =>
  page.evaluate(() => {
    window.atOnce = [];
    document.addEventListener('click', () => atOnce.push(opened.length));
  });

test('complaint 15: window.open is called in the task of the click, also on a cold page whose core is held back', async ({
  page,
  world,
  engine,
}) => {
  const { held, release } = await openCold(page, world);
  // After the button's own listener, in the same task.
  await openedAtOnce(page);
  const popup = await openPopup(page);
  expect(await page.evaluate(() => [atOnce, opened.map(([url]) => url)])).toEqual([[1], ['']]);
  expect(popup.url()).toBe('about:blank');
  expect(held.toSorted()).toEqual([engine === 'wasm' ? 'wasm' : 'fallback', 'page', 'popup'].toSorted());
  release();
  await signInThere(popup);
  await endsIn(page, 'alice');
  await isGone(popup);
});

test('complaint 15: once the client is ready the popup opens on its final URL, in the task of the click as well', async ({
  page,
  world,
}) => {
  await watchOpen(page);
  await open(page, world);
  await openedAtOnce(page);
  const popup = await openPopup(page);
  const [atOnce, [url]] = await page.evaluate(() => [window.atOnce, opened.map(([url]) => url)]);
  expect(atOnce).toEqual([1]);
  expect(url).toContain(`${world.issuer}/oauth/authorize?`);
  await signInThere(popup);
  await endsIn(page, 'alice');
});

test('complaint 15: a blank popup that is closed while the core is held back ends it', async ({ page, world }) => {
  const { release } = await openCold(page, world);
  const popup = await openPopup(page);
  await popup.close();
  release();
  await endsIn(page, 'popup_closed');
});

test.describe('a provider with Cross-Origin-Opener-Policy: same-origin', () => {
  test.use({ server: { headers: coop } });

  test('complaint 16: the result arrives from a provider that cuts the popup off, though the user takes 30 seconds there', async ({
    page,
    world,
  }) => {
    test.setTimeout(120_000);
    await open(page, world);
    const popup = await openPopup(page);
    await popup.locator('input[name=login]').waitFor();
    expect(await popup.evaluate(() => window.opener)).toBe(null);
    await page.waitForTimeout(30_000);
    expect(await page.evaluate(() => window.outcome)).toBe(undefined);
    await signInThere(popup);
    await endsIn(page, 'alice');
    // It was opened by a script, and may close itself.
    await isGone(popup);
  });

  test("complaint 16: the app's own route hands the result over as well, without an opener", async ({
    page,
    context,
    world,
  }) => {
    await handlesCallbacks(context);
    await open(page, world, { relayRedirectUri: undefined });
    const popup = await openPopup(page);
    await signInThere(popup);
    await endsIn(page, 'alice');
    await isGone(popup);
  });

  test('complaint 16: a popup that was cut off cannot be seen to close: a signal, a new call or the time limit ends it', async ({
    page,
    world,
  }) => {
    await open(page, world);
    const popup = await openPopup(page, { timeoutSeconds: 8 });
    await popup.locator('input[name=login]').waitFor();
    await popup.close();
    await page.waitForTimeout(4000);
    expect(await page.evaluate(() => window.outcome)).toBe(undefined);
    await endsIn(page, 'timeout');

    await page.evaluate(() => {
      window.controller = new AbortController();
      window.more = { signal: controller.signal };
    });
    const second = await openPopup(page);
    await second.locator('input[name=login]').waitFor();
    // A call whose own window is refused leaves it alone.
    await page.evaluate(() => auth.loginWithPopup({ popup: null }).catch(() => {}));
    expect(await page.evaluate(() => window.outcome)).toBe(undefined);
    const third = await openPopup(page);
    await endsIn(page, 'aborted');
    await third.locator('input[name=login]').waitFor();
    await page.evaluate(() => {
      window.outcome = undefined;
      controller.abort();
    });
    await endsIn(page, 'aborted');
    // Nothing can close it from outside: it stays until the user has done with it.
    expect(third.isClosed()).toBe(false);
  });
});

for (const [name, appHeaders] of [
  ['Cross-Origin-Opener-Policy', coop],
  ['cross-origin isolation', { ...coop, 'cross-origin-embedder-policy': 'require-corp' }],
]) {
  test.describe(`an app with ${name}`, () => {
    test.use({ server: { appHeaders } });

    test(`complaint 16: the result arrives in an app with ${name}, which cuts its popups off itself`, async ({
      page,
      world,
    }) => {
      await open(page, world);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe('cross-origin-embedder-policy' in appHeaders);
      const popup = await openPopup(page);
      await signInThere(popup);
      await endsIn(page, 'alice');
      await isGone(popup);
    });
  });
}

test('complaint 16: closing an ordinary popup rejects within 2 seconds', async ({ page, world }) => {
  await watchOpen(page);
  await open(page, world);
  const popup = await openPopup(page);
  await popup.locator('input[name=login]').waitFor();
  expect(await secondsToEnd(page, popup)).toBeLessThan(2);
  await endsIn(page, 'popup_closed');
});
