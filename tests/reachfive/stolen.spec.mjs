// "An attacker intercepts the code": step 9 of the guide refuses whoever has not the verifier, and a code that was used.
import { errorOf, isReady } from '../support/fixtures.mjs';
import { asked, expect, leave, open, signIn, test } from './app.mjs';
import { exchange, post, redeem, statusOf } from './by-hand.mjs';
import { arrive, login } from './person.mjs';

const scope = 'openid profile offline_access';

test('a stolen code is refused without the verifier, and with another one, and its owner signs in all the same', async ({
  page,
  tenant,
}) => {
  await open(page, tenant, { scope });
  await leave(page);
  await login(page);
  await arrive(page);
  // The app has the code in its URL and has not used it: now the thief is faster.
  const stolen = {
    grant_type: 'authorization_code',
    client_id: 'spa-rs256',
    redirect_uri: `${tenant.app}/callback`,
    code: new URL(page.url()).searchParams.get('code'),
  };
  const attempts = [
    await post(tenant, '/oauth/token', stolen),
    await post(tenant, '/oauth/token', { ...stolen, code_verifier: 'A'.repeat(43) }),
  ];
  const refused = { status: 400, error: 'invalid_grant', error_message_key: 'error.invalidCodeVerifier' };
  expect(attempts).toEqual([expect.objectContaining(refused), expect.objectContaining(refused)]);
  for (const attempt of attempts) expect(attempt).not.toHaveProperty('access_token');

  await page.evaluate(() => auth.handleRedirectCallback());
  expect(await page.evaluate(() => auth.getUser().name)).toBe('Alice Liddell');
  expect(await page.evaluate(() => auth.getUserInfo())).toMatchObject({ sub: 'alice' });
});

test('a callback that is handled again sends nothing, in the same page and after a reload', async ({
  page,
  tenant,
}) => {
  await open(page, tenant, { scope });
  const returned = page.waitForRequest(/\/callback\?/);
  const first = await signIn(page, { appState: 7 });
  const url = (await returned).url();
  expect(await page.evaluate((url) => auth.handleRedirectCallback(url), url)).toEqual(first);

  await page.goto(url);
  await isReady(page);
  expect(await errorOf(page, () => auth.handleRedirectCallback())).toMatchObject({
    code: 'transaction_used',
    phase: 'callback',
    isTyped: true,
  });
  expect(asked(tenant.server, '/oauth/token')).toHaveLength(1);
});

test('a code that is sent again, verifier and all, is invalid_grant and ends what the first use gave', async ({
  page,
  tenant,
}) => {
  await open(page, tenant, { scope });
  await signIn(page);
  const accessToken = await page.evaluate(() => auth.getAccessToken());
  expect(await statusOf(tenant, accessToken)).toBe(200);

  const [{ body }] = asked(tenant.server, '/oauth/token');
  expect(await exchange(tenant, body)).toMatchObject({
    status: 400,
    error: 'invalid_grant',
    error_message_key: 'error.invalidAuthorizationCode',
  });
  expect(await statusOf(tenant, accessToken)).toBe(401);
  expect(await errorOf(page, () => auth.getUserInfo())).toMatchObject({ phase: 'userinfo', status: 401 });
  expect(await errorOf(page, () => auth.getAccessToken({ forceRefresh: true }))).toMatchObject({
    code: 'session_expired',
    error: 'invalid_grant',
  });
  expect(await page.evaluate(() => auth.isAuthenticated)).toBe(false);
  const [, , { body: refresh }] = asked(tenant.server, '/oauth/token');
  expect(await redeem(tenant, refresh.refresh_token)).toEqual([400, 'invalid_grant']);
});
