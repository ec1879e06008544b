// What else diagnose() sees, and what it says that it cannot see.
import { isReady } from '../support/fixtures.mjs';
import { diagnose, expect, idsOf, open, says, soundPolicy, test } from './fixtures-diagnosis.mjs';

for (const [name, site] of [
  ['X-Frame-Options', { headers: { 'x-frame-options': 'DENY' } }],
  ['frame-ancestors', { policy: `${soundPolicy}; frame-ancestors 'none'` }],
]) {
  test(`a callback page that forbids frames by ${name} makes the redirect URI one that cannot be told`, async ({
    page,
    start,
  }) => {
    const { app } = await start(site);
    await open(page, app);
    const diagnosis = await diagnose(page);
    expect(idsOf(diagnosis, 'error')).toEqual([]);
    expect(diagnosis.byId.redirect_uri.text).toContain('cannot be told: the page there lets nobody frame it');
  });
}

test("a redirect URI where the app's own server has nothing is found", async ({ page, start }) => {
  const { app } = await start();
  await page.route(`${app}/callback`, (route) => route.fulfill({ status: 404, body: 'nothing here' }));
  await open(page, app);
  const { byId } = await diagnose(page);
  expect(byId.redirect_uri).toMatchObject({ severity: 'error', details: { status: 404 } });
});

test('an error that the server answers the sign-in with is told', async ({ page, start }) => {
  const { app } = await start();
  await open(page, app, { authorizationParams: { resource: 'https://nobody.example' } });
  const { byId } = await diagnose(page);
  expect(byId.redirect_uri).toMatchObject({ severity: 'warning', details: { error: 'invalid_target' } });
});

test('a page in a frame is told', async ({ page, start }) => {
  const { app } = await start();
  await open(page, app);
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = '/framed';
    document.body.append(frame);
  });
  await expect.poll(() => page.frames().length).toBe(2);
  const [, frame] = page.frames();
  await isReady(frame);
  const findings = await frame.evaluate(async () => (await auth.diagnose()).findings);
  expect(findings.find(({ id }) => id === 'framed')).toMatchObject({
    severity: 'warning',
    details: { hasStorageAccess: true },
  });
});

for (const [name, members, changes, id, severity] of [
  ['no code among its response types', { response_types_supported: ['id_token'] }, {}, 'response_type', 'error'],
  ['no list of code challenge methods', { code_challenge_methods_supported: undefined }, {}, 'pkce', 'info'],
  [
    'another algorithm than the one that is expected',
    { id_token_signing_alg_values_supported: ['ES256'] },
    {},
    'signature_algorithm',
    'error',
  ],
  ['a client that declares HS256', {}, { idTokenSignedResponseAlg: 'HS256' }, 'signature_algorithm', 'warning'],
  ['no key for the algorithm', {}, { idTokenSignedResponseAlg: 'Ed25519' }, 'jwks', 'error'],
  ['a token endpoint that is not there', { token_endpoint: undefined }, {}, 'token_endpoint', 'error'],
  ['an authorization endpoint that is not there', { authorization_endpoint: 'nowhere' }, {}, 'redirect_uri', 'error'],
  ['a key set that is not there', { jwks_uri: 7 }, {}, 'jwks', 'error'],
]) {
  test(`a set-up with ${name} is told as ${severity}`, async ({ page, start }) => {
    const { app, provider } = await start();
    says(provider, members);
    await open(page, app, changes);
    const { byId } = await diagnose(page);
    expect(byId[id].severity).toBe(severity);
  });
}

test('keys of the option jwks are not asked for', async ({ page, start }) => {
  const { app, issuer } = await start();
  const jwks = await (await fetch(`${issuer}/oauth/jwks`)).json();
  await open(page, app, { jwks });
  const { byId, sent } = await diagnose(page);
  expect(byId.jwks.text).toContain('option jwks');
  expect(sent.filter((request) => request.includes('/oauth/jwks'))).toEqual([]);
});

test('without discovery the metadata of the options are what is looked at', async ({ page, start }) => {
  const { app, issuer } = await start();
  const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  await open(page, app, { metadata, discovery: false });
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toEqual([]);
  expect(diagnosis.byId.redirect_uri.text).toContain('is registered');
  expect(diagnosis.sent.filter((request) => request.includes('/.well-known/'))).toEqual([]);
});

test('metadata of the options that stand in for a discovery that cannot be read are no error', async ({
  page,
  start,
}) => {
  const { app, issuer, provider } = await start();
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path.includes('.well-known')) ctx.remove('access-control-allow-origin');
  });
  const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  await open(page, app, { metadata });
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toEqual([]);
  expect(diagnosis.byId.discovery).toMatchObject({ severity: 'warning', details: { reason: 'not_readable' } });
});

test("engine: 'wasm' where the policy forbids it is found", async ({ page, start }) => {
  const { app } = await start({ policy: soundPolicy.replace(" 'wasm-unsafe-eval'", '') });
  await open(page, app, { engine: 'wasm' });
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toEqual(['content_security_policy', 'ready']);
  expect(diagnosis.byId.content_security_policy.fix).toContain("'wasm-unsafe-eval'");
});

test('a clock that the app corrects is no error', async ({ page, start }) => {
  const { app } = await start();
  await page.clock.install({ time: Date.now() - 3600_000 });
  await open(page, app, { clockOffsetSeconds: 3600 });
  expect(idsOf(await diagnose(page), 'error')).toEqual([]);
});

test('localStorage that is denied is a warning where the session is to be kept in it', async ({ page, start }) => {
  const { app } = await start();
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await open(page, app, { store: 'localStorage' });
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toEqual([]);
  expect(diagnosis.byId.storage.severity).toBe('warning');
});

test('a browser that is offline is told, and the server is not blamed', async ({ context, page, start }) => {
  const { app } = await start();
  await open(page, app);
  // What a diagnosis needs of the app's own files comes from a cache, if there is one; here they are loaded before.
  await page.evaluate(() => auth.diagnose());
  await context.setOffline(true);
  const { byId } = await diagnose(page);
  expect(byId.discovery).toMatchObject({ severity: 'error', details: { reason: 'offline' } });
});
