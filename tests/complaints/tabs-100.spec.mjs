// Five tabs, each with a hundred callers, all at the same moment.
import { signIn, tokenRequests } from '../support/fixtures.mjs';
import { becomes, expect, heard, openTabs, stored, subscribe, test } from './fixtures-world.mjs';

const TABS = 5;
const ROUNDS = 20;

/** Opens the tabs, signed in, with a clock that can be moved. */
async function signedInTabs(context, site) {
  await context.clock.install();
  const pages = await openTabs(context, site, TABS, { store: 'localStorage' });
  await signIn(pages[0]);
  for (const page of pages) await becomes(page, true);
  return pages;
}

/** What a hundred callers in each of the tabs get: a token, or the code of an error. */
async function askAll(pages) {
  const ask = () => {
    const one = () =>
      auth.getAccessToken().then(
        (token) => ({ token }),
        ({ code }) => ({ code }),
      );
    return Promise.all(Array.from({ length: 100 }, one));
  };
  return (await Promise.all(pages.map((page) => page.evaluate(ask)))).flat();
}

const withoutLocks = () => {
  delete Navigator.prototype.locks;
};

/** Lets token requests go on only when all tabs have sent theirs: nothing could be worse where there are no locks. */
async function gather(context) {
  let waiting = [];
  await context.route(/\/oauth\/token$/, (route) => {
    waiting.push(route);
    if (waiting.length < TABS) return;
    for (const held of waiting) held.continue();
    waiting = [];
  });
}

test('complaint 01: 500 callers in five tabs cost one request and get the same token, 20 times in a row', async ({
  context,
  site,
}) => {
  const pages = await signedInTabs(context, site);
  const requests = tokenRequests(context);
  const seen = new Set();
  for (let round = 1; round <= ROUNDS; round += 1) {
    await context.clock.fastForward(35_000);
    const outcomes = await askAll(pages);
    expect(outcomes).toHaveLength(TABS * 100);
    const [{ token }] = outcomes;
    expect(outcomes.every((outcome) => outcome.token === token)).toBe(true);
    seen.add(token);
    expect(seen.size).toBe(round);
    expect(requests).toHaveLength(round);
  }
  for (const page of pages) await becomes(page, true);
});

test.describe('a server with a grace period', () => {
  test.use({ server: { reuseGraceSeconds: 5 } });

  test('complaint 09: without Web Locks a server with a grace period loses no session, 20 times in a row', async ({
    context,
    world,
  }) => {
    await context.addInitScript(withoutLocks);
    const pages = await signedInTabs(context, world);
    expect(await pages[0].evaluate(() => navigator.locks)).toBeUndefined();
    await gather(context);
    const requests = tokenRequests(context);
    for (let round = 1; round <= ROUNDS; round += 1) {
      await context.clock.fastForward(35_000);
      const outcomes = await askAll(pages);
      expect(outcomes.filter(({ token }) => typeof token === 'string')).toHaveLength(TABS * 100);
      // One for each tab, not one for each caller.
      expect(requests).toHaveLength(round * TABS);
    }
    for (const page of pages) await becomes(page, true);
  });
});

test('complaint 09: without Web Locks a strict server ends in one clean session_expired in each tab', async ({
  context,
  site,
}) => {
  await context.addInitScript(withoutLocks);
  const pages = await signedInTabs(context, site);
  for (const page of pages) await subscribe(page);
  const requests = tokenRequests(context);
  await gather(context);
  await context.clock.fastForward(35_000);
  const outcomes = await askAll(pages);
  for (const { code } of outcomes) expect(['session_expired', 'login_required', undefined]).toContain(code);
  expect(requests).toHaveLength(TABS);
  expect(new Set(requests.map(({ refresh_token }) => refresh_token)).size).toBe(1);

  // The server has ended the grant: whoever got a token before that has the last one.
  await context.unroute(/\/oauth\/token$/);
  await context.clock.fastForward(35_000);
  for (const page of pages) {
    const code = await page.evaluate(() => auth.getAccessToken().catch(({ code }) => code));
    expect(['session_expired', 'login_required']).toContain(code);
  }
  for (const page of pages) await becomes(page, false);
  expect(requests.length).toBeLessThanOrEqual(TABS + 1);
  expect(await stored(pages[0])).toBeUndefined();
  for (const page of pages) {
    const ends = (await heard(page)).filter(([, , , isAuthenticated]) => !isAuthenticated);
    expect(ends.map(([reason]) => reason)).toEqual(['session_expired']);
  }
});
