// What a diagnosis does to whoever is signed in, how long it takes at most, and the steps that it tells.
import { createServer } from 'node:http';
import { errorOf, signIn, tokenResponses } from '../support/fixtures.mjs';
import { diagnose, expect, idsOf, open, says, test } from './fixtures-diagnosis.mjs';

test('a diagnosis leaves a session as it is, and sends no token or code', async ({ page, start }) => {
  const { app, issuer } = await start();
  await open(page, app, { store: 'sessionStorage' });
  const answers = await tokenResponses(page);
  await signIn(page);
  await page.unrouteAll({ behavior: 'wait' });
  const token = await page.evaluate(() => auth.getAccessToken());
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toEqual([]);
  // The server knows the user, and was told to refuse all the same.
  expect(diagnosis.byId.redirect_uri.details.error).toBe('login_required');
  expect(await page.evaluate(() => auth.getAccessToken())).toBe(token);
  await page.evaluate(() => auth.getAccessToken({ forceRefresh: true }));

  const written = JSON.stringify(diagnosis);
  for (const secret of [answers[0].access_token, answers[0].refresh_token, answers[0].id_token]) {
    expect(written).not.toContain(secret);
  }
  expect(
    diagnosis.steps.map(({ phase, method, endpoint, status }) => phase ?? `${method} ${endpoint} ${status}`),
  ).toEqual(['start', 'callback', `POST ${issuer}/oauth/token 200`, `GET ${issuer}/oauth/jwks 200`]);
  for (const { at, durationSeconds } of diagnosis.steps) {
    expect(Math.abs(at - Date.now() / 1000)).toBeLessThan(60);
    expect(durationSeconds).toBeGreaterThanOrEqual(0);
  }
  expect(diagnosis.text).toContain(`POST ${issuer}/oauth/token 200`);
});

test('a code in the address of the page is sent nowhere, not even to where the page came from', async ({
  page,
  start,
}) => {
  const { app } = await start();
  await open(page, `${app}/callback?code=one-that-is-not-redeemed&state=unknown`);
  const { sent } = await diagnose(page);
  expect(sent.some((request) => request.includes('/oauth/authorize'))).toBe(true);
  expect(sent.join()).not.toContain('one-that-is-not-redeemed');
});

test('no listener is left', async ({ page, start }) => {
  const { app } = await start();
  await page.addInitScript(() => {
    window.listening = 0;
    // Playwright listens to the pointer and the keys.
    const ours = [
      'message',
      'securitypolicyviolation',
      'storage',
      'online',
      'pageshow',
      'pagehide',
      'visibilitychange',
    ];
    for (const [name, by] of [
      ['addEventListener', 1],
      ['removeEventListener', -1],
    ]) {
      const native = EventTarget.prototype[name];
      EventTarget.prototype[name] = function (...given) {
        if (this !== undefined && ours.includes(given[0])) window.listening += by;
        return native.apply(this, given);
      };
    }
  });
  await open(page, app);
  await page.evaluate(() => auth.ready());
  const before = await page.evaluate(() => window.listening);
  await diagnose(page);
  expect(await page.evaluate(() => window.listening)).toBe(before);
});

for (const [claim, spoil] of [
  ['gives nothing', 'async () => undefined'],
  ['throws', '() => { throw new RangeError("no") }'],
  ['never ends', '() => new Promise(() => {})'],
]) {
  test(`a fetch of the app that ${claim} is told as a server that cannot be asked`, async ({ page, start }) => {
    const { app } = await start();
    await open(page, app);
    await page.evaluate(`window.auth = createClient({ ...options, fetch: ${spoil} })`);
    const { byId } = await diagnose(page);
    const reason = claim === 'never ends' ? 'no_answer' : 'unreachable';
    expect(byId.discovery).toMatchObject({ severity: 'error', details: { reason } });
    expect(byId.clock.text).toContain('cannot be compared');
  });
}

test('a server of which every answer hangs is told within 15 seconds', async ({ page, start }) => {
  const { app } = await start();
  const silent = createServer(() => {});
  await new Promise((listening) => silent.listen(0, 'localhost', listening));
  const issuer = `http://localhost:${silent.address().port}`;
  const endpoint = (name) => `${issuer}/${name}`;
  const metadata = {
    issuer,
    authorization_endpoint: endpoint('authorize'),
    token_endpoint: endpoint('token'),
    jwks_uri: endpoint('jwks'),
  };
  await open(page, app, { issuer, metadata });
  const seconds = await page.evaluate(async () => {
    const began = performance.now();
    window.diagnosis = await auth.diagnose();
    return (performance.now() - began) / 1000;
  });
  expect(seconds).toBeLessThan(15);
  const findings = await page.evaluate(() => window.diagnosis.findings);
  const reasons = Object.fromEntries(findings.map(({ id, details }) => [id, details?.reason]));
  expect(reasons).toMatchObject({ discovery: 'no_answer', token_endpoint: 'no_answer', jwks: 'no_answer' });
  expect(findings.find(({ id }) => id === 'redirect_uri').text).toContain('within 6 seconds');
  expect(await page.evaluate(() => document.querySelectorAll('iframe').length)).toBe(0);
  silent.closeAllConnections();
  silent.close();
});

test('a server that is not there is told', async ({ page, start }) => {
  const { app } = await start();
  const gone = createServer();
  await new Promise((listening) => gone.listen(0, 'localhost', listening));
  const issuer = `http://localhost:${gone.address().port}`;
  await new Promise((closed) => gone.close(closed));
  await open(page, app, { issuer });
  const { byId } = await diagnose(page);
  expect(byId.discovery).toMatchObject({ severity: 'error', details: { reason: 'unreachable' } });
  expect(byId.ready.details).toMatchObject({ code: 'network_error' });
});

test('a core that cannot be loaded is told, and everything else, too', async ({ page, start }) => {
  const { app } = await start();
  await page.route(/\/(wasm|javascript)-/, (route) => route.abort());
  await open(page, app);
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toEqual(['ready']);
  expect(diagnosis.byId.ready.details).toEqual({ code: 'core_load_failed' });
  expect(diagnosis.byId.redirect_uri.severity).toBe('info');
});

test('a diagnosis that cannot be loaded is core_load_failed, and the next call loads it', async ({ page, start }) => {
  const { app } = await start();
  await page.route(/\/diagnose-/, (route) => route.abort());
  await open(page, app);
  expect(await errorOf(page, () => auth.diagnose())).toMatchObject({
    code: 'core_load_failed',
    phase: 'diagnosis',
    retryable: true,
    isTyped: true,
  });
  await page.unroute(/\/diagnose-/);
  expect(idsOf(await diagnose(page), 'error')).toEqual([]);
});

test('a client that the token endpoint does not know is found', async ({ page, start }) => {
  const { app } = await start();
  await open(page, app, { clientId: 'nobody' });
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toEqual(['redirect_uri', 'token_endpoint']);
  expect(diagnosis.byId.token_endpoint.details.error).toBe('invalid_client');
});

test('a server without refresh tokens is found', async ({ page, start }) => {
  const { app, provider } = await start();
  says(provider, { grant_types_supported: ['authorization_code'] });
  await open(page, app);
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toEqual([]);
  expect(diagnosis.byId.refresh).toMatchObject({ severity: 'warning', details: { received: ['authorization_code'] } });
});

test('a scope without offline_access is told', async ({ page, start }) => {
  const { app } = await start();
  await open(page, app, { scope: 'openid' });
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'warning')).toEqual(['refresh']);
});

test('a server on another site is told to have third-party cookies', async ({ page, start }) => {
  const { app } = await start({
    appHost: '127.0.0.1',
    policy: "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' http://localhost:*",
  });
  await open(page, app);
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'warning')).toEqual(['third_party_cookies']);
});

test('a log of more than 100 steps keeps the last ones', async ({ page, start }) => {
  const { app } = await start();
  await open(page, app);
  await page.evaluate(async () => {
    for (let i = 0; i < 150; i++) await auth.getAccessToken().catch(() => {});
  });
  const { steps } = await diagnose(page);
  expect(steps).toHaveLength(100);
  expect(steps.filter(({ phase }) => phase !== 'token')).toEqual([]);
  expect(steps.some(({ code }) => code === 'login_required')).toBe(true);
});

test('a client that was disposed of diagnoses nothing', async ({ page, start }) => {
  const { app } = await start();
  await open(page, app);
  await page.evaluate(() => auth.dispose());
  expect(await errorOf(page, () => auth.diagnose())).toMatchObject({ code: 'client_disposed', phase: 'diagnosis' });
});
