// The two ways out: of the tenant's session alone, and of all that the user has given the client.
import { isReady } from '../support/fixtures.mjs';
import { asked, expect, leave, open, signIn, test } from './app.mjs';
import { redeem, statusOf } from './by-hand.mjs';
import { signInSilently } from './person.mjs';

const scope = 'openid profile offline_access';
const random = expect.stringMatching(/^[\w-]{43}$/);

/** Signs in and refreshes; gives the access token and the refresh token of the moment. */
async function signedIn(page, tenant) {
  await open(page, tenant, { scope, postLogoutRedirectUri: `${tenant.app}/` });
  const answers = [];
  await page.route(/\/oauth\/token$/, async (route) => {
    const response = await route.fetch();
    answers.push(await response.json());
    await route.fulfill({ response });
  });
  await signIn(page, {});
  return answers[0];
}

/** What came in since the user was signed in. */
const since = (tenant, count) => tenant.server.requests.slice(count).map(({ method, path }) => `${method} ${path}`);

/** Leaves by `logout`, and waits for the page that the tenant returns to. */
async function leaveFor(page, tenant, options = {}) {
  await page.evaluate((options) => void auth.logout(options), options);
  await page.waitForURL((url) => url.href.startsWith(`${tenant.app}/?`));
  await isReady(page);
}

async function isRecognised(page, tenant) {
  const [{ query, headers }] = asked(tenant.server, '/identity/v1/logout');
  expect(query).toEqual({ client_id: 'spa-rs256', redirect_to: `${tenant.app}/`, state: random });
  // A page's navigation: here the cookie belongs, for it says whose session ends.
  expect(headers.cookie).toMatch(/^r5_session=/);
  expect(new URL(page.url()).searchParams.get('state')).toBe(query.state);
  expect(await page.evaluate(() => auth.handleLogoutCallback())).toEqual({ stateMatches: true });
  expect(page.url()).toBe(`${tenant.app}/`);
  expect(await page.context().cookies(tenant.issuer)).toEqual([]);
}

test('a logout goes to redirect_to with a state, and leaves the tokens of other devices alone', async ({
  page,
  tenant,
}) => {
  const { access_token, refresh_token } = await signedIn(page, tenant);
  const count = tenant.server.requests.length;
  await leaveFor(page, tenant);
  expect(since(tenant, count)[0]).toBe('GET /identity/v1/logout');
  expect(asked(tenant.server, '/oauth/revoke')).toEqual([]);
  await isRecognised(page, tenant);
  expect(await page.evaluate(() => auth.isAuthenticated)).toBe(false);
  expect(await statusOf(tenant, access_token)).toBe(200);
  expect(await redeem(tenant, refresh_token)).toEqual([200, undefined]);
  // The tenant asks for the password again.
  await leave(page);
});

test('with revokeTokens the refresh token is revoked first, without a cookie, and takes the access token along', async ({
  page,
  tenant,
}) => {
  const { access_token, refresh_token } = await signedIn(page, tenant);
  const count = tenant.server.requests.length;
  await leaveFor(page, tenant, { revokeTokens: true });
  expect(since(tenant, count).slice(0, 2)).toEqual(['POST /oauth/revoke', 'GET /identity/v1/logout']);
  const [{ body, headers }] = asked(tenant.server, '/oauth/revoke');
  expect(body).toEqual({ client_id: 'spa-rs256', token: refresh_token, token_type_hint: 'refresh_token' });
  expect(headers).not.toHaveProperty('cookie');
  await isRecognised(page, tenant);
  expect(await statusOf(tenant, access_token)).toBe(401);
  expect(await redeem(tenant, refresh_token)).toEqual([400, 'invalid_grant']);
});

test('a revocation that fails keeps nobody from signing out', async ({ page, tenant }) => {
  const { refresh_token } = await signedIn(page, tenant);
  await page.route(/\/oauth\/revoke$/, (route) => route.abort());
  await leaveFor(page, tenant, { revokeTokens: true });
  await isRecognised(page, tenant);
  expect(asked(tenant.server, '/oauth/revoke')).toEqual([]);
  expect(await redeem(tenant, refresh_token)).toEqual([200, undefined]);
});

test('a logout with discovery down goes to the same place', async ({ page, tenant }) => {
  tenant.server.setDiscovery(false);
  await signedIn(page, tenant);
  await leaveFor(page, tenant, { revokeTokens: true });
  expect(asked(tenant.server, '/oauth/revoke')).toHaveLength(1);
  await isRecognised(page, tenant);
});

test('revokeTokens alone ends the tokens and leaves the session at the tenant', async ({ page, tenant }) => {
  const { access_token } = await signedIn(page, tenant);
  await page.evaluate(() => auth.revokeTokens());
  expect(await page.evaluate(() => auth.isAuthenticated)).toBe(false);
  expect(await statusOf(tenant, access_token)).toBe(401);
  expect(asked(tenant.server, '/identity/v1/logout')).toEqual([]);
  // No login page: the tenant still knows who it is.
  await signInSilently(page);
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
});
