// The preset against the shaped server: which document counts, and how requests travel.
import { errorOf } from '../support/fixtures.mjs';
import { asked, expect, finish, leave, open, signIn, test } from './app.mjs';

const DISCOVERY = '/.well-known/openid-configuration';
const scope = 'openid profile email phone offline_access';

test.describe('discovery', () => {
  test('is the truth where it is up', async ({ page, tenant }) => {
    // Another endpoint than the preset's: the same one with a query of its own.
    tenant.metadata.authorization_endpoint = `${tenant.issuer}/oauth/authorize?from=discovery`;
    await open(page, tenant);
    expect((await leave(page)).searchParams.get('from')).toBe('discovery');
    expect(asked(tenant.server, DISCOVERY)).toHaveLength(1);
  });

  test('is asked once when it is unreachable, and the fixed document stands in whole', async ({ page, tenant }) => {
    tenant.server.setDiscovery(false);
    await open(page, tenant, { scope });
    const url = await leave(page);
    expect(url.origin + url.pathname).toBe(`${tenant.issuer}/oauth/authorize`);
    expect(asked(tenant.server, DISCOVERY)).toHaveLength(1);
  });

  test('holds nobody up for longer than three seconds when nobody answers', async ({ page, tenant }) => {
    tenant.server.setDiscovery('silent');
    await open(page, tenant);
    // Without metadata of its own, a client would wait for ten.
    const begin = Date.now();
    await leave(page);
    expect(Date.now() - begin).toBeLessThan(8000);
  });

  test('counts for a whole login, although it is down when the user comes back', async ({ page, tenant }) => {
    tenant.metadata.token_endpoint = `${tenant.issuer}/oauth/token?from=discovery`;
    await open(page, tenant);
    await leave(page);
    tenant.server.setDiscovery(false);
    await finish(page);
    expect(asked(tenant.server, '/oauth/token').map(({ query }) => query)).toEqual([{ from: 'discovery' }]);
    expect(await page.evaluate(() => auth.isAuthenticated)).toBe(true);
  });

  for (const [what, spoil, code] of [
    [
      'names another issuer',
      ({ metadata }) => Object.assign(metadata, { issuer: 'https://evil.example' }),
      'metadata_issuer_mismatch',
    ],
    ['lacks an endpoint', ({ metadata }) => Object.assign(metadata, { jwks_uri: undefined }), 'metadata_invalid'],
    [
      'has an endpoint without TLS',
      ({ metadata }) => Object.assign(metadata, { token_endpoint: 'http://op.example/t' }),
      'metadata_invalid',
    ],
    [
      'lists plain alone',
      ({ metadata }) => Object.assign(metadata, { code_challenge_methods_supported: ['plain'] }),
      'pkce_unsupported',
    ],
    ['is not found', ({ server }) => server.setDiscovery(404), 'http_status'],
    ['is an error of the server', ({ server }) => server.setDiscovery(503), 'http_status'],
  ]) {
    test(`is an error, and nothing stands in, when the document ${what}`, async ({ page, tenant }) => {
      spoil(tenant);
      await open(page, tenant);
      const error = await errorOf(page, () => auth.loginWithRedirect());
      expect([error.code, error.phase, error.isTyped]).toEqual([code, 'login', true]);
      expect(page.url()).toBe(`${tenant.app}/`);
      expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    });
  }

  test('is asked by nobody where the option says so: no request comes before the redirect', async ({
    page,
    tenant,
  }) => {
    await open(page, tenant, { discovery: false });
    await page.evaluate(() => auth.ready());
    expect(tenant.server.requests).toEqual([]);
    await leave(page);
    expect(tenant.server.requests.map(({ path }) => path)).toEqual(['/oauth/authorize', '/auth']);
  });
});

test.describe('requests', () => {
  test('have a form as their body, nothing that costs a preflight, and no cookie', async ({ page, tenant }) => {
    await open(page, tenant, { scope });
    await signIn(page);
    await page.evaluate(() => auth.getAccessToken({ forceRefresh: true }));
    await page.evaluate(() => auth.revokeTokens());
    const calls = [...asked(tenant.server, '/oauth/token'), ...asked(tenant.server, '/oauth/revoke')];
    expect(calls.map(({ method, headers }) => [method, headers['content-type'], headers.cookie])).toEqual(
      Array(3).fill(['POST', 'application/x-www-form-urlencoded', undefined]),
    );
    for (const { headers } of tenant.server.requests) expect(headers).not.toHaveProperty('custom-locale');
  });

  test('have JSON as their body where it is asked for', async ({ page, tenant }) => {
    await open(page, tenant, { scope, tokenRequestFormat: 'json' });
    await signIn(page);
    await page.evaluate(() => auth.getAccessToken({ forceRefresh: true }));
    await page.evaluate(() => auth.revokeTokens());
    const posts = tenant.server.requests.filter(({ method, path }) => method === 'POST' && path !== '/auth');
    expect(posts.map(({ path, headers }) => [path, headers['content-type']])).toEqual([
      ['/oauth/token', 'application/json'],
      ['/oauth/token', 'application/json'],
      ['/oauth/revoke', 'application/json'],
    ]);
    expect(posts[0].body).toEqual({
      grant_type: 'authorization_code',
      client_id: 'spa-rs256',
      code: expect.any(String),
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
      redirect_uri: `${tenant.app}/callback`,
    });
    expect(asked(tenant.server, '/oauth/token')[0].method).toBe('OPTIONS');
  });

  test('carry a language and a locale to the endpoints that answer in one, where they are asked for', async ({
    page,
    tenant,
  }) => {
    await open(page, tenant, { language: 'fr', locale: 'fr-CA' });
    await signIn(page);
    await page.evaluate(() => auth.getUserInfo());
    const told = (path) =>
      asked(tenant.server, path)
        .filter(({ method }) => method !== 'OPTIONS')
        .map(({ headers }) => [headers['accept-language'], headers['custom-locale']]);
    expect(told('/oauth/token')).toEqual([['fr', 'fr-CA']]);
    expect(told('/identity/v1/userinfo')).toEqual([['fr', 'fr-CA']]);
    for (const path of [DISCOVERY, '/jwks.json']) {
      expect(asked(tenant.server, path).map(({ method, headers }) => [method, headers['custom-locale']])).toEqual([
        ['GET', undefined],
      ]);
    }
  });
});

test('errors of the token endpoint keep the members that are ReachFive’s own', async ({ page, tenant }) => {
  await open(page, tenant, { scope });
  await signIn(page);
  const details = [{ field: 'refresh_token', message: 'is missing', code: 'missing' }];
  await page.route(`${tenant.issuer}/oauth/token`, async (route) => {
    const response = await route.fetch({
      postData: 'grant_type=refresh_token&client_id=spa-rs256&refresh_token=other',
    });
    await route.fulfill({ response, json: { ...(await response.json()), error_details: details } });
  });
  const error = await errorOf(page, () => auth.getAccessToken({ forceRefresh: true }));
  expect(error).toMatchObject({
    code: 'session_expired',
    error: 'invalid_grant',
    errorId: expect.stringMatching(/^\w{10}$/),
    errorUserMsg: expect.any(String),
    errorMessageKey: 'error.invalidRefreshToken',
    errorDetails: details,
  });
});
