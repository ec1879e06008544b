// Bound tokens, pushed requests and signed responses at a certified server in its strictest form.
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { startResourceServer } from '../../www-demo/server/resource-server.mjs';
import { test as base, errorOf, expect, isReady, openWith, signIn, signInAs } from '../support/fixtures.mjs';
import { bound, strictly } from './strict.mjs';

const test = base.extend({
  strict: [
    async ({ site }, use) => {
      const server = await startAuthorizationServer({
        origins: [site.app],
        accessTokenSeconds: 60,
        configure: strictly,
      });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
});

/** The app, at that server. */
const open = (page, site, { issuer }, changes) => openWith(page, site, { issuer, ...bound, ...changes });

test('signs in, refreshes and asks for the user, with proofs and nonces', async ({ page, site, strict }) => {
  const requests = [];
  page.on('request', (request) => {
    if (request.url().startsWith(`${strict.issuer}/oauth/`) && request.method() !== 'OPTIONS') requests.push(request);
  });
  await open(page, site, strict);
  await signIn(page);
  const user = await page.evaluate(async () => {
    await auth.getAccessToken({ forceRefresh: true });
    return auth.getUserInfo();
  });
  expect(user.sub).toBe('alice');
  const [navigation] = requests.filter((request) => request.isNavigationRequest());
  expect([...new URL(navigation.url()).searchParams.keys()]).toEqual(['client_id', 'request_uri']);
  const proofs = requests.map((request) => request.headers().dpop).filter(Boolean);
  const payloads = proofs.map((proof) => decodeJwt(proof));
  expect(new Set(payloads.map(({ jti }) => jti)).size).toBe(proofs.length);
  // One request without the nonce, and then every one with it.
  expect(payloads.filter(({ nonce }) => !nonce)).toHaveLength(1);
  for (const proof of proofs) {
    const { jwk, ...header } = decodeProtectedHeader(proof);
    expect(header).toEqual({ typ: 'dpop+jwt', alg: 'ES256' });
    expect(Object.keys(jwk).sort()).toEqual(['crv', 'kty', 'x', 'y']);
  }
});

test('an API gets a proof of each request, once more with its own nonce', async ({ page, site, strict }) => {
  const api = await startResourceServer({ issuer: strict.issuer, origins: [site.app], nonce: 'api-1' });
  const sent = [];
  page.on('request', (request) => {
    if (request.url().startsWith(api.url) && request.method() !== 'OPTIONS') sent.push(request.headers());
  });
  await open(page, site, strict, { resourceServers: [api.url], scope: 'openid offline_access api:read' });
  await signIn(page);
  const statuses = await page.evaluate(async (api) => {
    const first = await auth.fetch(`${api}/me?x=1#y`);
    const second = await auth.fetch(`${api}/notes`, { method: 'post', body: 'x' });
    return [first.status, second.status];
  }, api.url);
  expect(statuses).toEqual([200, 201]);
  expect(sent.map(({ dpop }) => decodeJwt(dpop)).map(({ htm, htu, nonce }) => [htm, htu, nonce])).toEqual([
    ['GET', `${api.url}/me`, undefined],
    ['GET', `${api.url}/me`, 'api-1'],
    ['POST', `${api.url}/notes`, 'api-1'],
  ]);
  for (const { authorization } of sent) expect(authorization).toMatch(/^DPoP /);
  await api.close();
});

test('the key cannot be exported, and is gone after the sign-out', async ({ page, site, strict }) => {
  await open(page, site, strict);
  await signIn(page);
  const keys = () =>
    page.evaluate(async () => {
      const database = await new Promise((resolve, reject) => {
        const opening = indexedDB.open('proofkey');
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error);
      });
      const pairs = await new Promise((resolve) => {
        const all = database.transaction('keys').objectStore('keys').getAll();
        all.onsuccess = () => resolve(all.result);
      });
      database.close();
      return Promise.all(
        pairs.map(({ privateKey }) => crypto.subtle.exportKey('jwk', privateKey).then(String, ({ name }) => name)),
      );
    });
  expect(await keys()).toEqual(['InvalidAccessError']);
  await page.evaluate(() => auth.logout({ openUrl() {} }));
  expect(await keys()).toEqual([]);
});

test('a link cannot push its request, and says so', async ({ page, site, strict }) => {
  await open(page, site, strict);
  await page.evaluate(() => auth.ready());
  const error = await errorOf(page, async () => auth.authorizationUrl());
  expect([error.code, error.isTyped]).toEqual(['par_required', true]);
});

test('where nothing is bound, nothing of it is loaded', async ({ page, site }) => {
  const files = [];
  page.on('request', (request) => files.push(new URL(request.url()).pathname));
  await openWith(page, site, {});
  await signIn(page);
  await page.evaluate(() => auth.getAccessToken({ forceRefresh: true }));
  expect(files.filter((file) => /extended|dpop/.test(file))).toEqual([]);
});

test('two tabs that bind tokens for the first time use one key', async ({ page, context, site, strict }) => {
  await open(page, site, strict);
  const other = await context.newPage();
  await open(other, site, strict);
  // A request of each is pushed with the thumbprint of its key.
  const pushed = [];
  for (const tab of [page, other]) {
    tab.on('request', (request) => {
      const jkt = new URLSearchParams(request.postData() ?? '').get('dpop_jkt');
      if (jkt) pushed.push(jkt);
    });
  }
  await Promise.all([page, other].map((tab) => tab.evaluate(() => auth.loginWithRedirect({ openUrl() {} }))));
  expect(pushed).toHaveLength(2);
  expect(new Set(pushed).size).toBe(1);
});

test('a server that takes pushed requests alone gets them without an option', async ({ page, site, strict }) => {
  const navigations = [];
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.url().includes('/oauth/authorize?')) navigations.push(request.url());
  });
  await open(page, site, strict, { dpop: 'auto', pushedAuthorizationRequests: undefined });
  await signIn(page);
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
  expect(navigations.map((url) => [...new URL(url).searchParams.keys()])).toEqual([['client_id', 'request_uri']]);
});

test('a signed answer ends the sign-in, and leaves the address bar', async ({ page, site, strict }) => {
  await open(page, site, strict, { responseMode: 'query.jwt' });
  await page.evaluate(() => void auth.loginWithRedirect());
  await page.waitForURL(/\/interaction\//);
  await signInAs(page);
  await page.waitForURL(/\/callback\?response=/);
  await isReady(page);
  expect(await page.evaluate(() => auth.isRedirectCallback())).toBe(true);
  await page.evaluate(() => auth.handleRedirectCallback());
  expect(new URL(page.url()).search).toBe('');
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
});
