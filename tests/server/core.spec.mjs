// The core on a server: one for the whole process, which may break, and what it is told of the authorization server.
import { createRequire } from 'node:module';
import * as proofkey from '../../target/npm/dist/index.js';
import { clientSecretBasic, createServerClient, ProofkeyError } from '../../target/npm/dist/server.js';
import * as hooked from '../../target/test-hooks/npm/dist/server.js';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { Jar } from './visitor.mjs';
import { expect, failure, later, ORIGIN, optionsFor, reachCallback, SECRET, signIn, test } from './world.mjs';

const require = createRequire(import.meta.url);
const discovery = '/.well-known/openid-configuration';
const keys = '/oauth/jwks';

test('require gets the same', async ({ world }) => {
  const required = require('../../target/npm/dist/cjs/server.js');
  const auth = required.createServerClient({
    ...optionsFor(world),
    clientAuthentication: required.clientSecretBasic(SECRET),
  });
  const { claims } = await signIn(auth);
  expect(claims.sub).toBe('alice');
  const error = await auth.exchange('/callback', '', new Jar()).catch((error) => error);
  expect(error).toBeInstanceOf(required.ProofkeyError);
  expect(required.ProofkeyError).toBe(require('../../target/npm/dist/cjs/index.js').ProofkeyError);
});

test('ProofkeyError is the class of the other entries', () => {
  expect(ProofkeyError).toBe(proofkey.ProofkeyError);
});

test('metadata and keys are asked for once, and once more after ten minutes', async ({ client, world }) => {
  const auth = client();
  const from = world.asked.length;
  const documents = () => world.asked.slice(from).filter((path) => path === discovery || path === keys);
  await Promise.all([signIn(auth), signIn(auth), signIn(auth)]);
  await signIn(auth);
  expect(documents().sort()).toEqual([discovery, keys]);
  await later(601, () => auth.authorizationRequest({}, '', new Jar()));
  expect(documents().sort()).toEqual([discovery, discovery, keys]);
});

test('what a call could not work with is asked for again', async ({ client, world }) => {
  let isDown = true;
  const auth = client({
    fetch: async (url, init) =>
      isDown ? new Response('<h1>Soon</h1>', { headers: { 'content-type': 'text/html' } }) : fetch(url, init),
  });
  expect((await failure(auth.authorizationRequest({}, '', new Jar()))).code).toBe('response_not_json');
  // A logout goes on without a server, and learns nothing from it.
  expect(await auth.logoutUrl('')).toBeUndefined();
  isDown = false;
  expect((await signIn(auth)).claims.iss).toBe(world.issuer);
});

test('another instance of the app ends a sign-in, and tells whose it was where it reaches no server', async ({
  client,
}) => {
  const [first, second] = [client(), client({ fetch: () => Promise.reject(new TypeError('no network')) })];
  const one = await reachCallback(first);
  expect((await client().exchange(one.callback, one.jar.header, one.jar)).claims.sub).toBe('alice');
  const { jar, callback } = await reachCallback(first, { appState: { cart: 3 }, returnTo: '/cart' });
  const error = await failure(second.exchange(callback, jar.header, jar));
  expect([error.code, error.appState, error.returnTo]).toEqual(['network_error', { cart: 3 }, '/cart']);
  expect(error.hint).toContain('cannot be reached from here');
});

test('a key that is new since the last look is looked for', async () => {
  const given = {
    origins: [ORIGIN],
    clients: [{ client_id: 'web', client_secret: SECRET, token_endpoint_auth_method: 'client_secret_basic' }],
  };
  const first = await startAuthorizationServer(given);
  const auth = createServerClient({ ...optionsFor(first), clientAuthentication: clientSecretBasic(SECRET) });
  await signIn(auth);
  await first.close();
  // The same address, and other keys.
  const second = await startAuthorizationServer({ ...given, port: Number(new URL(first.url).port) });
  expect((await signIn(auth)).claims.sub).toBe('alice');
  await second.close();
});

test('a token endpoint that does not answer is a timeout, of as many seconds as the app says', async ({
  client,
  world,
}) => {
  const auth = client({
    timeoutSeconds: 1,
    fetch: (url, init) =>
      init.method === 'POST'
        ? new Promise((_, reject) => init.signal.addEventListener('abort', () => reject(init.signal.reason)))
        : fetch(url, init),
  });
  const { jar, callback } = await reachCallback(auth);
  const before = world.tokenRequests();
  const error = await failure(auth.exchange(callback, jar.header, jar));
  expect([error.code, error.retryable]).toEqual(['timeout', true]);
  expect(world.tokenRequests()).toBe(before);
});

test('a core that breaks ends every call under way in internal_error, and the next call has a new one', async ({
  world,
}) => {
  let release = () => {};
  let isHeld = false;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  const auth = hooked.createServerClient({
    ...optionsFor(world),
    clientAuthentication: hooked.clientSecretBasic(SECRET),
    async fetch(url, init) {
      if (init.method === 'POST' && !isHeld) {
        isHeld = true;
        await held;
      }
      return fetch(url, init);
    },
  });
  const { jar, callback } = await reachCallback(auth);
  const underWay = auth.exchange(callback, jar.header, jar).catch((error) => error);
  await expect.poll(() => isHeld).toBe(true);
  globalThis.proofkeyTrap = 1;
  const broken = await auth.authorizationRequest({}, '', new Jar()).catch((error) => error);
  for (const error of [broken, await underWay]) {
    expect(error).toBeInstanceOf(hooked.ProofkeyError);
    expect([error.code, error.cause.name]).toEqual(['internal_error', 'RuntimeError']);
  }
  release();
  const { instantiate } = WebAssembly;
  let started = 0;
  WebAssembly.instantiate = (...given) => {
    started += 1;
    return instantiate(...given);
  };
  const users = await Promise.all([signIn(auth), signIn(auth)]).finally(() => {
    WebAssembly.instantiate = instantiate;
  });
  expect(users.map(({ claims }) => claims.sub)).toEqual(['alice', 'alice']);
  // One for both, in the place of the broken one.
  expect(started).toBe(1);
});
