// Where a session lives, what keeps it and what ends it, told in the words of oidc-client-ts.
import { isReady, signInAs, tokenRequests } from '../../support/fixtures.mjs';
import { authorizationRequests } from '../../support/frames.mjs';
import { isGone, signInThere } from '../../support/popups.mjs';
import { failure } from '../switched.mjs';
import { expect, open, signIn, test, told } from './fixtures.mjs';

const userOf = (page) => page.evaluate(async () => (await manager.getUser())?.profile.sub);
const tokenOf = (page) => page.evaluate(async () => (await manager.getUser()).access_token);

/** What Proofkey has stored in the tab. */
const stored = (page) =>
  page.evaluate(() => {
    const key = Object.keys(sessionStorage).find((name) => name.endsWith(':session'));
    return key && JSON.parse(sessionStorage.getItem(key));
  });

test('localStorage: the user is there after a reload and in a second tab, which a renewal and a sign-out reach', async ({
  page,
  world,
}) => {
  await open(page, world, { store: 'localStorage' });
  await signIn(page);
  await page.reload();
  await expect(page.locator('#user')).toHaveText('Alice Liddell');

  const second = await page.context().newPage();
  await open(second, world, { store: 'localStorage' });
  await expect(second.locator('#user')).toHaveText('Alice Liddell');
  const before = await tokenOf(second);
  expect(await tokenOf(page)).toBe(before);

  await page.evaluate(() => manager.signinSilent());
  await expect.poll(() => told(second)).toBe('loaded');
  expect(await tokenOf(second)).not.toBe(before);
  expect(await tokenOf(second)).toBe(await tokenOf(page));

  await page.evaluate(() => manager.removeUser());
  await expect(second.locator('#user')).toHaveText('nobody');
  expect(await told(second)).toBe('loaded signed-out unloaded');
  expect(await userOf(second)).toBeUndefined();
  expect(await told(page)).toBe('loaded loaded unloaded');
});

test('sessionStorage: the user of one tab is not there in another one', async ({ page, world }) => {
  await open(page, world);
  await signIn(page);
  const second = await page.context().newPage();
  await open(second, world);
  await expect(second.locator('#user')).toHaveText('nobody');
});

test('InMemoryWebStorage, and a store of the app’s own: nothing of the user is in the browser’s storages', async ({
  page,
  world,
}) => {
  await open(page, world);
  await signIn(page);
  const kept = await page.evaluate(async () => {
    const { InMemoryWebStorage, UserManager, WebStorageStateStore } = await import('oidc-client-ts');
    await manager.removeUser();
    manager.client.dispose();
    const values = new Map();
    const own = {
      get: async (key) => values.get(key) ?? null,
      set: async (key, value) => void values.set(key, value),
      remove: async (key) => values.delete(key),
    };
    const later = {
      getItem: own.get,
      setItem: own.set,
      removeItem: own.remove,
    };
    const stores = [
      new WebStorageStateStore({ store: new InMemoryWebStorage() }),
      own,
      new WebStorageStateStore({ store: later }),
    ];
    const seen = [];
    for (const userStore of stores) {
      values.clear();
      const other = new UserManager({ ...manager.settings, userStore });
      const { access_token: token } = await other.signinSilent();
      const web = JSON.stringify([{ ...sessionStorage }, { ...localStorage }]);
      seen.push([web.includes(token), JSON.stringify([...values]).includes(token), [...values.keys()].length]);
      await other.removeUser();
      seen.push(values.size);
      other.client.dispose();
    }
    return seen;
  });
  expect(kept).toEqual([[false, false, 0], 0, [false, true, 1], 0, [false, true, 1], 0]);
});

test('five callers of signinSilent share one refresh, and its event', async ({ page, world }) => {
  await open(page, world);
  await signIn(page);
  const requests = tokenRequests(page);
  const tokens = await page.evaluate(async () => {
    const users = await Promise.all(Array.from({ length: 5 }, () => manager.signinSilent()));
    return users.map(({ access_token: token }) => token);
  });
  expect(requests.map(({ grant_type: type }) => type)).toEqual(['refresh_token']);
  expect(new Set(tokens).size).toBe(1);
  expect(await told(page)).toBe('loaded loaded');
});

test('without a refresh token they share one hidden frame, and the server is told who it is to be', async ({
  page,
  world,
}) => {
  await open(page, world, { client_id: 'no-refresh' });
  await signIn(page);
  expect(await stored(page)).not.toHaveProperty('refresh_token');
  const asked = authorizationRequests(page);
  const users = await page.evaluate(async () => {
    const users = await Promise.all(Array.from({ length: 5 }, () => manager.signinSilent({ state: 'again' })));
    return users.map(({ profile, state }) => [profile.sub, state]);
  });
  expect(users).toEqual(Array.from({ length: 5 }, () => ['alice', 'again']));
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ prompt: 'none', id_token_hint: expect.any(String) });
});

test('another user at the server is signed in by a hidden frame only if the app wants that', async ({
  page,
  world,
}) => {
  await open(page, world, { client_id: 'no-refresh' });
  await signIn(page);
  const other = await page.context().newPage();
  await open(other, world, { client_id: 'no-refresh' });
  await other.evaluate(() => void manager.signinRedirect({ prompt: 'login', state: { path: '/notes' } }));
  await signInAs(other, 'bob', 'builder');
  await other.waitForURL(/\/notes$/);
  await isReady(other);

  const error = await failure(page, () => manager.signinSilent());
  expect(error).toMatchObject({ name: 'ErrorResponse', error: 'login_required', cause: { code: 'login_required' } });
  expect(await userOf(page)).toBe('alice');
  const sub = await page.evaluate(async () => {
    const { UserManager } = await import('oidc-client-ts');
    const any = new UserManager({ ...manager.settings, validateSubOnSilentRenew: false });
    return (await any.signinSilent({ forceIframeAuth: true })).profile.sub;
  });
  expect(sub).toBe('bob');
});

test('a refresh token that the server takes no longer ends the session at once', async ({ page, world }) => {
  await open(page, world, { automaticSilentRenew: false });
  await signIn(page);
  const { refresh_token: token } = await stored(page);
  await fetch(`${world.issuer}/oauth/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ token, client_id: 'spa' }),
  });
  expect(await failure(page, () => manager.signinSilent())).toMatchObject({
    name: 'ErrorResponse',
    isError: true,
    error: 'invalid_grant',
    cause: { code: 'session_expired' },
  });
  expect(await told(page)).toBe('loaded unloaded');
  expect(await page.evaluate(() => manager.getUser())).toBeNull();
});

test('an automatic renewal that the server refuses is told', async ({ page, world }) => {
  await open(page, world, { accessTokenExpiringNotificationTimeInSeconds: 57 });
  await page.route(/\/oauth\/token$/, async (route) => {
    const isRefresh = route.request().postData().includes('grant_type=refresh_token');
    if (!isRefresh) return route.continue();
    await route.fulfill({
      status: 400,
      contentType: 'application/json',
      headers: { 'access-control-allow-origin': world.app },
      body: '{"error":"invalid_grant"}',
    });
  });
  await signIn(page);
  await expect.poll(() => told(page), { timeout: 15_000 }).toBe('loaded expiring unloaded renew-error');
});

test('nobody answers: ErrorTimeout, the user stays, and it is tried again as often as the app wants', async ({
  page,
  world,
}) => {
  await open(page, world, {
    accessTokenExpiringNotificationTimeInSeconds: 57,
    requestTimeoutInSeconds: 1,
    maxSilentRenewTimeoutRetries: 1,
  });
  await signIn(page);
  const requests = tokenRequests(page);
  await page.route(/\/oauth\/token$/, () => {});
  await expect.poll(() => told(page), { timeout: 25_000 }).toBe('loaded expiring renew-error');
  expect(requests).toHaveLength(2);
  expect(await failure(page, () => manager.signinSilent())).toMatchObject({
    name: 'ErrorTimeout',
    cause: { code: 'timeout' },
  });
  expect(await userOf(page)).toBe('alice');
});

test.describe('tokens that live for four seconds', () => {
  test.use({ server: { accessTokenSeconds: 4 } });

  test('a token that has expired and cannot be renewed: the user is expired, and without a token', async ({
    page,
    world,
  }) => {
    await open(page, world, { client_id: 'no-refresh', automaticSilentRenew: false });
    await signIn(page);
    await expect.poll(() => told(page), { timeout: 15_000 }).toBe('loaded expiring expired');
    const user = await page.evaluate(async () => {
      const { access_token, expired, profile } = await manager.getUser();
      return [access_token, expired, profile.sub];
    });
    expect(user).toEqual(['', true, 'alice']);
    await page.reload();
    await expect(page.locator('#user')).toHaveText('nobody');
  });

  test('a token that has expired and can be renewed is, when it is asked for', async ({ page, world }) => {
    await open(page, world, { automaticSilentRenew: false });
    await signIn(page);
    await expect.poll(() => told(page), { timeout: 15_000 }).toBe('loaded expiring expired');
    expect(await page.evaluate(async () => (await manager.getUser()).expired)).toBe(false);
    expect(await told(page)).toBe('loaded expiring expired loaded');
  });
});

test('UserInfo is in the profile, asked for once; protocol claims are there if the app wants them', async ({
  page,
  world,
}) => {
  const asked = [];
  await page.route(/\/oauth\/userinfo$/, async (route) => {
    if (route.request().method() === 'OPTIONS') return route.continue();
    asked.push(route.request().url());
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), department: 'Tea' } });
  });
  await open(page, world, { scope: 'openid profile', loadUserInfo: true, filterProtocolClaims: ['name', 'sub'] });
  await page.evaluate(() => manager.signinRedirect({ state: { path: '/notes' } }));
  await signInAs(page);
  await page.waitForURL(/\/notes$/);
  await isReady(page);
  const profiles = await page.evaluate(async () => {
    await manager.signinSilent();
    return Promise.all([manager.getUser(), manager.getUser()]).then((users) => users.map(({ profile }) => profile));
  });
  for (const profile of profiles) {
    expect(profile).toMatchObject({ sub: 'alice', department: 'Tea', nonce: expect.any(String) });
    expect(profile).not.toHaveProperty('name');
  }
  expect(asked).toHaveLength(1);
});

test('the session at the server is watched: another one of the same user, and its end', async ({ page, world }) => {
  await open(page, world, { monitorSession: true, checkSessionIntervalInSeconds: 0.2 });
  await signIn(page);
  await expect(page.locator('iframe')).toHaveCount(1);
  // As by another sign-in of the same user.
  await page.context().clearCookies({ name: 'op_browser_state' });
  await expect.poll(() => told(page)).toBe('loaded loaded session-changed');
  // Apps forget the user then: a callback may call the manager.
  await page.evaluate(() =>
    manager.events.addUserSignedOut(async () => {
      await manager.removeUser();
      window.forgotten = true;
    }),
  );
  const tab = await page.context().newPage();
  await tab.goto(`${world.issuer}/oauth/logout`);
  await tab.locator('button').first().click();
  await expect.poll(() => page.evaluate(() => window.forgotten)).toBe(true);
  expect(await told(page)).toBe('loaded loaded session-changed signed-out unloaded');
  await expect(page.locator('#user')).toHaveText('nobody');
});

test('a popup comes back to relay.html, and to nobody where nobody waits', async ({ page, world }) => {
  await open(page, world, { popup_redirect_uri: `${world.app}/relay.html` });
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.locator('#popup').click()]);
  await signInThere(popup);
  await expect(page.locator('#user')).toHaveText('Alice Liddell');
  await isGone(popup);
  const url = `${world.app}/popup?code=c&state=unknown`;
  const error = await failure(page, (url) => manager.signinPopupCallback(url), url);
  expect(error).toMatchObject({ code: 'state_not_found', phase: 'callback' });
});

test('revokeTokens: the server takes the refresh token back, and the user is forgotten here', async ({
  page,
  world,
}) => {
  await open(page, world);
  await signIn(page);
  const { refresh_token: token } = await stored(page);
  await page.evaluate(() => manager.revokeTokens());
  expect(await told(page)).toBe('loaded unloaded');
  expect(await stored(page)).toBeUndefined();
  const answer = await fetch(`${world.issuer}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token, client_id: 'spa' }),
  });
  expect((await answer.json()).error).toBe('invalid_grant');
});

test('revokeTokensOnSignout: the same on the way out, which is made by location.replace if the app wants that', async ({
  page,
  world,
}) => {
  await open(page, world, { revokeTokensOnSignout: true });
  await signIn(page);
  const { refresh_token: token } = await stored(page);
  const revoked = page.waitForRequest(/\/oauth\/revoke$/);
  const length = await page.evaluate(() => history.length);
  await page.evaluate(() => void manager.signoutRedirect({ redirectMethod: 'replace' }));
  await page.locator('button[name=logout]').waitFor();
  expect(new URLSearchParams((await revoked).postData()).get('token')).toBe(token);
  expect(await page.evaluate(() => history.length)).toBe(length);
});

test('a server without a logout: the user is signed out here, and the app is told', async ({ page, world }) => {
  await page.route(/openid-configuration$/, async (route) => {
    const response = await route.fetch();
    const { end_session_endpoint: _, ...json } = await response.json();
    await route.fulfill({ response, json });
  });
  await open(page, world);
  await signIn(page);
  expect(await failure(page, () => manager.signoutRedirect())).toMatchObject({ code: 'endpoint_missing' });
  expect(await told(page)).toBe('loaded unloaded');
});

test('a sign-out that this tab did not begin, and one that the server refused', async ({ page, world }) => {
  await open(page, world);
  const back = (query) =>
    failure(page, (url) => manager.signoutRedirectCallback(url), `${world.app}/signed-out?${query}`);
  expect(await back('state=unknown')).toMatchObject({ code: 'state_not_found', phase: 'logout' });
  expect(await back('error=access_denied')).toMatchObject({ name: 'ErrorResponse', error: 'access_denied' });
  expect(await page.evaluate(() => manager.signoutCallback())).toBeUndefined();
  expect(await page.evaluate(() => manager.clearStaleState())).toBeUndefined();
});

test.describe('from the one to the other', () => {
  test.use({ library: 'oidc-client-ts' });

  test('who was signed in by oidc-client-ts stays signed in, as the guide has it', async ({ page, world }) => {
    await open(page, world);
    await signIn(page);
    world.library = 'proofkey/compat/oidc-client';
    await page.reload();
    await expect(page.locator('#user')).toHaveText('nobody');
    const keys = await page.evaluate(async () => {
      const { authority, client_id } = manager.settings;
      const key = `oidc.user:${authority}:${client_id}`;
      const { id_token, access_token, refresh_token } = JSON.parse(sessionStorage.getItem(key));
      sessionStorage.removeItem(key);
      await manager.client.adoptTokens({
        idToken: id_token,
        accessToken: access_token,
        ...(refresh_token && { refreshToken: refresh_token }),
      });
      return Object.keys(sessionStorage).filter((name) => name.startsWith('oidc.'));
    });
    expect(keys).toEqual([]);
    await expect(page.locator('#user')).toHaveText('Alice Liddell');
    await page.reload();
    await expect(page.locator('#user')).toHaveText('Alice Liddell');
  });
});
