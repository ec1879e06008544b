// How a confidential client says who it is: on the wire, and to a certified server.
import { createPrivateKey } from 'node:crypto';
import { createLocalJWKSet, decodeProtectedHeader, exportJWK, exportPKCS8, jwtVerify } from 'jose';
import { clientSecretBasic, clientSecretPost, none, privateKeyJwt } from '../../target/npm/dist/server.js';
import { expect, failure, ORIGIN, recorder, SECRET, signIn, test } from './world.mjs';

test('client_secret_basic: both in the header, encoded as form fields, and neither in the body', async ({ client }) => {
  const { posts, fetch } = recorder();
  const { claims } = await signIn(client({ fetch }));
  expect(claims.sub).toBe('alice');
  const [{ authorization, form }] = posts;
  expect(atob(authorization.replace('Basic ', ''))).toBe('web:a+secret%3A+100%25+%2B+%2F%7E%3F%26%3D*-._');
  expect(Object.keys(form).sort()).toEqual(['code', 'code_verifier', 'grant_type', 'redirect_uri']);
  expect(form).toMatchObject({ grant_type: 'authorization_code', redirect_uri: `${ORIGIN}/callback` });
});

test('client_secret_post: identifier and secret in the body, and no header', async ({ client }) => {
  const { posts, fetch } = recorder();
  await signIn(client({ clientId: 'web post', clientAuthentication: clientSecretPost(SECRET), fetch }));
  expect(posts).toMatchObject([{ authorization: null, form: { client_id: 'web post', client_secret: SECRET } }]);
});

test('none: a public client sends its identifier alone', async ({ client }) => {
  const { posts, fetch } = recorder();
  await signIn(client({ clientId: 'spa', clientAuthentication: none(), fetch }));
  expect(posts).toMatchObject([{ authorization: null, form: { client_id: 'spa' } }]);
  expect(posts[0].form).not.toHaveProperty('client_secret');
});

for (const algorithm of ['ES256', 'RS256', 'PS256', 'EdDSA']) {
  test(`private_key_jwt with ${algorithm}: an assertion for the issuer, for one use and a minute`, async ({
    client,
    world,
  }) => {
    const { posts, fetch } = recorder();
    const clientId = `web-${algorithm}`;
    const key = world.keys[algorithm];
    const auth = client({ clientId, clientAuthentication: privateKeyJwt(key, { keyId: 'k1' }), fetch });
    const { session } = await signIn(auth);
    await auth.accessToken(session, { forceRefresh: true });
    expect(posts.map(({ form }) => form.grant_type)).toEqual(['authorization_code', 'refresh_token']);
    const { d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...publicKey } = await exportJWK(key);
    const keys = createLocalJWKSet({ keys: [{ ...publicKey, kid: 'k1' }] });
    const identifiers = new Set();
    for (const { authorization, form } of posts) {
      expect([authorization, form.client_id]).toEqual([null, clientId]);
      expect(form.client_assertion_type).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
      const { payload, protectedHeader } = await jwtVerify(form.client_assertion, keys);
      expect(protectedHeader).toEqual({ alg: algorithm, kid: 'k1', typ: 'client-authentication+jwt' });
      expect(payload).toMatchObject({ iss: clientId, sub: clientId, aud: world.issuer, exp: payload.iat + 60 });
      identifiers.add(payload.jti);
    }
    expect(identifiers.size).toBe(2);
  });

  test(`private_key_jwt with ${algorithm} takes the key as a JWK`, async ({ client, world }) => {
    const jwk = await exportJWK(world.keys[algorithm]);
    const given = { ...jwk, alg: algorithm, kid: 'k1' };
    const { claims } = await signIn(
      client({ clientId: `web-${algorithm}`, clientAuthentication: privateKeyJwt(given) }),
    );
    expect(claims.sub).toBe('alice');
  });
}

test('private_key_jwt: a key from a PEM file, as the guide has it', async ({ client, world }) => {
  const pem = await exportPKCS8(world.keys.ES256);
  const jwk = createPrivateKey(pem).export({ format: 'jwk' });
  const clientAuthentication = privateKeyJwt(jwk, { keyId: 'k1' });
  const { claims } = await signIn(client({ clientId: 'web-ES256', clientAuthentication }));
  expect(claims.sub).toBe('alice');
});

test('private_key_jwt: algorithm and audience can be told', async ({ world }) => {
  const { alg: _, ...jwk } = await exportJWK(world.keys.PS256);
  const given = { issuer: world.issuer, clientId: 'web', url: 'https://op.example/token' };
  const form = new URLSearchParams();
  const { authenticate } = privateKeyJwt(jwk, { algorithm: 'PS256', audience: given.url });
  await authenticate({ ...given, form, headers: new Headers() });
  const [, payload] = form.get('client_assertion').split('.');
  expect(decodeProtectedHeader(form.get('client_assertion')).alg).toBe('PS256');
  expect(JSON.parse(Buffer.from(payload, 'base64url')).aud).toBe('https://op.example/token');
});

test('a wrong secret, or another key, surfaces the invalid_client of the server', async ({ client, world }) => {
  for (const [clientId, clientAuthentication] of [
    ['web', clientSecretBasic('another one')],
    ['web post', clientSecretPost('another one')],
    [
      'web-ES256',
      privateKeyJwt(
        await crypto.subtle
          .generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign'])
          .then(({ privateKey }) => privateKey),
        { keyId: 'k1' },
      ),
    ],
  ]) {
    const before = world.tokenRequests();
    const error = await failure(signIn(client({ clientId, clientAuthentication })));
    expect([error.code, error.error, error.status, error.phase]).toEqual([
      'token_error',
      'invalid_client',
      401,
      'callback',
    ]);
    expect(error.hint).toContain('clientAuthentication');
    expect(world.tokenRequests()).toBe(before + 1);
  }
});

test('the revocation endpoint is told who asks, too', async ({ client }) => {
  const { posts, fetch } = recorder();
  const auth = client({ fetch });
  const { session, refreshToken } = await signIn(auth);
  await auth.revoke(session);
  expect(posts[1].url).toMatch(/\/oauth\/revoke$/);
  expect(posts[1].authorization).toBe(posts[0].authorization);
  expect(posts[1].form).toEqual({ token: refreshToken, token_type_hint: 'refresh_token' });
});

test('a way of the app’s own that fails is config_error, without a word of what it said', async ({ client, world }) => {
  const before = world.tokenRequests();
  const clientAuthentication = {
    method: 'private_key_jwt',
    authenticate: async () => {
      throw new Error('the vault says: hunter2');
    },
  };
  const error = await failure(signIn(client({ clientAuthentication })));
  expect([error.code, error.option, error.cause]).toEqual(['config_error', 'clientAuthentication', undefined]);
  expect(world.tokenRequests()).toBe(before);
});
