// The logout of a tenant: its URL, character by character, and what is forgotten here.
import { isReady } from '../../support/fixtures.mjs';
import { authorizationRequests } from '../../support/frames.mjs';
import { failure } from '../switched.mjs';
import { expect, open, signIn, test } from './fixtures.mjs';

/** The URL that logout would open. */
const logoutUrl = (page, options) =>
  page.evaluate(async (options) => {
    let opened;
    const openUrl = (url) => {
      opened = url;
    };
    await auth0.logout({ ...options, openUrl });
    return opened;
  }, options);

for (const [what, options, query] of [
  ['nothing', {}, 'client_id=spa'],
  [
    'a place to return to',
    { logoutParams: { returnTo: 'https://app.example/bye?a=1' } },
    'client_id=spa&returnTo=https%3A%2F%2Fapp.example%2Fbye%3Fa%3D1',
  ],
  ['the identity provider behind the tenant', { logoutParams: { federated: true } }, 'client_id=spa&federated'],
  ['another client', { clientId: 'other' }, 'client_id=other'],
  [
    'no client',
    { clientId: null, logoutParams: { returnTo: 'https://app.example' } },
    'returnTo=https%3A%2F%2Fapp.example',
  ],
  ['a parameter of its own', { logoutParams: { returnTo: undefined, hint: 'x' } }, 'client_id=spa&hint=x'],
]) {
  test(`a logout that names ${what}`, async ({ page, world }) => {
    await open(page, world);
    await signIn(page);
    expect(await logoutUrl(page, options)).toBe(`${world.domain}/v2/logout?${query}`);
    expect(page.url()).toBe(`${world.app}/bare.html`);
    expect(await page.evaluate(() => auth0.isAuthenticated())).toBe(false);
  });
}

test('with openUrl: false the user is signed out here alone', async ({ page, world }) => {
  await open(page, world, { cacheLocation: 'localstorage' });
  await signIn(page);
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await page.evaluate(() => auth0.logout({ openUrl: false, logoutParams: { returnTo: 'https://app.example' } }));
  expect(asked).not.toContain('/v2/logout');
  expect(await page.evaluate(() => auth0.isAuthenticated())).toBe(false);
  // And the next page does not ask the tenant, which still knows the user.
  await page.reload();
  await isReady(page);
  const frames = authorizationRequests(page);
  expect(await page.evaluate(async () => (await sdk.createAuth0Client(options)).isAuthenticated())).toBe(false);
  expect(frames).toEqual([]);
});

test('revokeRefreshToken has the tenant take back the refresh token, and ends the session here', async ({
  page,
  world,
}) => {
  await open(page, world, { useRefreshTokens: true });
  await signIn(page);
  const revoked = page.waitForRequest(/\/oauth\/revoke$/);
  await page.evaluate(() => auth0.revokeRefreshToken());
  expect(Object.fromEntries(new URLSearchParams((await revoked).postData()))).toMatchObject({
    client_id: world.clientId,
    token_type_hint: 'refresh_token',
  });
  expect(await page.evaluate(() => auth0.isAuthenticated())).toBe(false);
  const error = await failure(page, () => auth0.revokeRefreshToken({ audience: 'https://other.example' }));
  expect(error).toMatchObject({ error: 'config_error' });
});

test('revokeRefreshToken does nothing without useRefreshTokens', async ({ page, world }) => {
  await open(page, world);
  await signIn(page);
  await page.evaluate(() => auth0.revokeRefreshToken());
  expect(await page.evaluate(() => auth0.isAuthenticated())).toBe(true);
});
