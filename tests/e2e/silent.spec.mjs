// A sign-in in a hidden frame, which works where app and server are of one site: here both are localhost.
import { errorOf, expect, handlesCallbacks, openWith, signIn, tokenRequests } from '../support/fixtures.mjs';
import { authorizationRequests, framed, framesNow, signInElsewhere, test, watchFrames } from '../support/frames.mjs';

/** Has the server know the user, and the page, which is a new one, nobody. */
async function open(page, world, changes = {}) {
  await openWith(page, world, changes);
  await signIn(page);
  await openWith(page, world, {});
  expect(await isSignedIn(page)).toBe(false);
  await watchFrames(page);
}

const isSignedIn = (page) => page.evaluate(() => auth.isAuthenticated);
const sub = (page) => page.evaluate(() => auth.getUser()?.sub);
const silently = (page, options = {}) => page.evaluate((options) => auth.loginSilently(options), options);
const failure = (page, options = {}) => errorOf(page, (options) => auth.loginSilently(options), options);

/** Has no answer of the authorization endpoint arrive; `isAsked` resolves when it was asked. */
async function holdAnswers(page) {
  let asked;
  const isAsked = new Promise((resolve) => {
    asked = resolve;
  });
  await page.route(/\/oauth\/authorize/, () => asked());
  return { isAsked };
}

for (const [way, options] of [
  ['at relay.html', {}],
  ['by web_message', { responseMode: 'web_message' }],
]) {
  test(`a user whom the server knows is signed in without a page (${way})`, async ({ page, world }) => {
    await open(page, world);
    const asked = authorizationRequests(page);
    const redeemed = tokenRequests(page);
    await silently(page, options);
    expect(await sub(page)).toBe('alice');
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      prompt: 'none',
      redirect_uri: `${world.app}/relay.html`,
      code_challenge_method: 'S256',
    });
    expect(asked[0].response_mode).toBe(options.responseMode);
    expect(redeemed).toHaveLength(1);
    expect(redeemed[0]).toMatchObject({ grant_type: 'authorization_code', redirect_uri: `${world.app}/relay.html` });
    expect(await framed(page)).toEqual([{ sandbox: 'allow-scripts allow-same-origin', display: 'none' }]);
    expect(await framesNow(page)).toBe(0);
    expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).not.toContain('verifier');
    expect(page.url()).toBe(`${world.app}/`);
  });

  test(`nobody at the server is login_required, with both likely causes (${way})`, async ({ page, world }) => {
    await openWith(page, world, {});
    const error = await failure(page, options);
    expect(error).toMatchObject({ code: 'login_required', phase: 'login', error: 'login_required', isTyped: true });
    expect(error.hint).toMatch(/nobody is signed in there/);
    expect(error.hint).toMatch(/third-party cookies/);
    expect(await framesNow(page)).toBe(0);
  });
}

test('the route of the app that ends redirects ends a silent sign-in as well', async ({ page, world }) => {
  await open(page, world);
  await handlesCallbacks(page.context());
  await openWith(page, world, { relayRedirectUri: `${world.app}/callback` });
  await silently(page);
  expect(await sub(page)).toBe('alice');
});

test('what the server would have to ask for is login_required as well, with its error', async ({ page, world }) => {
  await openWith(page, world, {});
  await signIn(page, { scope: 'openid' });
  const error = await failure(page, { scope: 'openid profile email' });
  expect(error).toMatchObject({ code: 'login_required', error: 'consent_required', isTyped: true });
  expect(error.errorDescription).toEqual(expect.any(String));
  expect(await sub(page)).toBe('alice');
});

test('another refusal keeps its code', async ({ page, world }) => {
  await open(page, world);
  const error = await failure(page, { authorizationParams: { resource: 'https://other.example' } });
  expect(error).toMatchObject({ code: 'authorization_error', error: 'invalid_target' });
});

for (const [what, prepare, options] of [
  ['does not answer', (page) => holdAnswers(page), {}],
  ['shows a page of its own', () => {}, { relayed: '/nowhere.html' }],
]) {
  test(`a server that ${what} is a timeout after timeoutSeconds`, async ({ page, world }) => {
    const { relayed, ...rest } = options;
    await open(page, world);
    if (relayed) await openWith(page, world, { relayRedirectUri: world.app + relayed });
    await prepare(page);
    const error = await failure(page, { ...rest, timeoutSeconds: 1 });
    expect(error).toMatchObject({ code: 'timeout', retryable: true, endpoint: `${world.issuer}/oauth/authorize` });
    expect(await framesNow(page)).toBe(0);
  });
}

test('a signal ends it with aborted and its reason, and an aborted one begins nothing', async ({ page, world }) => {
  await open(page, world);
  const asked = authorizationRequests(page);
  const { isAsked } = await holdAnswers(page);
  const outcome = page.evaluate(async () => {
    window.abort = new AbortController();
    const error = await auth.loginSilently({ signal: abort.signal }).catch((error) => error);
    return [error.code, error.cause];
  });
  await isAsked;
  await page.evaluate(() => abort.abort('enough'));
  expect(await outcome).toEqual(['aborted', 'enough']);
  expect(await framesNow(page)).toBe(0);
  const again = page.evaluate(() => auth.loginSilently({ signal: abort.signal }).catch(({ code }) => code));
  expect(await again).toBe('aborted');
  expect(asked).toHaveLength(1);
});

test('a client that is disposed of ends it with client_disposed', async ({ page, world }) => {
  await open(page, world);
  const { isAsked } = await holdAnswers(page);
  const outcome = failure(page);
  await isAsked;
  await page.evaluate(() => auth.dispose());
  expect(await outcome).toMatchObject({ code: 'client_disposed' });
  expect(await framesNow(page)).toBe(0);
});

test('whoever signs out meanwhile is not signed in again', async ({ page, world }) => {
  await openWith(page, world, {});
  await signIn(page);
  let release;
  await page.route(/\/oauth\/authorize/, (route) => {
    release = () => route.continue();
  });
  const outcome = failure(page);
  await expect.poll(() => release).toBeDefined();
  await page.evaluate(() => auth.revokeTokens());
  release();
  expect(await outcome).toMatchObject({ code: 'login_required' });
  expect(await isSignedIn(page)).toBe(false);
});

test('calls that ask for the same share one frame, others wait for each other', async ({ page, world }) => {
  await open(page, world);
  const asked = authorizationRequests(page);
  await page.evaluate(async () => {
    const all = [{}, {}, {}, { maxAge: 3600 }, { maxAge: 3600 }];
    window.most = 0;
    new MutationObserver(() => {
      window.most = Math.max(most, document.querySelectorAll('iframe').length);
    }).observe(document, { childList: true, subtree: true });
    await Promise.all(all.map((options) => auth.loginSilently(options)));
  });
  // In any order: the module of the first call is still on its way.
  expect(asked.map(({ max_age: maxAge }) => maxAge).sort()).toEqual(['3600', undefined]);
  expect(await page.evaluate(() => most)).toBe(1);
  expect(await sub(page)).toBe('alice');
});

test('with idTokenHint another user at the server is refused, and without it takes over', async ({ page, world }) => {
  await openWith(page, world, {});
  await signIn(page);
  await signInElsewhere(page, world, 'bob', 'builder');
  const asked = authorizationRequests(page);
  expect(await failure(page, { idTokenHint: true })).toMatchObject({ code: 'login_required', error: 'login_required' });
  expect(asked[0].id_token_hint.split('.')).toHaveLength(3);
  expect(await sub(page)).toBe('alice');
  await silently(page);
  expect(await sub(page)).toBe('bob');
});

test('messages of others are ignored, and the sign-in waits for the right one', async ({ page, world }) => {
  await open(page, world);
  let release;
  await page.route(/\/oauth\/authorize/, (route) => {
    release = () => route.continue();
  });
  const asked = authorizationRequests(page);
  const outcome = silently(page, { responseMode: 'web_message' });
  await expect.poll(() => release).toBeDefined();
  await page.evaluate((state) => {
    const response = { code: 'forged', state };
    // From this window, in every form that is heard.
    for (const data of [
      { type: 'authorization_response', response },
      { type: 'proofkey:response', url: `${location.origin}/relay.html?code=forged&state=${state}` },
      ...[null, 'text', 7, { type: 'authorization_response' }, { type: 'authorization_response', response: null }],
    ]) {
      postMessage(data, location.origin);
    }
    // From the very frame, while it shows a page of another origin than the server's.
    const frame = document.querySelector('iframe').contentWindow;
    for (const origin of [location.origin, 'https://evil.example']) {
      const event = { data: { type: 'authorization_response', response }, origin, source: frame };
      dispatchEvent(new MessageEvent('message', event));
    }
  }, asked[0].state);
  await page.evaluate(() => new Promise((next) => setTimeout(next, 200)));
  expect(await framesNow(page)).toBe(1);
  release();
  await outcome;
  expect(await sub(page)).toBe('alice');
});

test('the answer of another state from the server itself is ignored', async ({ page, world }) => {
  await open(page, world);
  await holdAnswers(page);
  const error = failure(page, { responseMode: 'web_message', timeoutSeconds: 1 });
  await expect.poll(() => framesNow(page)).toBe(1);
  await page.evaluate((issuer) => {
    const source = document.querySelector('iframe').contentWindow;
    const data = { type: 'authorization_response', response: { code: 'forged', state: 'another' } };
    dispatchEvent(new MessageEvent('message', { data, origin: issuer, source }));
  }, world.issuer);
  expect(await error).toMatchObject({ code: 'timeout' });
});

test('timeoutSeconds is a positive number', async ({ page, world }) => {
  await openWith(page, world, {});
  for (const timeoutSeconds of [0, -1, 'soon']) {
    expect(await failure(page, { timeoutSeconds })).toMatchObject({ code: 'config_error', option: 'timeoutSeconds' });
  }
});

test('nothing of the SDK makes a frame by itself', async ({ page, world }) => {
  await open(page, world);
  await page.evaluate(() => auth.checkSession());
  expect(await errorOf(page, () => auth.getAccessToken())).toMatchObject({ code: 'login_required' });
  expect(await errorOf(page, () => auth.getUserInfo())).toMatchObject({ code: 'login_required' });
  expect(await framed(page)).toEqual([]);
});
