// Clocks that were asleep, and clocks that are wrong.
import { errorOf, isReady, openWith, reachCallback, signIn, tokenRequests } from '../support/fixtures.mjs';
import { becomes, expect, heard, subscribe, test } from './fixtures-world.mjs';

const HOUR = 3600;

test.describe('a laptop that sleeps', () => {
  // Only the browser's clock can be moved here, and not the server's: its ID Tokens must live through the night.
  test.use({ server: { configure: (as) => ({ ...as, ttl: { ...as.ttl, IdToken: 24 * HOUR } }) } });

  test('complaint 13: after a sleep of eight hours the first call makes one refresh', async ({
    context,
    page,
    world,
  }) => {
    await context.clock.install();
    await page.goto(world.app);
    await isReady(page);
    await signIn(page);
    const requests = tokenRequests(page);
    const before = await page.evaluate(() => auth.getAccessToken());
    // No timer fires by that.
    await context.clock.setSystemTime(Date.now() + 8 * HOUR * 1000);
    const tokens = await page.evaluate(() => Promise.all(Array.from({ length: 10 }, () => auth.getAccessToken())));
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).not.toBe(before);
    expect(await page.evaluate(() => auth.getAccessToken())).toBe(tokens[0]);
    expect(requests).toHaveLength(1);
  });

  test('complaint 13: with autoRefresh a page that wakes up refreshes once, though its timer slept through the time', async ({
    context,
    page,
    world,
  }) => {
    await context.clock.install();
    await openWith(page, world, { autoRefresh: true });
    await signIn(page);
    await context.clock.pauseAt(Date.now() + 1000);
    await subscribe(page);
    const requests = tokenRequests(page);
    await context.setOffline(true);
    await context.clock.setSystemTime(Date.now() + 8 * HOUR * 1000);
    expect(requests).toHaveLength(0);
    // As on a real laptop, which has its network a moment after it woke up. Timers are still to fire.
    await context.setOffline(false);
    await expect.poll(() => heard(page)).toEqual([['refreshed', false, null, true]]);
    expect(requests).toHaveLength(1);
  });
});

const clocks = [
  ['an hour slow', -HOUR],
  ['two hours fast', 2 * HOUR],
  ['a day fast', 24 * HOUR],
];

for (const [name, off] of clocks) {
  test(`complaint 29: a clock that is ${name} ends a sign-in in clock_skew, which names the difference`, async ({
    context,
    page,
    site,
  }) => {
    await context.clock.install({ time: Date.now() + off * 1000 });
    await page.goto(site.app);
    await isReady(page);
    const requests = tokenRequests(page);
    await reachCallback(page, { appState: { cart: 3 } });
    const error = await errorOf(page, () => auth.handleRedirectCallback());
    expect(error).toMatchObject({
      code: 'clock_skew',
      phase: 'callback',
      retryable: false,
      appState: { cart: 3 },
      isTyped: true,
    });
    expect(Math.abs(error.skewSeconds + off)).toBeLessThan(10);
    expect(await page.evaluate(() => auth.isAuthenticated)).toBe(false);
    expect(requests).toHaveLength(1);
  });

  test(`complaint 29: a clock that is ${name} does no harm where the app knows by how much`, async ({
    context,
    page,
    site,
  }) => {
    await context.clock.install({ time: Date.now() + off * 1000 });
    await openWith(page, site, { clockOffsetSeconds: -off });
    await refreshesAtTheRightMoment(context, page);
  });
}

test('complaint 29: a clock that is half an hour fast does no harm, since ID Tokens live for longer', async ({
  context,
  page,
  site,
}) => {
  await context.clock.install({ time: Date.now() + 1800_000 });
  await page.goto(site.app);
  await isReady(page);
  await refreshesAtTheRightMoment(context, page);
});

test.describe('a server whose Date header pages may read', () => {
  test.use({ server: { exposesDate: true } });

  for (const [name, off] of clocks) {
    test(`complaint 29: a clock that is ${name} does no harm where the server lets pages read its Date header`, async ({
      context,
      page,
      world,
    }) => {
      await context.clock.install({ time: Date.now() + off * 1000 });
      await openWith(page, world, { store: 'sessionStorage' });
      await refreshesAtTheRightMoment(context, page);

      // A page that has heard nothing yet of the server's clock.
      const requests = tokenRequests(page);
      await page.goto(world.app);
      await isReady(page);
      expect(await page.evaluate(() => auth.checkSession())).toBe(true);
      expect(requests).toHaveLength(0);

      // A sign-in that begins in a page that knows the difference, and ends in one that does not.
      await page.evaluate(() => auth.getAccessToken({ forceRefresh: true }));
      await page.evaluate(() => void auth.loginWithRedirect());
      await page.waitForURL(/\/callback\?/);
      await isReady(page);
      await page.evaluate(() => auth.handleRedirectCallback());
      await becomes(page, true);
    });
  }
});

/** Signs in; a token that lives for 60 seconds is good for 30, and then there is one refresh. */
async function refreshesAtTheRightMoment(context, page) {
  await signIn(page);
  const requests = tokenRequests(page);
  const before = await page.evaluate(() => auth.getAccessToken());
  await context.clock.fastForward(20_000);
  expect(await page.evaluate(() => auth.getAccessToken())).toBe(before);
  expect(requests).toHaveLength(0);
  await context.clock.fastForward(15_000);
  const after = await page.evaluate(() => auth.getAccessToken());
  expect(after).not.toBe(before);
  expect(await page.evaluate(() => auth.getAccessToken())).toBe(after);
  expect(requests).toHaveLength(1);
}
