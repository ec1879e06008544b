// A sign-in as the FAPI 2.0 Security Profile has it, but for the authentication of the client, which a page cannot have.
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { startResourceServer } from '../../www-demo/server/resource-server.mjs';
import {
  test as base,
  errorOf,
  expect,
  isReady,
  leave,
  openWith,
  reachCallback,
  signIn,
  signInAs,
  tokenRequests,
  tokenResponses,
} from '../support/fixtures.mjs';
import { asFapi, bound } from './strict.mjs';

/** What the app asks for; nothing of it goes without the others. */
const profile = { ...bound, scope: 'openid offline_access api:read', idTokenSignedResponseAlg: ['ES256', 'PS256'] };

const test = base.extend({
  /** How long codes and pushed requests live, in seconds. */
  lives: [{ codeSeconds: 60, requestSeconds: 60 }, { option: true }],

  /** `{ issuer, api }` of a server of that profile, and of an API with a nonce of its own. */
  fapi: async ({ site, lives }, use) => {
    const origins = [site.app];
    const server = await startAuthorizationServer({
      origins,
      clients: [{ client_id: 'spa-ps256', id_token_signed_response_alg: 'PS256' }],
      codeSeconds: lives.codeSeconds,
      configure: asFapi(lives),
    });
    const api = await startResourceServer({ issuer: server.issuer, origins, nonce: 'api-1' });
    await use({ issuer: server.issuer, api: api.url });
    await Promise.all([server.close(), api.close()]);
  },
});

const open = (page, site, { issuer, api }, changes) =>
  openWith(page, site, { issuer, clientId: 'spa-es256', resourceServers: [api], ...profile, ...changes });

test('the server is as the profile wants it', async ({ fapi }) => {
  const answer = await fetch(`${fapi.issuer}/.well-known/openid-configuration`);
  expect(await answer.json()).toMatchObject({
    authorization_response_iss_parameter_supported: true,
    code_challenge_methods_supported: ['S256'],
    dpop_signing_alg_values_supported: ['ES256', 'Ed25519'],
    id_token_signing_alg_values_supported: ['ES256', 'PS256'],
    require_pushed_authorization_requests: true,
    response_types_supported: expect.arrayContaining(['code']),
  });
});

for (const alg of ['ES256', 'PS256']) {
  test(`signs in, refreshes and calls an API; its ID Token is signed with ${alg}`, async ({ page, site, fapi }) => {
    const navigations = [];
    const proofs = [];
    page.on('request', (request) => {
      if (request.isNavigationRequest()) navigations.push(new URL(request.url()));
      const { dpop, authorization = '' } = request.headers();
      if (dpop) proofs.push({ ...decodeJwt(dpop), scheme: authorization.split(' ')[0] });
    });
    const answers = await tokenResponses(page);
    const posted = tokenRequests(page);
    await open(page, site, fapi, { clientId: `spa-${alg.toLowerCase()}` });
    await signIn(page);
    const statuses = await page.evaluate(async (api) => {
      const statuses = [(await auth.fetch(`${api}/me`)).status];
      await auth.getAccessToken({ forceRefresh: true });
      statuses.push((await auth.fetch(`${api}/notes`, { method: 'POST', body: 'x' })).status);
      return statuses;
    }, fapi.api);
    expect(statuses).toEqual([200, 201]);

    const asked = navigations.find(({ href }) => href.startsWith(`${fapi.issuer}/oauth/authorize?`));
    expect([...asked.searchParams.keys()]).toEqual(['client_id', 'request_uri']);
    const answered = navigations.find(({ pathname }) => pathname === '/callback');
    expect([...answered.searchParams.keys()].sort()).toEqual(['code', 'iss', 'state']);
    // The page that comes back knows no nonce yet: the server tells it by refusing the code, which is as good as before.
    expect(posted.map(({ grant_type: grant }) => grant)).toEqual([
      'authorization_code',
      'authorization_code',
      'refresh_token',
    ]);
    const [refused, first, second] = answers;
    expect(refused).toMatchObject({ error: 'use_dpop_nonce' });
    expect([first.token_type, second.token_type]).toEqual(['DPoP', 'DPoP']);
    expect(decodeProtectedHeader(first.id_token).alg).toBe(alg);
    expect(second.refresh_token).toBe(first.refresh_token);
    const toApi = proofs.filter(({ htu }) => htu.startsWith(fapi.api));
    expect(toApi.map(({ nonce, ath, scheme }) => [nonce, ath.length, scheme])).toEqual([
      [undefined, 43, 'DPoP'],
      ['api-1', 43, 'DPoP'],
      ['api-1', 43, 'DPoP'],
    ]);
  });
}

/** What comes back is not what was sent: name -> the change, and the code of the error. */
const changedAnswers = {
  'another issuer': [(answer) => answer.set('iss', `${answer.get('iss')}1`), 'iss_mismatch'],
  'no issuer, which the server says it sends': [(answer) => answer.delete('iss'), 'iss_missing'],
  'another state': [(answer) => answer.set('state', `${answer.get('state')}1`), 'state_not_found'],
};

for (const [what, [change, code]] of Object.entries(changedAnswers)) {
  test(`an answer with ${what} is refused, and its code sent nowhere`, async ({ page, site, fapi }) => {
    const posted = tokenRequests(page);
    await open(page, site, fapi);
    await reachCallback(page);
    const answer = new URL(page.url());
    change(answer.searchParams);
    await page.goto(answer.href);
    await isReady(page);
    const error = await errorOf(page, () => auth.handleRedirectCallback());
    expect([error.code, error.phase]).toEqual([code, 'callback']);
    expect(posted).toEqual([]);
    expect(await page.evaluate(() => auth.isAuthenticated)).toBe(false);
  });
}

test('another redirect URI is refused before anybody is sent away', async ({ page, site, fapi }) => {
  await open(page, site, fapi, { redirectUri: `${site.app}/callback/` });
  const error = await errorOf(page, () => auth.loginWithRedirect());
  expect([error.code, error.error]).toEqual(['par_error', 'invalid_request']);
  expect(error.errorDescription).toContain('redirect_uri');
  expect(new URL(page.url()).origin).toBe(site.app);
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
});

test('an app that binds no tokens gets none', async ({ page, site, fapi }) => {
  await open(page, site, fapi, { dpop: 'off' });
  await reachCallback(page);
  const error = await errorOf(page, () => auth.handleRedirectCallback());
  expect([error.code, error.error]).toEqual(['token_error', 'invalid_grant']);
});

test('a code is worth nothing without the key that it was asked for with', async ({ page, site, fapi }) => {
  await open(page, site, fapi);
  await reachCallback(page);
  await page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase('proofkey');
        deleting.onsuccess = resolve;
        deleting.onerror = deleting.onblocked = reject;
      }),
  );
  const error = await errorOf(page, () => auth.handleRedirectCallback());
  expect([error.code, error.error]).toEqual(['token_error', 'invalid_grant']);
});

test('tokens that come as Bearer are not taken', async ({ page, site, fapi }) => {
  await page.route(/\/oauth\/token$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), token_type: 'Bearer' } });
  });
  await open(page, site, fapi);
  await reachCallback(page);
  const error = await errorOf(page, () => auth.handleRedirectCallback());
  expect(error.code).toBe('token_type_unsupported');
  expect(await page.evaluate(() => auth.isAuthenticated)).toBe(false);
});

test.describe('what lives for a second', () => {
  test.use({ lives: { codeSeconds: 1, requestSeconds: 1 } });
  const itsTime = 2500;

  test('a code is not taken after its time', async ({ page, site, fapi }) => {
    await open(page, site, fapi);
    await reachCallback(page);
    await page.waitForTimeout(itsTime);
    const error = await errorOf(page, () => auth.handleRedirectCallback());
    expect([error.code, error.error]).toEqual(['token_error', 'invalid_grant']);
  });

  test('a pushed request is not taken after its time, and the next one is another', async ({ page, site, fapi }) => {
    await open(page, site, fapi);
    await page.evaluate(() => auth.loginWithRedirect({ openUrl: (url) => Object.assign(window, { url }) }));
    const url = await page.evaluate(() => window.url);
    await page.waitForTimeout(itsTime);
    const answer = await page.goto(url);
    expect([answer.status(), await answer.text()]).toEqual([400, expect.stringContaining('invalid_request_uri')]);
    await page.goto(site.app);
    await isReady(page);
    await leave(page);
    expect(page.url()).not.toBe(url);
  });
});

test('a pushed request is good for one sign-in', async ({ page, site, fapi }) => {
  await open(page, site, fapi);
  await page.evaluate(() => auth.loginWithRedirect({ openUrl: (url) => Object.assign(window, { url }) }));
  const url = await page.evaluate(() => window.url);
  await page.goto(url);
  await signInAs(page);
  await page.waitForURL(/\/callback\?/);
  const answer = await page.goto(url);
  expect([answer.status(), await answer.text()]).toEqual([400, expect.stringContaining('invalid_request_uri')]);
});
