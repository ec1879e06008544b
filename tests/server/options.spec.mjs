// What a client is made with: what is refused, and that no secret is shown.
import { inspect } from 'node:util';
import { exportJWK } from 'jose';
import { auth0 } from '../../target/npm/dist/presets.js';
import {
  clientSecretBasic,
  clientSecretPost,
  createServerClient,
  ProofkeyError,
  privateKeyJwt,
} from '../../target/npm/dist/server.js';
import { Jar } from './visitor.mjs';
import { COOKIE_SECRET, expect, failure, ORIGIN, optionsFor, reachCallback, SECRET, signIn, test } from './world.mjs';

const thrown = (call) => {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(ProofkeyError);
    return [error.code, error.option, error.phase];
  }
  throw new Error('it was expected to throw');
};

for (const [what, changes, option] of [
  ['no issuer', { issuer: undefined }, 'issuer'],
  ['no client id', { clientId: '' }, 'clientId'],
  ['a relative redirect URI', { redirectUri: '/callback' }, 'redirectUri'],
  ['no way to authenticate', { clientAuthentication: undefined }, 'clientAuthentication'],
  ['a secret in its place', { clientAuthentication: SECRET }, 'clientAuthentication'],
  ['no cookie secret', { cookieSecret: undefined }, 'cookieSecret'],
  ['one of 31 characters', { cookieSecret: 'x'.repeat(31) }, 'cookieSecret'],
  ['a list of none', { cookieSecret: [] }, 'cookieSecret'],
  ['a list with a short one', { cookieSecret: [COOKIE_SECRET, 'short'] }, 'cookieSecret'],
  ['a number', { cookieSecret: 1e32 }, 'cookieSecret'],
  ['a page for windows', { relayRedirectUri: `${ORIGIN}/relay` }, 'relayRedirectUri'],
  ['an answer in the fragment', { responseMode: 'fragment' }, 'responseMode'],
]) {
  test(`a client with ${what} is config_error, which names the option`, ({ world }) => {
    expect(thrown(() => createServerClient(optionsFor(world, changes)))).toEqual(['config_error', option, 'create']);
  });
}

test('a secret or a key that is none is config_error', async ({ world }) => {
  const { d: _, ...publicKey } = await exportJWK(world.keys.ES256);
  const hmac = { kty: 'oct', k: 'AAAA', d: 'AAAA' };
  const { privateKey: p384 } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-384' }, false, ['sign']);
  for (const call of [
    () => clientSecretBasic(''),
    () => clientSecretPost(undefined),
    () => privateKeyJwt(publicKey),
    () => privateKeyJwt(undefined),
    () => privateKeyJwt(hmac),
    () => privateKeyJwt(p384),
    () => privateKeyJwt(world.keys.ES256, { algorithm: 'ES512' }),
  ]) {
    expect(thrown(call)).toEqual(['config_error', 'clientAuthentication', 'create']);
  }
});

for (const [option, changes] of [
  ['store', { store: 'memory' }],
  ['clientSecret', { clientSecret: SECRET }],
  ['scope', { scope: 'profile' }],
  ['clockToleranceSeconds', { clockToleranceSeconds: 301 }],
  ['issuer', { issuer: 'http://op.example' }],
]) {
  test(`what the core refuses of ${option} is config_error at the first call`, async ({ client }) => {
    const error = await failure(client(changes).authorizationRequest({}, '', new Jar()));
    expect([error.code, error.option]).toEqual(['config_error', option]);
  });
}

for (const [what, options, option] of [
  ['another site', { returnTo: 'https://evil.example/' }, 'returnTo'],
  ['another site, by two slashes', { returnTo: '//evil.example/' }, 'returnTo'],
  ['another site, by a backslash', { returnTo: '/\\evil.example/' }, 'returnTo'],
  ['another site, by a dot', { returnTo: '/.//evil.example/' }, 'returnTo'],
  ['a script', { returnTo: 'javascript:alert(1)' }, 'returnTo'],
  ['two places, as a query may have them', { returnTo: ['/', '/'] }, 'returnTo'],
  ['what is no JSON', { appState: 1n }, 'appState'],
  ['another response mode', { responseMode: 'web_message' }, 'responseMode'],
  ['a parameter of the protocol', { authorizationParams: { state: 'x' } }, 'authorizationParams'],
]) {
  test(`a request with ${what} is config_error`, async ({ client }) => {
    const jar = new Jar();
    const error = await failure(client().authorizationRequest(options, '', jar));
    expect([error.code, error.option, error.phase]).toEqual(['config_error', option, 'login']);
    expect(jar.lines).toEqual([]);
  });
}

test('a call that has nowhere to put its cookies is config_error', async ({ client, world }) => {
  const auth = client();
  const { jar, callback } = await reachCallback(auth);
  const before = world.asked.length;
  for (const call of [auth.authorizationRequest({}, ''), auth.exchange(callback, jar.header, {})]) {
    const error = await failure(call);
    expect([error.code, error.option]).toEqual(['config_error', 'headers']);
  }
  expect(world.asked.length).toBe(before);
});

test('Headers are such a place', async ({ client }) => {
  const headers = new Headers();
  await client().authorizationRequest({}, null, headers);
  expect(headers.getSetCookie()).toHaveLength(1);
});

test('of the callback’s URL the path and the query count, as a text or a URL', async ({ client }) => {
  const auth = client();
  for (const form of [
    (url) => url,
    (url) => new URL(url),
    ({ pathname, search }) => pathname + search,
    ({ pathname, search }) => `http://10.0.0.7:8080${pathname}${search}`,
  ]) {
    const { jar, callback } = await reachCallback(auth);
    const { claims } = await auth.exchange(form(new URL(callback)), jar.header, jar);
    expect(claims.sub).toBe('alice');
  }
});

for (const [url, code] of [
  ['/callback', 'not_a_callback'],
  ['/callback?code=1', 'state_not_found'],
  ['/callback?error=access_denied&state=unknown', 'state_not_found'],
  ['http://', 'callback_malformed'],
]) {
  test(`${url} is ${code}`, async ({ client, world }) => {
    const before = world.asked.length;
    expect((await failure(client().exchange(url, '', new Jar()))).code).toBe(code);
    expect(world.asked.length).toBe(before);
  });
}

test('a callback at another path is not_a_callback, and its sign-in is used up', async ({ client, world }) => {
  const auth = client();
  const { jar, callback } = await reachCallback(auth);
  const before = world.tokenRequests();
  const error = await failure(auth.exchange(callback.replace('/callback', '/elsewhere'), jar.header, jar));
  expect(error.code).toBe('not_a_callback');
  expect(jar.names).toEqual([]);
  expect(world.tokenRequests()).toBe(before);
});

test('a preset gives most of the options', () => {
  const given = { clientId: 'web', redirectUri: 'https://app.example/callback', audience: 'https://api.example' };
  const auth = createServerClient({
    ...auth0({ domain: 'acme.eu.auth0.com', ...given }),
    clientAuthentication: clientSecretPost(SECRET),
    cookieSecret: COOKIE_SECRET,
  });
  expect(JSON.stringify(auth)).toBe('{"issuer":"https://acme.eu.auth0.com/","clientId":"web"}');
});

test('no secret is shown: not of the client, not of what it was made with, not by an error', async ({ world }) => {
  const jwk = await exportJWK(world.keys.ES256);
  const ways = [clientSecretBasic(SECRET), clientSecretPost(SECRET), privateKeyJwt(jwk)];
  const secrets = [SECRET, COOKIE_SECRET, jwk.d, encodeURIComponent(SECRET)];
  const shown = [];
  for (const clientAuthentication of ways) {
    const auth = createServerClient(optionsFor(world, { clientAuthentication, clientId: 'nobody' }));
    shown.push(auth, clientAuthentication);
    const wrong = createServerClient(optionsFor(world, { clientAuthentication, clientId: 'web-RS256' }));
    // Another client's secret, another client's key: the errors of a real server.
    const { jar, callback } = await reachCallback(wrong);
    const error = await failure(wrong.exchange(callback, jar.header, jar));
    expect(error.error).toBe('invalid_client');
    const { code } = Object.fromEntries(new URL(callback).searchParams);
    expect(inspect(error, { depth: 9 })).not.toContain(code);
    shown.push(error, wrong);
  }
  for (const what of shown) {
    const texts = [
      String(what),
      JSON.stringify(what),
      inspect(what, { depth: 9, showHidden: true, getters: true }),
      what.stack ?? '',
    ];
    for (const secret of secrets) for (const text of texts) expect(text).not.toContain(secret);
  }
});

test('no secret is in what a network or a fetch that fails leaves behind', async ({ client }) => {
  const auth = client({
    fetch: (url, init) =>
      init.method === 'POST'
        ? Promise.reject(new Error(`${init.body} ${JSON.stringify([...init.headers])}`))
        : fetch(url, init),
  });
  const error = await failure(signIn(auth));
  expect([error.code, error.phase, error.retryable]).toEqual(['network_error', 'callback', true]);
  const text = inspect(error, { depth: 9, showHidden: true });
  for (const secret of [SECRET, 'Basic', 'code_verifier', COOKIE_SECRET]) expect(text).not.toContain(secret);
});
