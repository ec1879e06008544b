// What a server does with a session: fresh tokens, logout, revocation; and that no two calls mix.
import { none } from '../../target/npm/dist/server.js';
import { Jar, signInAt } from './visitor.mjs';
import { expect, failure, later, ORIGIN, reachCallback, recorder, signIn, test } from './world.mjs';

const userInfo = ({ issuer }, accessToken) =>
  fetch(`${issuer}/oauth/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } });

test('a sign-in gives the user and all tokens', async ({ client, world }) => {
  const before = Date.now() / 1000;
  const { claims, idToken, accessToken, refreshToken, expiresAt, scope, session, ...rest } = await signIn(client());
  expect(claims).toMatchObject({ iss: world.issuer, aud: 'web', sub: 'alice', name: 'Alice Liddell' });
  expect(JSON.parse(Buffer.from(idToken.split('.')[1], 'base64url'))).toEqual(claims);
  expect((await (await userInfo(world, accessToken)).json()).sub).toBe('alice');
  expect(refreshToken).toMatch(/^[\w-]{20,}$/);
  expect(expiresAt - before).toBeGreaterThan(298);
  expect(expiresAt - before).toBeLessThan(320);
  expect(scope.split(' ')).toEqual(expect.arrayContaining(['openid', 'profile']));
  expect(session).toContain(refreshToken);
  expect(rest).toEqual({ idTokenSignatureVerified: true, appState: undefined, returnTo: '/' });
});

test('a fresh token is given out as it is; one that ends is refreshed, and the session is another one', async ({
  client,
  world,
}) => {
  const auth = client();
  const { session, accessToken } = await signIn(auth);
  const before = world.tokenRequests();
  expect(await auth.accessToken(session)).toMatchObject({ accessToken, session });
  expect(world.tokenRequests()).toBe(before);

  const renewed = await later(280, () => auth.accessToken(session));
  expect(world.tokenRequests()).toBe(before + 1);
  expect(renewed.accessToken).not.toBe(accessToken);
  expect(renewed.session).not.toBe(session);
  expect((await userInfo(world, renewed.accessToken)).status).toBe(200);
  // The refresh token was for one use, and the new session has the next one.
  const again = await auth.accessToken(renewed.session, { forceRefresh: true });
  expect(again.accessToken).not.toBe(renewed.accessToken);
});

test('callers that begin with one session wait for each other, and no refresh token is sent twice', async ({
  client,
  world,
}) => {
  const auth = client();
  const { session } = await signIn(auth);
  const before = world.tokenRequests();
  const given = await later(280, () => Promise.all(Array.from({ length: 20 }, () => auth.accessToken(session))));
  expect(world.tokenRequests()).toBe(before + 1);
  expect(new Set(given.map(({ accessToken }) => accessToken)).size).toBe(1);
  const forced = await Promise.all(
    Array.from({ length: 3 }, () => auth.accessToken(given[0].session, { forceRefresh: true })),
  );
  expect(new Set(forced.map(({ accessToken }) => accessToken)).size).toBe(3);
});

test('a refresh token that was spent is session_expired', async ({ client }) => {
  const auth = client();
  const { session } = await signIn(auth);
  await auth.accessToken(session, { forceRefresh: true });
  const error = await failure(auth.accessToken(session, { forceRefresh: true }));
  expect([error.code, error.error, error.phase]).toEqual(['session_expired', 'invalid_grant', 'token']);
});

test('what is no session of this client is login_required, and nothing is sent', async ({ client, world }) => {
  const { session } = await signIn(client());
  const auth = client({ clientId: 'spa', clientAuthentication: none() });
  const before = world.asked.length;
  for (const text of [session, '', '{}', 'a session', undefined]) {
    expect((await failure(auth.accessToken(text))).code).toBe('login_required');
  }
  expect(world.asked.length).toBe(before);
});

test('less scope than a call needs is insufficient_scope', async ({ client }) => {
  const auth = client();
  const { session } = await signIn(auth);
  const error = await failure(auth.accessToken(session, { scope: 'api:read' }));
  expect([error.code, error.expected]).toEqual(['insufficient_scope', 'api:read']);
});

test('the logout URL names the user to the server, and where to return to', async ({ client, world }) => {
  const { idToken, session } = await signIn(client());
  const auth = client({ postLogoutRedirectUri: `${ORIGIN}/` });
  const url = new URL(await auth.logoutUrl(session));
  expect(url.origin + url.pathname).toBe(`${world.issuer}/oauth/logout`);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    client_id: 'web',
    id_token_hint: idToken,
    post_logout_redirect_uri: `${ORIGIN}/`,
  });
  const other = new URL(await auth.logoutUrl(session, { postLogoutRedirectUri: `${ORIGIN}/bye` }));
  expect(other.searchParams.get('post_logout_redirect_uri')).toBe(`${ORIGIN}/bye`);
});

test('what was revoked gives no token any more', async ({ client }) => {
  const auth = client();
  const { session } = await signIn(auth);
  expect(await auth.revoke(session)).toBeUndefined();
  expect((await failure(auth.accessToken(session, { forceRefresh: true }))).code).toBe('session_expired');
});

test('exchanges and refreshes at the same time end each in its own user', async ({ client }) => {
  const auth = client();
  const logins = Array.from({ length: 12 }, (_, index) => (index % 2 ? 'alice' : 'bob'));
  const reached = await Promise.all(logins.map((login, index) => reachCallback(auth, { login, appState: index })));
  const given = await Promise.all(reached.map(({ callback, jar }) => auth.exchange(callback, jar.header, jar)));
  expect(given.map(({ claims, appState }) => [claims.sub, appState])).toEqual(
    logins.map((login, index) => [login, index]),
  );
  expect(new Set(given.map(({ accessToken }) => accessToken)).size).toBe(logins.length);
  for (const { session, accessToken, idToken } of given) {
    expect(JSON.parse(session)).toMatchObject({ access_token: accessToken, id_token: idToken });
  }
  const renewed = await Promise.all(given.map(({ session }) => auth.accessToken(session, { forceRefresh: true })));
  const subjects = renewed.map(({ session }) => JSON.parse(session).id_token.split('.')[1]);
  expect(subjects.map((payload) => JSON.parse(Buffer.from(payload, 'base64url')).sub)).toEqual(logins);
});

test('sign-ins in two tabs of one browser end in any order', async ({ client }) => {
  const auth = client();
  const jar = new Jar();
  const [one, other] = [
    await reachCallback(auth, { jar, login: 'alice', returnTo: '/one' }),
    await reachCallback(auth, { jar, login: 'bob', returnTo: '/other' }),
  ];
  expect(jar.names).toHaveLength(2);
  expect(await auth.exchange(other.callback, jar.header, jar)).toMatchObject({
    claims: { sub: 'bob' },
    returnTo: '/other',
  });
  expect(await auth.exchange(one.callback, jar.header, jar)).toMatchObject({
    claims: { sub: 'alice' },
    returnTo: '/one',
  });
  expect(jar.names).toEqual([]);
});

test('the user of a session and nobody else may sign in again', async ({ client }) => {
  const auth = client();
  const { session, idToken } = await signIn(auth, { login: 'alice' });
  const { url, jar, callback } = await reachCallback(auth, { session, login: 'alice', prompt: 'login' });
  expect(new URL(url).searchParams.get('id_token_hint')).toBe(idToken);
  expect((await auth.exchange(callback, jar.header, jar)).claims.sub).toBe('alice');
  // The transaction remembers who is expected, whatever the server does with the hint.
  const asked = new Jar();
  const again = await auth.authorizationRequest({ session }, '', asked);
  const stripped = new URL(again.url);
  stripped.searchParams.delete('id_token_hint');
  const answer = await signInAt(stripped.href, 'bob');
  expect((await failure(auth.exchange(answer, asked.header, asked))).code).toBe('id_token_sub_mismatch');
});

test('the request carries what the options say', async ({ client }) => {
  const { fetch } = recorder();
  const auth = client({ authorizationParams: { audience: 'everybody' }, fetch });
  const options = {
    prompt: 'login',
    loginHint: 'bob',
    maxAge: 60,
    uiLocales: 'fr en',
    acrValues: 'a b',
    display: 'page',
  };
  const { url } = await auth.authorizationRequest(
    { ...options, scope: 'openid', authorizationParams: { x: '1' } },
    '',
    new Jar(),
  );
  const parameters = Object.fromEntries(new URL(url).searchParams);
  expect(parameters).toMatchObject({
    response_type: 'code',
    client_id: 'web',
    redirect_uri: `${ORIGIN}/callback`,
    scope: 'openid',
    code_challenge_method: 'S256',
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
    prompt: 'login',
    login_hint: 'bob',
    max_age: '60',
    ui_locales: 'fr en',
    acr_values: 'a b',
    display: 'page',
    audience: 'everybody',
    x: '1',
  });
  expect(parameters).not.toHaveProperty('id_token_hint');
});
