// An app moves over: identity-core signs in and exchanges the code, Proofkey takes the tokens and goes on with them.
import { test as base, expect } from '@playwright/test';
import { byAnother } from './side-by-side/forgeries.mjs';
import { World } from './side-by-side/world.mjs';

const test = base.extend({
  world: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
    async ({}, use) => {
      const world = await World.start();
      await use(world);
      await world.stop();
    },
    { scope: 'worker' },
  ],
  /** Signs in with identity-core in a fresh browser; gives its page, with the AuthResult in `result`. */
  signedIn: async ({ world }, use) => {
    const visits = [];
    world.forge = (idToken) => idToken;
    await use(async (options, login, password) => {
      const visit = await world.visit('both', { refreshToken: true, ...options });
      visits.push(visit);
      const page = await visit.open();
      await visit.leave(page);
      await visit.submit(page, login, password);
      await page.waitForURL((url) => url.pathname === '/both/callback');
      await page.waitForFunction(() => window.app);
      await page.evaluate(async () => {
        const code = new URLSearchParams(location.search).get('code');
        const { identityCore, redirectUri } = window.app;
        window.result = await identityCore.exchangeAuthorizationCodeWithPkce({ code, redirectUri });
      });
      world.server.requests.length = 0;
      return page;
    });
    for (const visit of visits) await visit.close();
  },
});

/** Hands over what identity-core gave, with changes; gives the code of the error, or nothing. */
const adopt = (page, changes) =>
  page.evaluate(async (changes) => {
    const { proofkey, ProofkeyError } = window.app;
    try {
      await proofkey.adoptTokens({ ...window.result, ...changes });
    } catch (error) {
      return error instanceof ProofkeyError ? error.code : `not a ProofkeyError: ${error}`;
    }
  }, changes);

const resultOf = (page) => page.evaluate(() => window.result);
const isSignedIn = (page) => page.evaluate(() => window.app.proofkey.isAuthenticated);
const asked = (world, path) =>
  world.server.requests.filter((request) => request.method !== 'OPTIONS' && request.path === path);

for (const [clientId, isVerified] of [
  ['spa-hs256', false],
  ['spa-rs256', true],
]) {
  test(`the tokens of ${clientId} become a session that refreshes, asks for the user and signs out`, async ({
    world,
    signedIn,
  }) => {
    const page = await signedIn({ clientId });
    const { refreshToken, accessToken } = await resultOf(page);
    expect(await adopt(page)).toBeUndefined();
    expect(asked(world, '/oauth/token').map(({ body }) => body)).toEqual([
      { grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken },
    ]);

    const state = await page.evaluate(() => window.app.proofkey.getSnapshot());
    expect(state).toMatchObject({ isAuthenticated: true, idTokenSignatureVerified: isVerified });
    expect(state.user).toMatchObject({ sub: 'alice', email: 'alice@example.com' });
    const tokens = await page.evaluate(async () => [
      await window.app.proofkey.getAccessToken(),
      await window.app.proofkey.getAccessToken({ forceRefresh: true }),
    ]);
    expect(new Set([accessToken, ...tokens]).size).toBe(3);
    expect(await page.evaluate(() => window.app.proofkey.getUserInfo())).toMatchObject({
      sub: 'alice',
      name: 'Alice Liddell',
    });

    await page.evaluate(() => void window.app.proofkey.logout({ revokeTokens: true }));
    await page.waitForURL((url) => url.pathname === '/both/');
    expect(asked(world, '/oauth/revoke')).toHaveLength(1);
    expect(asked(world, '/identity/v1/logout')).toHaveLength(1);
  });
}

test('RS256 tokens without a refresh token become a session until the access token expires', async ({
  world,
  signedIn,
}) => {
  const page = await signedIn({ refreshToken: false });
  const { refreshToken, accessToken } = await resultOf(page);
  expect(refreshToken).toBeUndefined();
  expect(await adopt(page)).toBeUndefined();
  expect(asked(world, '/oauth/token')).toEqual([]);
  expect(asked(world, '/jwks.json')).toHaveLength(1);
  expect(await page.evaluate(() => window.app.proofkey.getSnapshot())).toMatchObject({
    user: { sub: 'alice' },
    idTokenSignatureVerified: true,
  });
  expect(await page.evaluate(() => window.app.proofkey.getAccessToken())).toBe(accessToken);
  expect(await page.evaluate(() => window.app.proofkey.getUserInfo())).toMatchObject({ sub: 'alice' });
  const refused = page.evaluate(() =>
    window.app.proofkey.getAccessToken({ forceRefresh: true }).catch(({ code }) => code),
  );
  expect(await refused).toBe('login_required');
});

test('HS256 tokens without a refresh token are refused: nobody here can say whose they are', async ({ signedIn }) => {
  const page = await signedIn({ clientId: 'spa-hs256', refreshToken: false });
  expect(await adopt(page)).toBe('alg_unsupported');
  expect(await isSignedIn(page)).toBe(false);
});

test.describe('an ID Token that the tenant did not make for this app is refused', () => {
  for (const [what, forge, code] of [
    ['signed by another key', byAnother, 'signature_invalid'],
    ['for another client', (_, { claims, sign }) => sign({ ...claims, aud: 'another' }), 'id_token_aud_mismatch'],
    [
      'of another issuer',
      (_, { claims, sign }) => sign({ ...claims, iss: 'https://evil.example' }),
      'id_token_iss_mismatch',
    ],
    ['that has expired', (_, { claims, sign }) => sign({ ...claims, exp: claims.iat - 3600 }), 'id_token_expired'],
  ]) {
    test(what, async ({ world, signedIn }) => {
      world.forge = forge;
      const page = await signedIn({ refreshToken: false });
      expect(await adopt(page)).toBe(code);
      expect(await isSignedIn(page)).toBe(false);
    });
  }

  test('changed after it was signed', async ({ signedIn }) => {
    const page = await signedIn({ refreshToken: false });
    const { idToken } = await resultOf(page);
    const [header, payload, signature] = idToken.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url'));
    const changed = Buffer.from(JSON.stringify({ ...claims, sub: 'bob' })).toString('base64url');
    expect(await adopt(page, { idToken: [header, changed, signature].join('.') })).toBe('signature_invalid');
    expect(await isSignedIn(page)).toBe(false);
  });
});

test("a refresh token of another user than the ID Token's is refused, and makes nobody's session", async ({
  signedIn,
}) => {
  const page = await signedIn();
  const other = await signedIn({}, 'bob', 'builder');
  const { refreshToken } = await resultOf(other);
  expect(await adopt(page, { refreshToken })).toBe('refresh_mismatch');
  expect(await isSignedIn(page)).toBe(false);
});

test('a refresh token that identity-core has used since is refused', async ({ signedIn }) => {
  const page = await signedIn();
  await page.evaluate(() => window.app.identityCore.refreshTokens({ refreshToken: window.result.refreshToken }));
  expect(await adopt(page)).toBe('session_expired');
  expect(await isSignedIn(page)).toBe(false);
});

test("identity-core's calls of the profile take the access token of Proofkey's session", async ({ signedIn }) => {
  const page = await signedIn();
  await adopt(page);
  const user = await page.evaluate(async () => {
    const { identityCore, proofkey } = window.app;
    return identityCore.getUser({ accessToken: await proofkey.getAccessToken() });
  });
  expect(user).toMatchObject({ id: 'alice', givenName: 'Alice' });
});

test.describe('while both are in a page', () => {
  test("a callback of identity-core, which sends no state, is not taken for one of Proofkey's", async ({
    signedIn,
  }) => {
    const page = await signedIn();
    expect(new URL(page.url()).searchParams.get('code')).not.toBeNull();
    expect(await page.evaluate(() => window.app.proofkey.isRedirectCallback())).toBe(false);
  });

  test('a user whom identity-core signed in is signed in by Proofkey without a login page', async ({
    world,
    signedIn,
  }) => {
    const page = await signedIn();
    await page.evaluate(() => void window.app.proofkey.loginWithRedirect());
    await page.waitForURL((url) => url.searchParams.has('state') && url.pathname === '/both/callback');
    await page.waitForFunction(() => window.app);
    await page.evaluate(() => window.app.proofkey.handleRedirectCallback());
    expect(await page.evaluate(() => window.app.proofkey.getUser().sub)).toBe('alice');
    expect(asked(world, '/auth')).toEqual([]);
  });

  test("identity-core's entry in localStorage is the app's to remove", async ({ signedIn }) => {
    const page = await signedIn();
    await adopt(page);
    expect(await page.evaluate(() => localStorage.getItem('verifier_key'))).toMatch(/^[\w-]{43}$/);
  });
});
