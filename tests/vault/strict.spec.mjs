// A vault at a certified server in its strictest form: bound tokens, server nonces, pushed requests, signed answers.
import { bound, strictly } from '../bound/strict.mjs';
import { signInAs } from '../support/fixtures.mjs';
import { endsIn, isGone, openPopup, signInThere } from '../support/popups.mjs';
import { expect, isReady, openWith, signIn, test, userOf } from './fixtures.mjs';

test.use({ server: { configure: strictly, api: { nonce: 'api-1' } } });

const options = { ...bound, scope: 'openid profile offline_access' };

for (const engine of ['wasm', 'javascript']) {
  test(`signs in, refreshes and asks for the user: ${engine}`, async ({ page, world }) => {
    const navigations = [];
    page.on('request', (request) => {
      if (request.isNavigationRequest() && request.url().includes('/oauth/authorize?')) navigations.push(request.url());
    });
    await openWith(page, world, { ...options, engine, exposeAccessToken: true });
    await signIn(page);
    const [user, token] = await page.evaluate(async () => {
      const token = await auth.getAccessToken({ forceRefresh: true });
      return [await auth.getUserInfo(), token];
    });
    expect(user.sub).toBe('alice');
    expect(token).toBe(world.tokens[1].access_token);
    expect(world.tokens.map(({ token_type }) => token_type)).toEqual(['DPoP', 'DPoP']);
    expect(navigations.map((url) => [...new URL(url).searchParams.keys()])).toEqual([['client_id', 'request_uri']]);
    await page.evaluate(() => auth.logout({ openUrl() {} }));
    const keys = await page.evaluate(async () => {
      const database = await new Promise((resolve) => {
        const opening = indexedDB.open('proofkey');
        opening.onsuccess = () => resolve(opening.result);
      });
      const all = database.transaction('keys').objectStore('keys').getAll();
      return new Promise((resolve) => {
        all.onsuccess = () => resolve(all.result.length);
      });
    });
    expect(keys).toBe(0);
  });
}

test('an API gets the bound token with a proof for its nonce, from the worker', async ({ page, world }) => {
  await openWith(page, world, { ...options, scope: 'openid offline_access api:read' });
  await signIn(page);
  const statuses = await page.evaluate(async (api) => {
    const first = await auth.fetch(`${api}/me?x=1#y`);
    const second = await auth.fetch(`${api}/notes`, { method: 'POST', body: 'x' });
    return [first.status, second.status];
  }, world.api);
  expect(statuses).toEqual([200, 201]);
  expect(world.asked.asked).toEqual(['GET /me?x=1', 'GET /me?x=1', 'POST /notes']);
  expect(new Set(world.asked.tokens)).toEqual(new Set([world.tokens[0].access_token]));
});

test('a popup and a hidden frame sign in', async ({ page, world }) => {
  await openWith(page, world, options);
  await page.evaluate(() => auth.ready());
  const popup = await openPopup(page);
  await signInThere(popup);
  await endsIn(page, 'alice');
  await isGone(popup);
  await page.reload();
  await isReady(page);
  await page.evaluate(() => auth.loginSilently());
  expect(await userOf(page)).toBe('alice');
});

test('a signed answer ends the sign-in', async ({ page, world }) => {
  await openWith(page, world, { ...options, responseMode: 'query.jwt' });
  await page.evaluate(() => void auth.loginWithRedirect());
  await page.waitForURL(/\/interaction\//);
  await signInAs(page);
  await page.waitForURL(/\/callback\?response=/);
  await isReady(page);
  await page.evaluate(() => auth.handleRedirectCallback());
  expect(new URL(page.url()).search).toBe('');
  expect(await userOf(page)).toBe('alice');
});
