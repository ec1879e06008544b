import { errorOf, expect, signIn, test, tokenRequests } from '../support/fixtures.mjs';

const forced = () => auth.getAccessToken({ forceRefresh: true });

test('the access token opens the API', async ({ app, site }) => {
  await signIn(app);
  const token = await app.evaluate(() => auth.getAccessToken());
  const answer = await fetch(`${site.api}/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ sub: 'alice' });
  expect((await fetch(`${site.api}/me`)).status).toBe(401);
});

test('a fresh token is handed out without a request', async ({ app }) => {
  await signIn(app);
  const requests = tokenRequests(app);
  const tokens = await app.evaluate(() => Promise.all([auth.getAccessToken(), auth.getAccessToken()]));
  expect(tokens[0]).toBe(tokens[1]);
  expect(requests).toHaveLength(0);
});

test('an expiring token is refreshed once, however many ask', async ({ app }) => {
  await app.clock.install();
  await signIn(app);
  const requests = tokenRequests(app);
  const before = await app.evaluate(() => auth.getAccessToken());
  // 25 of 60 seconds are left then: less than a token must have.
  await app.clock.fastForward(35_000);
  const tokens = await app.evaluate(() => Promise.all(Array.from({ length: 10 }, () => auth.getAccessToken())));
  expect(new Set(tokens).size).toBe(1);
  expect(tokens[0]).not.toBe(before);
  expect(requests).toHaveLength(1);
  expect(requests[0]).toEqual({ grant_type: 'refresh_token', refresh_token: expect.any(String), client_id: 'spa' });
});

test('every refresh uses the token that the one before brought', async ({ app, site }) => {
  await signIn(app);
  const requests = tokenRequests(app);
  await app.evaluate(forced);
  await app.evaluate(forced);
  const [first, second] = requests;
  expect(second.refresh_token).not.toBe(first.refresh_token);

  // The server takes the old one for stolen, and ends the whole grant.
  const replay = await fetch(`${site.issuer}/oauth/token`, { method: 'POST', body: new URLSearchParams(first) });
  expect([replay.status, (await replay.json()).error]).toEqual([400, 'invalid_grant']);
  const error = await errorOf(app, forced);
  expect(error).toMatchObject({
    code: 'session_expired',
    phase: 'token',
    error: 'invalid_grant',
    status: 400,
    isTyped: true,
  });
  expect(await app.evaluate(() => auth.isAuthenticated)).toBe(false);
  expect(await errorOf(app, forced)).toMatchObject({ code: 'login_required' });
  expect(requests).toHaveLength(3);
});

test('a token that was granted less than the caller needs is insufficient_scope, and no request is made', async ({
  app,
}) => {
  await signIn(app, { scope: 'openid email' });
  const requests = tokenRequests(app);
  const error = await errorOf(app, () => auth.getAccessToken({ scope: 'email api:read' }));
  expect(error).toMatchObject({
    code: 'insufficient_scope',
    phase: 'token',
    expected: 'email api:read',
    received: 'openid email',
    retryable: false,
  });
  expect(await app.evaluate(() => auth.getAccessToken({ scope: 'email' }))).toEqual(expect.any(String));
  expect(requests).toHaveLength(0);
});

test('a lost connection keeps the session', async ({ app, context }) => {
  await signIn(app);
  // The core is whole from here on.
  await app.evaluate(forced);
  const unhandled = [];
  app.on('pageerror', (reason) => unhandled.push(reason));
  await context.setOffline(true);
  const error = await errorOf(app, forced);
  expect(error).toMatchObject({ code: 'network_error', retryable: true, phase: 'token' });
  expect(await app.evaluate(() => auth.isAuthenticated)).toBe(true);
  await context.setOffline(false);
  expect(await app.evaluate(forced)).toEqual(expect.any(String));
  expect(unhandled, 'the failure is told to the caller alone').toEqual([]);
});

test('listeners hear of every change, and the snapshot stays the same object between them', async ({ app }) => {
  await app.clock.install();
  await signIn(app);
  await app.evaluate(async () => {
    window.heard = [];
    window.end = auth.subscribe((snapshot) => heard.push([snapshot.isAuthenticated, snapshot === auth.getSnapshot()]));
    await auth.getAccessToken();
  });
  // A later second, so that the refreshed token expires at another time than the one before.
  await app.clock.fastForward(2000);
  const heard = await app.evaluate(async () => {
    await auth.getAccessToken({ forceRefresh: true });
    await auth.logout({ openUrl() {} });
    window.end();
    return window.heard;
  });
  expect(heard).toEqual([
    [true, true],
    [false, true],
  ]);
});

test('a call with a wrong option is no news of a session, where there is none and where there is one', async ({
  app,
}) => {
  const wrong = async () => {
    const heard = [];
    const end = auth.subscribe((_, { reason }) => heard.push(reason));
    const { code, option } = await auth.getAccessToken({ scope: 5 }).catch((error) => error);
    end();
    return [code, option, heard, auth.isAuthenticated];
  };
  expect(await app.evaluate(wrong)).toEqual(['config_error', 'scope', [], false]);
  await signIn(app);
  expect(await app.evaluate(wrong)).toEqual(['config_error', 'scope', [], true]);
});

test('a token that arrives after the logout is nobody’s', async ({ app }) => {
  await signIn(app);
  const [code, isAuthenticated] = await app.evaluate(async () => {
    const late = auth.getAccessToken({ forceRefresh: true }).catch(({ code }) => code);
    await auth.logout({ openUrl() {} });
    return [await late, auth.isAuthenticated];
  });
  expect([code, isAuthenticated]).toEqual(['login_required', false]);
});

test('a token that was fresh when the user signed out is not handed out after that', async ({ app }) => {
  await signIn(app);
  const outcome = await app.evaluate(async () => {
    // One that the core is asked for.
    const late = auth.getAccessToken({ scope: 'openid' }).catch(({ code }) => code);
    await auth.logout({ openUrl() {} });
    return [await late, auth.isAuthenticated];
  });
  expect(outcome).toEqual(['login_required', false]);
});

test('a listener that throws keeps nobody from signing out', async ({ app }) => {
  await signIn(app);
  const reported = app.waitForEvent('pageerror');
  const [result, called] = await app.evaluate(async () => {
    let called = 0;
    auth.subscribe(() => {
      throw new Error('a mistake of the app');
    });
    auth.subscribe(() => {
      called += 1;
    });
    return [await auth.logout({ openUrl() {} }), called];
  });
  expect([result, called]).toEqual([{ remote: true }, 1]);
  expect((await reported).message).toBe('a mistake of the app');
});

test('a disposed client refuses every call', async ({ app }) => {
  await signIn(app);
  await app.evaluate(() => auth.dispose());
  for (const call of [() => auth.ready(), () => auth.getAccessToken(), () => auth.handleRedirectCallback()]) {
    expect(await errorOf(app, call)).toMatchObject({ code: 'client_disposed', isTyped: true });
  }
});
