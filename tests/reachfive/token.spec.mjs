// The shapes of the server that an app's script calls: tokens, their errors and limits, the user, and CORS.
import { expect, test } from '@playwright/test';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { slidingWindow } from './rate-limit.mjs';
import { ORIGIN, start, Visitor } from './visitor.mjs';

let server;
test.beforeAll(async () => {
  server = await start({ clients: [{ client_id: 'known-secret', client_secret: 'x'.repeat(32) }] });
});
test.afterAll(() => server.close());

/** The status and body of a refusal, with ReachFive's members. */
async function refused(response, status, error, key) {
  expect(response.status).toBe(status);
  const body = await response.json();
  expect(body).toMatchObject({
    error,
    error_id: expect.stringMatching(/^\w{10}$/),
    error_description: expect.any(String),
    error_user_msg: expect.any(String),
    error_message_key: key,
  });
  return body;
}

const isAlive = async (visitor, { access_token }) => (await visitor.userinfo(access_token)).status === 200;

for (const json of [false, true]) {
  const name = json ? 'JSON' : 'form';

  test(`/oauth/token takes a code as ${name} and answers in ReachFive's members`, async () => {
    const visitor = new Visitor(server);
    const response = await visitor.exchange(await visitor.code(), {}, { json });
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      id_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      refresh_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 86_400,
    });
  });

  test(`/oauth/token refreshes as ${name}, and each refresh token is for one use`, async () => {
    const visitor = new Visitor(server);
    const first = await visitor.tokens();
    const second = await (await visitor.refresh(first.refresh_token, {}, { json })).json();
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(second.access_token).not.toBe(first.access_token);
    expect(decodeJwt(second.id_token)).not.toHaveProperty('nonce');
    await refused(await visitor.refresh(first.refresh_token), 400, 'invalid_grant', 'error.invalidRefreshToken');
    // Somebody else has a copy, so what came of it ends.
    await refused(await visitor.refresh(second.refresh_token), 400, 'invalid_grant', 'error.invalidRefreshToken');
    expect(await isAlive(visitor, second)).toBe(false);
  });

  test(`/oauth/revoke answers a ${name} with 204 and nothing, also for a token that is unknown`, async () => {
    const visitor = new Visitor(server);
    const tokens = await visitor.tokens();
    for (const token of [tokens.access_token, 'unknown']) {
      const response = await visitor.post('/oauth/revoke', { client_id: 'spa-rs256', token }, { json });
      expect([response.status, await response.text()]).toEqual([204, '']);
    }
    expect(await isAlive(visitor, tokens)).toBe(false);
    // An access token goes alone.
    expect((await visitor.refresh(tokens.refresh_token)).status).toBe(200);
  });
}

test('an RS256 client has an ID Token that the published key verifies', async () => {
  const { id_token } = await new Visitor(server).tokens();
  const keys = createRemoteJWKSet(new URL(`${server.url}/jwks.json`));
  const { payload } = await jwtVerify(id_token, keys, { issuer: server.issuer, audience: 'spa-rs256' });
  expect(payload).toMatchObject({ sub: 'alice', nonce: 'n-1', email: 'alice@example.com', name: 'Alice Liddell' });
});

test('an HS256 client has an ID Token that only its secret verifies', async () => {
  const { id_token } = await new Visitor(server, 'known-secret').tokens();
  const { protectedHeader } = await jwtVerify(id_token, Buffer.from('x'.repeat(32)));
  expect(protectedHeader).toEqual({ alg: 'HS256', typ: 'JWT' });
  await expect(jwtVerify(id_token, Buffer.from('y'.repeat(32)))).rejects.toThrow('signature');
});

test('the tenant signs with HS256 unless a client says otherwise', async () => {
  const { id_token } = await new Visitor(server, 'spa-hs256').tokens();
  expect(JSON.parse(Buffer.from(id_token.split('.')[0], 'base64url'))).toEqual({ alg: 'HS256', typ: 'JWT' });
});

test('there is a refresh token for offline_access alone, and an ID Token for openid alone', async () => {
  const visitor = new Visitor(server);
  expect(await visitor.tokens({ scope: 'openid' })).not.toHaveProperty('refresh_token');
  expect(await visitor.tokens({ scope: 'profile' })).not.toHaveProperty('id_token');
});

for (const [what, code_verifier] of [
  ['a wrong', 'w'.repeat(43)],
  ['no', undefined],
]) {
  test(`a stolen code with ${what} code_verifier is invalid_grant, and still good for its owner`, async () => {
    const visitor = new Visitor(server);
    const code = await visitor.code();
    const stolen = await visitor.exchange(code, { code_verifier });
    await refused(stolen, 400, 'invalid_grant', 'error.invalidCodeVerifier');
    expect((await visitor.exchange(code)).status).toBe(200);
  });
}

test('a code is good once: its second use is invalid_grant and ends what the first gave', async () => {
  const visitor = new Visitor(server);
  const code = await visitor.code();
  const tokens = await (await visitor.exchange(code)).json();
  expect(await isAlive(visitor, tokens)).toBe(true);
  await refused(await visitor.exchange(code), 400, 'invalid_grant', 'error.invalidAuthorizationCode');
  expect(await isAlive(visitor, tokens)).toBe(false);
});

for (const [what, changes] of [
  ['another redirect_uri', { redirect_uri: `${ORIGIN}/` }],
  ['another client', { client_id: 'spa-hs256' }],
  ['a code that nobody gave', { code: 'made-up' }],
]) {
  test(`/oauth/token refuses ${what} with invalid_grant`, async () => {
    const visitor = new Visitor(server);
    const response = await visitor.exchange(await visitor.code(), changes);
    await refused(response, 400, 'invalid_grant', 'error.invalidAuthorizationCode');
  });
}

test('codes, access tokens and refresh tokens expire', async () => {
  const own = await start({ codeSeconds: 0 });
  const late = new Visitor(own);
  const response = await late.exchange(await late.code());
  await refused(response, 400, 'invalid_grant', 'error.invalidAuthorizationCode');
  await own.close();

  const other = await start({ accessTokenSeconds: 0, refreshTokenSeconds: 0 });
  const visitor = new Visitor(other);
  const tokens = await visitor.tokens();
  expect(await isAlive(visitor, tokens)).toBe(false);
  await refused(await visitor.refresh(tokens.refresh_token), 400, 'invalid_grant', 'error.invalidRefreshToken');
  await other.close();
});

test('a missing field is named in error_details', async () => {
  const visitor = new Visitor(server);
  const body = await refused(await visitor.exchange(undefined), 400, 'invalid_request', 'error.invalidForm');
  expect(body.error_details).toEqual([{ field: 'code', message: 'This field is required', code: 'missing' }]);
});

test('what cannot be read, unknown clients and unknown grant types are errors of their own', async () => {
  const visitor = new Visitor(server);
  const broken = { method: 'POST', body: '{', headers: { 'content-type': 'application/json' } };
  await refused(await fetch(`${server.url}/oauth/token`, broken), 400, 'invalid_request', 'error.invalidForm');
  const stranger = await visitor.exchange('c', { client_id: 'nobody' });
  await refused(stranger, 401, 'invalid_client', 'error.client.notFound');
  const odd = await visitor.exchange('c', { grant_type: 'odd' });
  await refused(odd, 400, 'unsupported_grant_type', 'error.unsupportedGrantType');
});

test('a refresh may ask for less, never for more', async () => {
  const visitor = new Visitor(server);
  const { refresh_token } = await visitor.tokens();
  const more = await visitor.refresh(refresh_token, { scope: 'openid phone' });
  await refused(more, 400, 'invalid_scope', 'error.invalidScope');
  const less = await (await visitor.refresh(refresh_token, { scope: 'openid' })).json();
  expect(decodeJwt(less.id_token)).not.toHaveProperty('email');
});

test('a revoked refresh token takes along all tokens of that user at that client, and no others', async () => {
  const [visitor, neighbour] = [new Visitor(server, 'known-secret'), new Visitor(server, 'third-party')];
  const [first, second] = [await visitor.tokens(), await visitor.tokens()];
  const other = new Visitor(server);
  const theirs = await other.tokens();
  // Not the client's own token: nothing happens.
  await neighbour.post('/oauth/revoke', { client_id: 'third-party', token: first.refresh_token });
  expect(await isAlive(visitor, first)).toBe(true);
  const hint = { client_id: 'known-secret', token: first.refresh_token, token_type_hint: 'refresh_token' };
  await visitor.post('/oauth/revoke', hint);
  expect([await isAlive(visitor, first), await isAlive(visitor, second)]).toEqual([false, false]);
  expect(await isAlive(other, theirs)).toBe(true);
});

test('return_provider_token adds the token of the provider that the user came through', async () => {
  const visitor = new Visitor(server);
  const code = await visitor.code({ provider: 'google' });
  const answer = await visitor.exchange(code, { return_provider_token: true, persistent: true }, { json: true });
  expect(await answer.json()).toMatchObject({ provider_name: 'google', provider_access_token: expect.any(String) });
});

test('the request that exceeds the limit of /oauth/token is 429, with the seconds to wait', async () => {
  let now = 0;
  const own = await start({ rateLimit: { requests: 2, seconds: 1, clock: () => now } });
  const visitor = new Visitor(own);
  for (const _ of [1, 2]) expect((await visitor.exchange('made-up')).status).toBe(400);
  const response = await visitor.exchange('made-up', {}, { headers: { origin: ORIGIN } });
  await refused(response, 429, 'too_many_requests', 'error.tooManyRequests');
  expect(response.headers.get('retry-after')).toBe('1');
  expect(response.headers.get('access-control-expose-headers')).toBe('Retry-After');
  now += 1000;
  expect((await visitor.exchange('made-up')).status).toBe(400);
  await own.close();
});

test('the limit is 100 in 60 seconds where no option says otherwise', async () => {
  const own = await start();
  const visitor = new Visitor(own);
  for (let number = 1; number <= 100; number++) expect((await visitor.exchange('made-up')).status).toBe(400);
  const response = await visitor.exchange('made-up');
  expect(response.status).toBe(429);
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(50);
  expect(Number(response.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  await own.close();
});

test('the limit is for each address, and asking again while it lasts does not prolong it', async () => {
  let now = 0;
  const waitOf = slidingWindow({ requests: 1, seconds: 1, clock: () => now });
  expect([waitOf('192.0.2.1'), waitOf('192.0.2.2'), waitOf('192.0.2.1')]).toEqual([0, 0, 1]);
  now += 999;
  expect(waitOf('192.0.2.1')).toBe(1);
  now += 1;
  expect(waitOf('192.0.2.1')).toBe(0);
});

test('userinfo has what the scope allows, or the fields that are asked for', async () => {
  const visitor = new Visitor(server);
  const { access_token } = await visitor.tokens({ scope: 'openid email' });
  const whole = { sub: 'alice', id: 'alice', email: 'alice@example.com', email_verified: true };
  expect(await (await visitor.userinfo(access_token)).json()).toEqual(whole);
  const some = await (await visitor.userinfo(access_token, '?fields=email')).json();
  expect(some).toEqual({ sub: 'alice', id: 'alice', email: 'alice@example.com' });
});

test('userinfo is 401 with a challenge for a token that nobody gave', async () => {
  const response = await new Visitor(server).userinfo('made-up');
  expect(response.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  await refused(response, 401, 'invalid_token', 'error.invalidToken');
});

test('CORS is open to allowed origins, never with credentials', async () => {
  for (const [path, method] of [
    ['/oauth/token', 'POST'],
    ['/oauth/revoke', 'POST'],
    ['/identity/v1/userinfo', 'GET'],
    ['/.well-known/openid-configuration', 'GET'],
    ['/jwks.json', 'GET'],
  ]) {
    for (const [origin, allowed] of [
      [ORIGIN, ORIGIN],
      ['https://evil.example', null],
    ]) {
      const asks = { origin, 'access-control-request-method': method };
      const preflight = await fetch(server.url + path, { method: 'OPTIONS', headers: asks });
      const answer = await fetch(server.url + path, { method, headers: { origin } });
      for (const { headers } of [preflight, answer]) {
        expect(headers.get('access-control-allow-origin'), path).toBe(allowed);
        expect(headers.get('access-control-allow-credentials'), path).toBeNull();
        expect(headers.get('vary'), path).toBe('Origin');
      }
      expect(preflight.status).toBe(204);
      expect(preflight.headers.get('access-control-allow-headers')).toContain('custom-locale');
    }
  }
});

test('every request is on record, with its parameters, headers and body', async () => {
  const own = await start();
  const visitor = new Visitor(own);
  await visitor.exchange(
    await visitor.code({ ui_locales: 'fr' }),
    {},
    { json: true, headers: { 'custom-locale': 'fr' } },
  );
  const paths = own.requests.map(({ method, path }) => `${method} ${path}`);
  expect(paths).toEqual(['GET /oauth/authorize', 'POST /auth', 'GET /oauth/authorize', 'POST /oauth/token']);
  expect(own.requests[0].query.ui_locales).toBe('fr');
  expect(own.requests[3].headers['custom-locale']).toBe('fr');
  expect(own.requests[3].body).toMatchObject({ grant_type: 'authorization_code', code_verifier: visitor.verifier });
  await own.close();
});

test('identity-core finds the settings that it asks for', async () => {
  const response = await fetch(`${server.url}/identity/v1/config?client_id=spa-hs256&lang=en`);
  expect(await response.json()).toMatchObject({
    is_public: true,
    pkce_enforced: true,
    sso: false,
    scope: expect.stringContaining('openid'),
  });
});

test('an ID Token is replaced by what the option forge gives, with the signature of the server if it likes', async () => {
  const own = await start({ forge: (_idToken, { claims, sign }) => sign({ ...claims, sub: 'mallory' }) });
  const { id_token } = await new Visitor(own).tokens();
  const keys = createRemoteJWKSet(new URL(`${own.url}/jwks.json`));
  expect((await jwtVerify(id_token, keys)).payload).toMatchObject({ sub: 'mallory', iss: own.issuer });
  await own.close();
});
