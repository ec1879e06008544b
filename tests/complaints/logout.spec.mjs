// Sign-outs that every tab hears of, and sessions that end elsewhere.
import { errorOf, isReady, openWith, signIn, tokenRequests } from '../support/fixtures.mjs';
import {
  becomes,
  expect,
  heard,
  holdTokenRequest,
  kill,
  openTabs,
  stored,
  subscribe,
  test,
} from './fixtures-world.mjs';

const logOutHere = () => auth.logout({ openUrl() {} });

/** Has the page show who is signed in, as an app does. */
const showUser = (page) =>
  page.evaluate(() => {
    const shown = document.body.appendChild(document.createElement('p'));
    shown.id = 'user';
    const show = ({ user }) => {
      shown.textContent = user?.sub ?? 'nobody';
      window.shownAt = Date.now();
    };
    show(auth.getSnapshot());
    auth.subscribe(show);
  });

/** All requests to the authorization server, by path. */
function requestsTo(page, { issuer }) {
  const paths = [];
  page.on('request', (request) => {
    if (request.url().startsWith(issuer)) paths.push(new URL(request.url()).pathname);
  });
  return paths;
}

/** Signs out in the first tab: within a second the other shows it, and does nothing on its own account. */
async function signsOutEverywhere([page, other], site) {
  await showUser(other);
  await expect(other.locator('#user')).toHaveText('alice');
  await subscribe(other);
  const requests = requestsTo(other, site);
  const begun = await page.evaluate(async () => {
    const begun = Date.now();
    await auth.logout({ openUrl() {} });
    return begun;
  });
  await expect(other.locator('#user')).toHaveText('nobody');
  // By the clock of both pages: how long it takes to look is not theirs.
  expect((await other.evaluate(() => shownAt)) - begun).toBeLessThan(1000);
  expect(await errorOf(other, () => auth.getAccessToken())).toMatchObject({ code: 'login_required', phase: 'token' });
  expect(await other.evaluate(() => auth.checkSession())).toBe(false);
  expect(await heard(other)).toEqual([['signed_out', true, null, false]]);
  expect(requests).toEqual([]);
  expect(new URL(other.url()).pathname).toBe('/');
}

test('complaint 20: a sign-out is seen in the other tab within a second, which does not sign in again by itself', async ({
  context,
  site,
}) => {
  const pages = await openTabs(context, site, 2, { store: 'localStorage' });
  await signIn(pages[0]);
  await becomes(pages[1], true);
  await signsOutEverywhere(pages, site);
});

test('complaint 20: tabs with sessions of their own hear of a sign-out as well', async ({ context, site }) => {
  const pages = await openTabs(context, site, 2, {});
  await signIn(pages[0]);
  await pages[1].evaluate(() => void auth.loginWithRedirect());
  await pages[1].waitForURL(/\/callback\?/);
  await isReady(pages[1]);
  await pages[1].evaluate(() => auth.handleRedirectCallback());
  await pages[1].evaluate(() => history.replaceState(null, '', '/'));
  await signsOutEverywhere(pages, site);
});

test('complaint 20: a browser without BroadcastChannel tells the other tab by the store', async ({ context, site }) => {
  await context.addInitScript(() => {
    delete globalThis.BroadcastChannel;
  });
  const pages = await openTabs(context, site, 2, { store: 'localStorage' });
  await signIn(pages[0]);
  await becomes(pages[1], true);
  await signsOutEverywhere(pages, site);
});

test('complaint 20: a sign-out wins over a refresh that another tab has under way', async ({ context, site }) => {
  const [page, other] = await openTabs(context, site, 2, { store: 'localStorage' });
  await signIn(page);
  await becomes(other, true);
  await subscribe(other);
  const { isHeld, release } = holdTokenRequest(other);
  const late = errorOf(other, () => auth.getAccessToken({ forceRefresh: true }));
  await isHeld;
  await page.evaluate(logOutHere);
  await becomes(other, false);
  release();
  expect(await late).toMatchObject({ code: 'session_expired', phase: 'token' });
  expect(await heard(other)).toEqual([['signed_out', true, null, false]]);
  expect(await stored(other)).toBeUndefined();
  expect(await page.evaluate(() => auth.isAuthenticated)).toBe(false);
});

test('complaint 21: a sign-out ends the session at the server, with id_token_hint and client_id, and takes the tokens back', async ({
  page,
  site,
}) => {
  await openWith(page, site, { store: 'localStorage' });
  await signIn(page);
  const { id_token, refresh_token } = await stored(page);
  const revoked = page.waitForRequest(/\/oauth\/revoke$/);
  const ended = page.waitForRequest(/\/oauth\/logout\?/);
  await page.evaluate(() => void auth.logout({ revokeTokens: true }));
  expect(Object.fromEntries(new URLSearchParams((await revoked).postData()))).toMatchObject({ token: refresh_token });
  expect(Object.fromEntries(new URL((await ended).url()).searchParams)).toEqual({
    id_token_hint: id_token,
    client_id: 'spa',
    post_logout_redirect_uri: `${site.app}/`,
    state: expect.any(String),
  });
  await page.locator('button[name=logout]').click();
  await page.waitForURL((url) => url.href.startsWith(`${site.app}/?`));
  await isReady(page);
  expect(await stored(page)).toBeUndefined();

  // The next sign-in asks for the password.
  await page.evaluate(() => void auth.loginWithRedirect());
  await expect(page.locator('input[name=password]')).toBeVisible();
});

test.describe('a server without a logout endpoint', () => {
  const withoutLogout = ({ features, ...as }) => ({
    ...as,
    features: { ...features, rpInitiatedLogout: { enabled: false } },
  });
  test.use({ server: { configure: withoutLogout } });

  test('complaint 21: a server without a logout endpoint is said to be one, and the user is signed out here all the same', async ({
    page,
    world,
  }) => {
    await openWith(page, world, { store: 'localStorage' });
    await signIn(page);
    const url = page.url();
    const { refresh_token } = await stored(page);
    const revoked = page.waitForRequest(/\/oauth\/revoke$/);
    expect(await page.evaluate(() => auth.logout({ revokeTokens: true }))).toEqual({ remote: false });
    expect(Object.fromEntries(new URLSearchParams((await revoked).postData()))).toMatchObject({ token: refresh_token });
    expect(page.url()).toBe(url);
    expect(await page.evaluate(() => auth.getUser())).toBeUndefined();
    expect(await stored(page)).toBeUndefined();
  });
});

test('complaint 41: a session that ends at the server is told once in each tab, whoever asks first', async ({
  context,
  site,
}) => {
  await context.clock.install();
  const pages = await openTabs(context, site, 3, { store: 'localStorage' });
  await signIn(pages[0]);
  for (const page of pages) await becomes(page, true);
  for (const page of pages) await subscribe(page);
  const requests = tokenRequests(context);
  await kill(site, (await stored(pages[0])).refresh_token);
  await context.clock.fastForward(35_000);

  const ask = (page) => errorOf(page, () => auth.getAccessToken()).then(({ code }) => code);
  const codes = await Promise.all(pages.map(ask));
  expect(codes).toContain('session_expired');
  for (const code of codes) expect(['session_expired', 'login_required']).toContain(code);
  for (const page of pages) await becomes(page, false);
  // Nothing more comes of asking again.
  expect(await Promise.all(pages.map(ask))).toEqual(Array(3).fill('login_required'));
  expect(requests).toHaveLength(1);
  for (const page of pages) {
    expect((await heard(page)).map(([reason, , , isAuthenticated]) => [reason, isAuthenticated])).toEqual([
      ['session_expired', false],
    ]);
  }
});

test('complaint 41: sign-in, refresh and sign-out are each told once, with the reason, and whether it was elsewhere', async ({
  context,
  site,
}) => {
  await context.clock.install();
  const [page, other] = await openTabs(context, site, 2, { store: 'localStorage' });
  await subscribe(other);
  await signIn(page);
  await becomes(other, true);
  await subscribe(page);
  await context.clock.fastForward(35_000);
  await page.evaluate(() => auth.getAccessToken());
  await expect.poll(async () => (await heard(other)).length).toBe(2);
  await page.evaluate(logOutHere);
  await becomes(other, false);
  expect(await heard(page)).toEqual([
    ['refreshed', false, null, true],
    ['signed_out', false, null, false],
  ]);
  expect(await heard(other)).toEqual([
    ['signed_in', true, null, true],
    ['refreshed', true, null, true],
    ['signed_out', true, null, false],
  ]);
});
