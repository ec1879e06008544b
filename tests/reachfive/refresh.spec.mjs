// Refresh tokens of a tenant are for one use.
import { errorOf } from '../support/fixtures.mjs';
import { asked, expect, open, signIn, test } from './app.mjs';
import { redeem } from './by-hand.mjs';

const scope = 'openid profile offline_access';
const refresh = (page) => page.evaluate(() => auth.getAccessToken({ forceRefresh: true }));

/** The bodies of the refreshes that the tenant has read; those that it refuses by its limit it does not. */
const refreshes = ({ server }) =>
  asked(server, '/oauth/token').flatMap(({ body }) => (body?.grant_type === 'refresh_token' ? [body] : []));

test('each refresh uses the token that the one before it gave', async ({ page, tenant }) => {
  await open(page, tenant, { scope });
  await signIn(page);
  const tokens = [await page.evaluate(() => auth.getAccessToken())];
  for (const _ of [1, 2, 3]) tokens.push(await refresh(page));
  expect(new Set(tokens).size).toBe(4);
  const bodies = refreshes(tenant);
  expect(bodies).toEqual(
    Array(3).fill({ grant_type: 'refresh_token', client_id: 'spa-rs256', refresh_token: expect.any(String) }),
  );
  expect(new Set(bodies.map(({ refresh_token }) => refresh_token)).size).toBe(3);
  expect(await page.evaluate(() => auth.getUserInfo())).toMatchObject({ sub: 'alice' });
});

test('twenty callers at once send one refresh, and all get its token', async ({ page, tenant }) => {
  await open(page, tenant, { scope });
  await signIn(page);
  const before = await page.evaluate(() => auth.getAccessToken());
  const tokens = await page.evaluate(() =>
    Promise.all(Array.from({ length: 20 }, () => auth.getAccessToken({ forceRefresh: true }))),
  );
  expect(tokens).toHaveLength(20);
  const [token, ...others] = new Set(tokens);
  expect(others).toEqual([]);
  expect(token).not.toBe(before);
  expect(refreshes(tenant)).toHaveLength(1);
});

test('a refresh token that somebody else has spent ends the session, here and at the tenant', async ({
  page,
  tenant,
}) => {
  await open(page, tenant, { scope });
  await signIn(page);
  await refresh(page);
  // The tenant sees the first one come back: a thief or the app has used it twice.
  const [{ refresh_token: spent }] = refreshes(tenant);
  expect(await redeem(tenant, spent)).toEqual([400, 'invalid_grant']);

  const error = await errorOf(page, () => auth.getAccessToken({ forceRefresh: true }));
  expect(error).toMatchObject({
    code: 'session_expired',
    phase: 'token',
    error: 'invalid_grant',
    errorMessageKey: 'error.invalidRefreshToken',
    status: 400,
    retryable: false,
    isTyped: true,
  });
  expect(await page.evaluate(() => auth.getSnapshot().isAuthenticated)).toBe(false);
  expect(await errorOf(page, () => auth.getAccessToken())).toMatchObject({ code: 'login_required' });
  // The app's own two, and the one by hand: what is spent is not tried again.
  expect(refreshes(tenant)).toHaveLength(3);
});

test('without offline_access there is nothing to refresh with, and nothing is sent', async ({ page, tenant }) => {
  await open(page, tenant, { scope: 'openid profile' });
  await signIn(page);
  expect(await errorOf(page, () => auth.getAccessToken({ forceRefresh: true }))).toMatchObject({
    code: 'login_required',
  });
  expect(refreshes(tenant)).toEqual([]);
});

test.describe('at the rate limit', () => {
  const limit = { now: 0 };
  test.use({ tenantOptions: { rateLimit: { requests: 1, seconds: 60, clock: () => limit.now } } });

  test('429 is a token_error that says how long to wait, and until then nothing is sent', async ({ page, tenant }) => {
    await page.clock.install();
    await open(page, tenant, { scope });
    await signIn(page);
    const refused = () => errorOf(page, () => auth.getAccessToken({ forceRefresh: true }));
    expect(await refused()).toMatchObject({
      code: 'token_error',
      phase: 'token',
      error: 'too_many_requests',
      errorMessageKey: 'error.tooManyRequests',
      status: 429,
      retryAfter: '60',
      retryable: true,
      isTyped: true,
    });
    const sent = () => asked(tenant.server, '/oauth/token').length;
    expect(sent()).toBe(2);

    const later = await refused();
    expect(later).toMatchObject({ code: 'token_error', status: 429, retryable: true, isTyped: true });
    expect(Number(later.retryAfter)).toBeLessThanOrEqual(60);
    await page.clock.fastForward(30_000);
    const half = await refused();
    expect(half).toMatchObject({ code: 'token_error', status: 429 });
    expect(Number(half.retryAfter)).toBeLessThanOrEqual(30);
    expect(sent()).toBe(2);
    // The session has lived through it.
    expect(await page.evaluate(() => auth.isAuthenticated)).toBe(true);

    limit.now += 60_000;
    await page.clock.fastForward(31_000);
    await refresh(page);
    expect(sent()).toBe(3);
    expect(refreshes(tenant)).toHaveLength(1);
  });
});
