// PKCE pairs and authorization URLs, made one after the other. Every maker gives { verifier, challenge }, or a promise of it.
import { generateCodeChallenge, generateCodeVerifier } from '@logto/browser';
import * as toolkit from 'oauth4webapi';
import pkceChallenge from 'pkce-challenge';
import { createClient } from 'proofkey';
import startCore, { pairs as pairsOfCore } from 'proofkey-pairs';

const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
const encoder = new TextEncoder();
const challengeOf = async (verifier) =>
  base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(verifier))));

const makers = {
  'raw WebCrypto': async () => {
    const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
    return { verifier, challenge: await challengeOf(verifier) };
  },
  'pkce-challenge': async () => {
    const { code_verifier: verifier, code_challenge: challenge } = await pkceChallenge();
    return { verifier, challenge };
  },
  oauth4webapi: async () => {
    const verifier = toolkit.generateRandomCodeVerifier();
    return { verifier, challenge: await toolkit.calculatePKCECodeChallenge(verifier) };
  },
  '@logto/browser': async () => {
    const verifier = generateCodeVerifier();
    return { verifier, challenge: await generateCodeChallenge(verifier) };
  },
};

const issuer = 'https://op.example';
const client = createClient({
  issuer,
  clientId: 'pairs',
  redirectUri: `${location.origin}/app/pairs/`,
  discovery: false,
  metadata: {
    issuer,
    authorization_endpoint: `${issuer}/auth`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
  },
});

window.pairs = {
  names: Object.keys(makers),

  /** A maker of wrong pairs may be as quick as it likes. */
  async check() {
    for (const [name, make] of Object.entries(makers)) {
      const { verifier, challenge } = await make();
      if (verifier.length < 43 || (await challengeOf(verifier)) !== challenge) throw new Error(`${name}: no pair`);
    }
    await Promise.all([client.ready(), startCore({ module_or_path: new URL('pairs_bg.wasm', import.meta.url) })]);
    const [verifier, challenge] = pairsOfCore(2).split(' ');
    if ((await challengeOf(verifier)) !== challenge) throw new Error('the core: no pair');
    const [one, other] = [client.authorizationUrl(), client.authorizationUrl()].map((url) => new URL(url).searchParams);
    for (const name of ['code_challenge', 'state', 'nonce']) {
      if (!one.get(name) || one.get(name) === other.get(name))
        throw new Error(`authorizationUrl: the same ${name} twice`);
    }
  },

  /** Microseconds for each pair. */
  async pairs(name, count) {
    const make = makers[name];
    const began = performance.now();
    for (let made = 0; made < count; made += 1) await make();
    return ((performance.now() - began) * 1000) / count;
  },

  /** The same, inside the core. */
  inCore(count) {
    const began = performance.now();
    pairsOfCore(count);
    return ((performance.now() - began) * 1000) / count;
  },

  /** Microseconds for each URL: verifier, challenge, state, nonce, the transaction, the URL. */
  urls(count) {
    const began = performance.now();
    for (let made = 0; made < count; made += 1) client.authorizationUrl();
    return ((performance.now() - began) * 1000) / count;
  },
};
