import { errorOf, expect, openWith, signIn, test } from '../support/fixtures.mjs';

// Without api:read: the server gives an access token that is for its own UserInfo endpoint.
const scope = 'openid profile email offline_access';

/** Records the requests to the UserInfo endpoint. */
function userInfoRequests(page, site) {
  const requests = [];
  page.on('request', (request) => {
    if (request.url() === `${site.issuer}/oauth/userinfo` && request.method() !== 'OPTIONS') requests.push(request);
  });
  return requests;
}

for (const [scope, names] of [
  ['openid', ['sub']],
  ['openid email', ['email', 'email_verified', 'sub']],
  [
    'openid profile',
    [
      ...['family_name', 'given_name', 'locale', 'name', 'nickname', 'picture', 'preferred_username', 'sub'],
      'updated_at',
    ],
  ],
]) {
  test(`UserInfo gives the claims that the scope ${scope} stands for`, async ({ app, site }) => {
    await signIn(app, { scope });
    const requests = userInfoRequests(app, site);
    const claims = await app.evaluate(() => auth.getUserInfo());
    expect(Object.keys(claims).sort()).toEqual(names);
    expect(claims.sub).toBe('alice');
    expect(requests).toHaveLength(1);
  });
}

test('the access token is in the header of the UserInfo request, and nowhere else of it', async ({ app, site }) => {
  await signIn(app, { scope });
  const requests = userInfoRequests(app, site);
  const token = await app.evaluate(async () => {
    await auth.getUserInfo();
    return auth.getAccessToken();
  });
  const [request] = requests;
  expect(await request.headerValue('authorization')).toBe(`Bearer ${token}`);
  expect([request.method(), request.postData()]).toEqual(['GET', null]);
  expect(await request.headerValue('cookie')).toBeNull();
});

test('UserInfo changes neither the user nor the claims', async ({ app }) => {
  await signIn(app, { scope });
  const isSame = await app.evaluate(async () => {
    const before = auth.getSnapshot();
    await auth.getUserInfo();
    return auth.getSnapshot() === before;
  });
  expect(isSame).toBe(true);
});

test('UserInfo is asked with a token that was refreshed when it had to be', async ({ app, site }) => {
  await app.clock.install();
  await signIn(app, { scope });
  const before = await app.evaluate(() => auth.getAccessToken());
  const requests = userInfoRequests(app, site);
  // 25 of 60 seconds are left then: less than a token must have.
  await app.clock.fastForward(35_000);
  await app.evaluate(() => auth.getUserInfo());
  const sent = await requests[0].headerValue('authorization');
  expect(sent).toBe(`Bearer ${await app.evaluate(() => auth.getAccessToken())}`);
  expect(sent).not.toBe(`Bearer ${before}`);
});

test('a signed answer is verified where it was declared', async ({ page, site }) => {
  await openWith(page, site, { clientId: 'signed-userinfo', scope, userinfoSignedResponseAlg: 'ES256' });
  await signIn(page);
  const answered = page.waitForResponse(`${site.issuer}/oauth/userinfo`);
  expect(await page.evaluate(() => auth.getUserInfo())).toMatchObject({ sub: 'alice', email: 'alice@example.com' });
  expect(await (await answered).headerValue('content-type')).toContain('application/jwt');
});

test('a signed answer that was changed on its way is refused', async ({ page, site }) => {
  await openWith(page, site, { clientId: 'signed-userinfo', scope, userinfoSignedResponseAlg: 'ES256' });
  await signIn(page);
  await page.route(/\/oauth\/userinfo$/, async (route) => {
    const response = await route.fetch();
    const [header, claims, signature] = (await response.text()).split('.');
    const changed = { ...JSON.parse(Buffer.from(claims, 'base64url')), email: 'mallory@example.com' };
    const body = [header, Buffer.from(JSON.stringify(changed)).toString('base64url'), signature].join('.');
    await route.fulfill({ response, body });
  });
  expect(await errorOf(page, () => auth.getUserInfo())).toMatchObject({ code: 'signature_invalid', phase: 'userinfo' });
});

test('a plain answer is refused where a signed one was declared', async ({ page, site }) => {
  await openWith(page, site, { scope, userinfoSignedResponseAlg: 'ES256' });
  await signIn(page);
  expect(await errorOf(page, () => auth.getUserInfo())).toMatchObject({ code: 'userinfo_not_signed' });
  expect(await page.evaluate(() => auth.isAuthenticated)).toBe(true);
});

test('an answer about another user is dropped', async ({ app }) => {
  await signIn(app, { scope });
  await app.route(/\/oauth\/userinfo$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), sub: 'bob' } });
  });
  expect(await errorOf(app, () => auth.getUserInfo())).toMatchObject({
    code: 'userinfo_sub_mismatch',
    phase: 'userinfo',
    isTyped: true,
  });
});

test('an access token that is for an API only is refused by the server, and the session is kept', async ({ app }) => {
  await signIn(app);
  expect(await errorOf(app, () => auth.getUserInfo())).toMatchObject({
    code: 'http_status',
    error: 'invalid_token',
    status: 401,
    phase: 'userinfo',
  });
  expect(await app.evaluate(() => auth.isAuthenticated)).toBe(true);
});

test('UserInfo before any sign-in is login_required', async ({ app }) => {
  expect(await errorOf(app, () => auth.getUserInfo())).toMatchObject({ code: 'login_required' });
});

test('an answer of UserInfo that comes after the logout is nobody’s', async ({ app }) => {
  await signIn(app, { scope });
  let asked;
  const isAsked = new Promise((resolve) => {
    asked = resolve;
  });
  await app.route(/\/oauth\/userinfo$/, async (route) => asked(route));
  await app.evaluate(() => {
    window.late = auth.getUserInfo().catch(({ code }) => code);
  });
  const route = await isAsked;
  await app.evaluate(() => auth.logout({ openUrl() {} }));
  await route.continue();
  expect(await app.evaluate(() => window.late)).toBe('login_required');
});
