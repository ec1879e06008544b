// What every test of `proofkey/server` stands on: a real authorization server with confidential clients, which counts what it is asked,
// and the packed package.
import { test as base, expect } from '@playwright/test';
import { exportJWK, generateKeyPair } from 'jose';
import * as proofkey from '../../target/npm/dist/server.js';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { Jar, signInAt } from './visitor.mjs';

export { expect };

/** Nobody listens there: the visitor stops in front of it. */
export const ORIGIN = 'http://localhost:1';
/** With what must be encoded in it. */
export const SECRET = 'a secret: 100% + /~?&=*-._';
export const COOKIE_SECRET = 'of-the-cookies-0123456789abcdefghij';

const algorithms = ['ES256', 'RS256', 'PS256', 'EdDSA'];

export const test = base.extend({
  /** `{ issuer, keys, tokenRequests, asked }`: the server, the clients' private keys by algorithm, and what came in. */
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
    async ({}, use) => {
      const pairs = await Promise.all(algorithms.map((alg) => generateKeyPair(alg, { extractable: true })));
      const keys = Object.fromEntries(algorithms.map((alg, index) => [alg, pairs[index].privateKey]));
      const published = await Promise.all(
        pairs.map(async ({ publicKey }, index) => ({ ...(await exportJWK(publicKey)), alg: algorithms[index] })),
      );
      const server = await startAuthorizationServer({
        origins: [ORIGIN],
        // Longer than a sign-in may take: what ends it is the cookie.
        codeSeconds: 3600,
        clients: [
          { client_id: 'web', client_secret: SECRET, token_endpoint_auth_method: 'client_secret_basic' },
          { client_id: 'web post', client_secret: SECRET, token_endpoint_auth_method: 'client_secret_post' },
          ...algorithms.map((alg, index) => ({
            client_id: `web-${alg}`,
            token_endpoint_auth_method: 'private_key_jwt',
            token_endpoint_auth_signing_alg: alg,
            jwks: { keys: [{ ...published[index], kid: 'k1', use: 'sig' }] },
          })),
        ],
      });
      const asked = [];
      server.provider.use(async (ctx, next) => {
        asked.push(ctx.path);
        await next();
      });
      const { issuer } = server;
      await use({ issuer, keys, asked, tokenRequests: () => asked.filter((path) => path === '/oauth/token').length });
      await server.close();
    },
    { scope: 'worker' },
  ],

  /** Makes a client of that server: `client({ clientId: 'other' })`. */
  client: async ({ world }, use) => {
    await use((changes) => proofkey.createServerClient(optionsFor(world, changes)));
  },
});

export const optionsFor = ({ issuer }, changes = {}) => ({
  issuer,
  clientId: 'web',
  redirectUri: `${ORIGIN}/callback`,
  scope: 'openid profile offline_access',
  clientAuthentication: proofkey.clientSecretBasic(SECRET),
  cookieSecret: COOKIE_SECRET,
  ...changes,
});

/** Begins a sign-in and goes as far as the callback. */
export async function reachCallback(client, { jar = new Jar(), login, ...options } = {}) {
  const { url } = await client.authorizationRequest(options, jar.header, jar);
  return { jar, url, callback: await signInAt(url, login) };
}

/** The whole sign-in. */
export async function signIn(client, options) {
  const { jar, callback } = await reachCallback(client, options);
  return client.exchange(callback, jar.header, jar);
}

/** What the call rejects with. */
export async function failure(promise) {
  const error = await promise.then(
    () => {
      throw new Error('it was expected to reject');
    },
    (error) => error,
  );
  expect(error).toBeInstanceOf(proofkey.ProofkeyError);
  return error;
}

/** Runs it when that many seconds have passed. */
export async function later(seconds, action) {
  const { now } = Date;
  Date.now = () => now() + seconds * 1000;
  try {
    return await action();
  } finally {
    Date.now = now;
  }
}

/** A `fetch` that notes the POSTs that go through it. */
export function recorder() {
  const posts = [];
  return {
    posts,
    async fetch(url, init) {
      if (init.method === 'POST') {
        const authorization = new Headers(init.headers).get('authorization');
        posts.push({ url, authorization, form: Object.fromEntries(new URLSearchParams(init.body)) });
      }
      return fetch(url, init);
    },
  };
}
