// What diagnose() says of ten set-ups that are broken, and of one that is not.
import { launchBlocking } from '../complaints/fixtures-app.mjs';
import { signIn } from '../support/fixtures.mjs';
import { diagnose, expect, idsOf, open, says, test } from './fixtures-diagnosis.mjs';

test('a set-up that is sound has no error and no warning, and the redirect URI is known to be registered', async ({
  page,
  start,
}) => {
  const { app } = await start();
  await open(page, app);
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toEqual([]);
  expect(idsOf(diagnosis, 'warning')).toEqual([]);
  expect(diagnosis.byId.redirect_uri).toMatchObject({
    severity: 'info',
    text: 'The redirect URI is registered: the server has answered there.',
    details: { error: 'login_required' },
  });
  expect(diagnosis.byId.third_party_cookies.text).toContain('same site');
  expect(diagnosis.byId.clock.text).toContain('agrees');
});

test('a redirect URI that is not registered is found', async ({ page, start }) => {
  const { app } = await start();
  const redirectUri = `${app}/elsewhere`;
  await open(page, app, { redirectUri });
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toEqual(['redirect_uri']);
  const { text, fix, details } = diagnosis.byId.redirect_uri;
  expect(text).toContain('Most probably it is not registered');
  expect(fix).toContain(`Register ${redirectUri} for spa`);
  expect(details).toEqual({ redirectUri, clientId: 'spa' });
});

test('a redirect URI at another origin than the page is found', async ({ page, start }) => {
  const { app } = await start();
  const redirectUri = `${app.replace('localhost', '127.0.0.1')}/callback`;
  await open(page, app, { redirectUri });
  const { findings, byId } = await diagnose(page);
  expect(byId.redirect_uri).toMatchObject({ severity: 'error', details: { expected: app } });
  expect(findings[0].severity).toBe('error');
});

for (const [name, endpoint, id] of [
  ['discovery', '/.well-known/openid-configuration', 'discovery'],
  ['the token endpoint', '/oauth/token', 'token_endpoint'],
  ['the key set', '/oauth/jwks', 'jwks'],
]) {
  test(`a server that allows no other origin to read ${name} is found`, async ({ page, start }) => {
    const { app, issuer, provider } = await start();
    provider.use(async (ctx, next) => {
      await next();
      if (ctx.path === endpoint) ctx.remove('access-control-allow-origin');
    });
    await open(page, app);
    const { byId } = await diagnose(page);
    expect(byId[id]).toMatchObject({ severity: 'error', details: { url: issuer + endpoint, reason: 'not_readable' } });
    expect(byId[id].text).toContain('CORS');
    expect(byId[id].fix).toContain(`Allow the origin ${app}`);
  });
}

test('an issuer with a slash too much is found', async ({ page, start }) => {
  const { app, issuer } = await start();
  await open(page, app, { issuer: `${issuer}/` });
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toEqual(['issuer', 'ready']);
  expect(diagnosis.byId.issuer.details).toEqual({ expected: `${issuer}/`, received: issuer });
  expect(diagnosis.byId.ready.details).toMatchObject({ code: 'metadata_issuer_mismatch' });
});

test('an issuer where there is no discovery document is found', async ({ page, start }) => {
  const { app, issuer, provider } = await start();
  // Where this server has nothing, it has no CORS either.
  provider.use((ctx, next) => (ctx.path.startsWith('/realms/') ? ctx.set('access-control-allow-origin', '*') : next()));
  await open(page, app, { issuer: `${issuer}/realms/none` });
  const { byId } = await diagnose(page);
  expect(byId.discovery).toMatchObject({ severity: 'error', details: { status: 404 } });
});

test('a server that does not know PKCE is found', async ({ page, start }) => {
  const { app, provider } = await start();
  says(provider, { code_challenge_methods_supported: ['plain'] });
  await open(page, app);
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toEqual(['pkce', 'ready']);
  expect(diagnosis.byId.pkce.details).toEqual({ expected: 'S256', received: ['plain'] });
});

for (const [name, off] of [
  ['slow', -3600],
  ['fast', 3600],
]) {
  test(`a clock that is an hour ${name} is found`, async ({ page, start }) => {
    const { app } = await start();
    await page.clock.install({ time: Date.now() + off * 1000 });
    await open(page, app);
    const diagnosis = await diagnose(page);
    expect(idsOf(diagnosis, 'error')).toEqual(['clock']);
    expect(diagnosis.byId.clock.text).toContain(`60 minutes ${name}`);
    expect(Math.abs(diagnosis.byId.clock.details.skewSeconds + off)).toBeLessThan(10);
  });
}

test('a clock that the client corrects by the server is no error', async ({ page, start }) => {
  const { app, provider } = await start();
  provider.use(async (ctx, next) => {
    await next();
    ctx.append('access-control-expose-headers', 'date');
  });
  await page.clock.install({ time: Date.now() - 3600_000 });
  await open(page, app);
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toEqual([]);
  expect(diagnosis.byId.clock.text).toContain('the client goes by the server');
});

test('a Content-Security-Policy that does not name the server is found', async ({ page, start }) => {
  const { app, issuer } = await start({ policy: "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'" });
  await open(page, app);
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toEqual(['content_security_policy', 'discovery', 'ready']);
  expect(diagnosis.byId.content_security_policy.fix).toBe(`Add ${issuer} to connect-src.`);
  expect(diagnosis.byId.discovery.details.reason).toBe('content_security_policy');
});

test('a Content-Security-Policy without wasm-unsafe-eval, or without frames, is told, and is no error', async ({
  page,
  start,
}) => {
  const { app } = await start({
    policy: "default-src 'none'; script-src 'self'; connect-src 'self' http://localhost:*",
  });
  await open(page, app);
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toEqual([]);
  expect(diagnosis.byId.content_security_policy.text).toContain('plain JavaScript');
  expect(diagnosis.byId.redirect_uri.text).toContain('cannot be told');
});

test('a browser that stores nothing is found', async ({ start, launchOptions }, testInfo) => {
  const { app } = await start();
  const context = await launchBlocking(testInfo.outputPath('profile'), [app], launchOptions);
  const page = await context.newPage();
  await open(page, app);
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toContain('storage');
  expect(diagnosis.byId.storage.text).toContain('storage_unavailable');
  await context.close();
});

test('a page that is isolated from other origins is found', async ({ page, start }) => {
  const { app } = await start({
    headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
  });
  await open(page, app);
  const diagnosis = await diagnose(page);
  expect(idsOf(diagnosis, 'error')).toEqual([]);
  expect(diagnosis.byId.cross_origin_isolation).toMatchObject({
    severity: 'warning',
    details: { crossOriginIsolated: true, crossOriginOpenerPolicy: 'same-origin' },
  });
});

test('a server that signs with HS256 alone is found', async ({ page, start }) => {
  const { app, provider } = await start();
  says(provider, { id_token_signing_alg_values_supported: ['HS256'] });
  await open(page, app);
  const { byId } = await diagnose(page);
  expect(byId.signature_algorithm).toMatchObject({
    severity: 'error',
    details: { expected: ['RS256'], received: ['HS256'] },
  });
});

test('a client that is registered for HS256 is found after a sign-in was refused for that', async ({ page, start }) => {
  const clients = [{ client_id: 'secret', client_secret: 'x'.repeat(32), id_token_signed_response_alg: 'HS256' }];
  const { app } = await start({ server: { clients } });
  await open(page, app, { clientId: 'secret' });
  expect(await signIn(page).catch((error) => error.message)).toContain('alg_unsupported');
  const { byId } = await diagnose(page);
  expect(byId.signature_algorithm).toMatchObject({ severity: 'error' });
  expect(byId.last_failure.details).toEqual({ phase: 'callback', code: 'alg_unsupported' });
});
