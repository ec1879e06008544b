// Presets as an app gets them: plain options, made without a browser.
import { expect, test } from '@playwright/test';
import { ProofkeyError } from '../../target/npm/dist/index.js';
import { reachfive, reachfiveParams } from '../../target/npm/dist/presets.js';

const options = { domain: 'acme.reach5.net', clientId: 'spa', redirectUri: 'https://app.example/callback' };

test('a domain is enough for the rest', () => {
  expect(reachfive(options)).toEqual({
    clientId: 'spa',
    redirectUri: 'https://app.example/callback',
    issuer: 'https://acme.reach5.net',
    scope: 'openid profile email phone',
    idTokenSignedResponseAlg: 'HS256',
    metadata: {
      issuer: 'https://acme.reach5.net',
      authorization_endpoint: 'https://acme.reach5.net/oauth/authorize',
      token_endpoint: 'https://acme.reach5.net/oauth/token',
      revocation_endpoint: 'https://acme.reach5.net/oauth/revoke',
      jwks_uri: 'https://acme.reach5.net/jwks.json',
      end_session_endpoint: 'https://acme.reach5.net/identity/v1/logout',
      userinfo_endpoint: 'https://acme.reach5.net/identity/v1/userinfo',
    },
    postLogoutRedirectParameter: 'redirect_to',
    authorizationParams: {},
    fetch: expect.any(Function),
  });
});

test('what the app says wins over the defaults, and undefined says nothing', () => {
  const made = reachfive({
    ...options,
    issuer: 'https://acme.reach5.net/',
    scope: ['openid', 'full_write'],
    idTokenSignedResponseAlg: 'RS256',
    discovery: false,
    timeoutSeconds: 5,
  });
  expect(made).toMatchObject({
    issuer: 'https://acme.reach5.net/',
    scope: 'openid full_write',
    idTokenSignedResponseAlg: 'RS256',
    discovery: false,
    timeoutSeconds: 5,
  });
  expect(made.metadata).toMatchObject({
    issuer: 'https://acme.reach5.net/',
    token_endpoint: 'https://acme.reach5.net/oauth/token',
  });
  const nothing = { issuer: undefined, scope: undefined, idTokenSignedResponseAlg: undefined, fetch: undefined };
  const [bare, silent] = [reachfive(options), reachfive({ ...options, ...nothing })];
  expect({ ...silent, fetch: 0 }).toEqual({ ...bare, fetch: 0 });
});

test('a domain may be pasted as a URL', () => {
  for (const domain of ['https://acme.reach5.net', 'https://acme.reach5.net/', 'acme.reach5.net/']) {
    expect(reachfive({ ...options, domain }).issuer).toBe('https://acme.reach5.net');
  }
  expect(reachfive({ ...options, domain: 'http://localhost:4000' }).issuer).toBe('http://localhost:4000');
});

for (const domain of [
  '',
  undefined,
  null,
  'acme reach5',
  'https://',
  'ftp://acme.reach5.net',
  'javascript:alert(1)',
  5,
]) {
  test(`${domain === '' ? 'an empty text' : domain} is no domain`, () => {
    let thrown;
    try {
      reachfive({ ...options, domain });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ProofkeyError);
    expect([thrown.code, thrown.phase, thrown.option]).toEqual(['config_error', 'create', 'domain']);
  });
}

test('parameters are texts on the wire', () => {
  expect(
    reachfiveParams({
      provider: 'google',
      provider_scope: ['a', 'b'],
      persistent: true,
      ui_locales: 'fr en',
      login_hint: undefined,
    }),
  ).toEqual({ provider: 'google', provider_scope: 'a b', persistent: 'true', ui_locales: 'fr en' });
  expect(reachfiveParams()).toEqual({});
  expect(reachfive({ ...options, authorizationParams: { persistent: false } }).authorizationParams).toEqual({
    persistent: 'false',
  });
});
