// Duplicate tab. A page that opens another one of its origin gives it a copy of its sessionStorage, as that command of the browser does.
import { errorOf, isReady, openWith, reachCallback, signIn, tokenRequests } from '../support/fixtures.mjs';
import { becomes, expect, stored, subscribe, test } from './fixtures-world.mjs';

const handle = () => auth.handleRedirectCallback();

/** Opens a copy of the tab, at the same URL, with the same options. */
async function duplicate(page, changes) {
  const opened = page.context().waitForEvent('page');
  await page.context().addInitScript((changes) => Object.assign(window, { changes }), changes);
  await page.evaluate(() => void window.open(location.href));
  const copy = await opened;
  await isReady(copy);
  return copy;
}

/** What becomes of a callback that two tabs handle. */
const settled = (page) =>
  page.evaluate(() =>
    auth.handleRedirectCallback().then(
      () => 'done',
      ({ code }) => code,
    ),
  );

for (const store of ['memory', 'sessionStorage', 'localStorage']) {
  test(`complaint 03: a callback page that is duplicated sends its code once in all (${store})`, async ({
    page,
    site,
  }) => {
    await openWith(page, site, { store });
    await reachCallback(page);
    const copy = await duplicate(page, { store });
    expect(copy.url()).toBe(page.url());
    const requests = tokenRequests(page.context());
    const outcomes = await Promise.all([settled(page), settled(copy)]);
    // Where the store is shared, what the copy wanted is there.
    expect(outcomes.sort()).toEqual(['done', store === 'localStorage' ? 'done' : 'transaction_used']);
    expect(requests).toHaveLength(1);
    const states = await Promise.all([page, copy].map((each) => each.evaluate(() => auth.isAuthenticated)));
    expect(states.filter(Boolean)).toHaveLength(store === 'localStorage' ? 2 : 1);
    // No verifier is left in either.
    for (const each of [page, copy]) {
      expect(await each.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('code_verifier');
    }
  });
}

test('complaint 01: a tab that is duplicated with its session keeps it, and the copy drops its own', async ({
  context,
  page,
  site,
}) => {
  const changes = { store: 'sessionStorage' };
  await openWith(page, site, changes);
  await signIn(page);
  await page.evaluate(() => history.replaceState(null, '', '/'));
  await subscribe(page);
  const requests = tokenRequests(context);
  const copy = await duplicate(page, changes);
  // The copy has the refresh token for a moment, and does not use it.
  expect(await copy.evaluate(() => auth.checkSession())).toBe(false);
  expect(await errorOf(copy, () => auth.getAccessToken())).toMatchObject({ code: 'login_required' });
  expect(await stored(copy, 'sessionStorage')).toBeUndefined();
  expect(requests).toHaveLength(0);

  const forced = () => auth.getAccessToken({ forceRefresh: true });
  expect(await page.evaluate(forced)).toEqual(expect.any(String));

  // The copy signs in for itself, without a password, and from then on each has its own.
  await copy.evaluate(() => void auth.loginWithRedirect());
  await copy.waitForURL(/\/callback\?/);
  await isReady(copy);
  await copy.evaluate(handle);
  for (const each of [copy, page, copy, page]) expect(await each.evaluate(forced)).toEqual(expect.any(String));
  for (const each of [page, copy]) await becomes(each, true);
  const tokens = await Promise.all([page, copy].map((each) => stored(each, 'sessionStorage')));
  expect(tokens[0].refresh_token).not.toBe(tokens[1].refresh_token);

  // A reload is no copy.
  await page.reload();
  await isReady(page);
  expect(await page.evaluate(() => auth.checkSession())).toBe(true);
});
