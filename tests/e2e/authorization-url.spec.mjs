// A sign-in's URL without a promise: links that are links.
import { errorOf, expect, isReady, openWith, signInAs, test } from '../support/fixtures.mjs';

const url = (options) => auth.authorizationUrl(options);

/** The page with its client ready, and a link of the URL that it gives in it. */
async function withLink(page, options) {
  await page.evaluate(async (options) => {
    await auth.ready();
    const href = auth.authorizationUrl(options);
    document.body.append(Object.assign(document.createElement('a'), { href, id: 'link', textContent: 'Sign in' }));
  }, options);
  return page.locator('#link');
}

const transactions = (page) =>
  page.evaluate(() =>
    Object.keys(sessionStorage)
      .filter((key) => key.includes(':tx:'))
      .map((key) => JSON.parse(sessionStorage[key])),
  );

test('a plain click on a link signs in, and comes back with what the link was made with', async ({ app }) => {
  await (await withLink(app, { appState: { cart: 3 }, returnTo: '/orders?id=7#top' })).click();
  await signInAs(app);
  await app.waitForURL(/\/callback\?/);
  await isReady(app);
  const result = await app.evaluate(() => auth.handleRedirectCallback());
  expect(result).toEqual({ appState: { cart: 3 }, returnTo: '/orders?id=7#top' });
  expect(await app.evaluate(() => auth.getUser().name)).toBe('Alice Liddell');
});

test('the URL is there in the same task, and no request is made for it', async ({ app }) => {
  await app.evaluate(() => auth.ready());
  const requests = [];
  app.on('request', (request) => requests.push(request.url()));
  const parameters = await app.evaluate(() => {
    let isLater = false;
    Promise.resolve().then(() => {
      isLater = true;
    });
    const href = auth.authorizationUrl();
    return { ...Object.fromEntries(new URL(href).searchParams), isLater };
  });
  expect(parameters).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', isLater: false });
  expect(parameters.state).toMatch(/^[\w-]{43}$/);
  expect(parameters.nonce).toMatch(/^[\w-]{43}$/);
  expect(requests).toEqual([]);
});

test('where the app has shown another page since, the sign-in ends there', async ({ app }) => {
  const link = await withLink(app);
  await app.evaluate(() => history.pushState({}, '', '/articles/9?page=2'));
  await link.click();
  await signInAs(app);
  await app.waitForURL(/\/callback\?/);
  await isReady(app);
  const { returnTo } = await app.evaluate(() => auth.handleRedirectCallback());
  expect(returnTo).toBe('/articles/9?page=2');
});

test('a link that is opened in another tab ends there in state_not_found, and the verifier is in no storage of it', async ({
  app,
  context,
}) => {
  const link = await withLink(app);
  const [{ code_verifier: verifier }] = await transactions(app);
  const opened = context.waitForEvent('page');
  await link.click({ modifiers: ['ControlOrMeta'] });
  const other = await opened;
  await signInAs(other);
  await other.waitForURL(/\/callback\?/);
  await isReady(other);
  expect(await errorOf(other, () => auth.handleRedirectCallback())).toMatchObject({
    code: 'state_not_found',
    phase: 'callback',
    isTyped: true,
  });
  const stored = await other.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
  expect(stored).not.toContain(verifier);
});

test('links never push a sign-in out that has left the page', async ({ app }) => {
  const left = await app.evaluate(async () => {
    let url;
    await auth.loginWithRedirect({ openUrl: (opened) => (url = opened) });
    for (let made = 0; made < 100; made += 1) auth.authorizationUrl();
    return new URL(url).searchParams.get('state');
  });
  const stored = await transactions(app);
  expect(stored).toHaveLength(16);
  expect(stored.filter(({ link }) => !link).map(({ state }) => state)).toEqual([left]);
});

test('sign-ins of the page push links out first', async ({ app }) => {
  await app.evaluate(async () => {
    await auth.ready();
    for (let made = 0; made < 10; made += 1) auth.authorizationUrl();
    for (let made = 0; made < 14; made += 1) await auth.loginWithRedirect({ openUrl: () => {} });
  });
  const stored = await transactions(app);
  expect(stored).toHaveLength(16);
  expect(stored.filter(({ link }) => link)).toHaveLength(2);
});

test('before the client is ready it is not_ready, whose hint comes a moment later', async ({ app, site }) => {
  const early = await app.evaluate(async (site) => {
    const { createClient } = await import('/proofkey/dist/index.js');
    const client = createClient({ issuer: site.issuer, clientId: 'spa', redirectUri: `${site.app}/callback` });
    try {
      client.authorizationUrl();
    } catch (error) {
      for (let turn = 0; turn < 200 && !error.hint.includes('ready()'); turn += 1)
        await new Promise((r) => setTimeout(r, 20));
      return { ...error, isTyped: error instanceof ProofkeyError, text: error.message };
    }
  }, site);
  expect(early).toMatchObject({ code: 'not_ready', phase: 'login', isTyped: true, retryable: false });
  expect(early.hint).toContain('client.ready()');
  expect(early.text).toBe(`not_ready: ${early.hint}`);
});

test('without the server’s metadata it is not_ready, and asks nobody', async ({ page, site }) => {
  await page.route('**/.well-known/openid-configuration', (route) => route.abort());
  await openWith(page, site, {});
  await page.evaluate(() => auth.ready().catch(() => {}));
  let requests = 0;
  page.on('request', (request) => {
    if (request.url().includes('.well-known')) requests += 1;
  });
  expect(await errorOf(page, url)).toMatchObject({ code: 'not_ready', isTyped: true });
  expect(requests).toBe(0);
});

test('what is wrong with the options or the place is thrown at once', async ({ app }) => {
  await app.evaluate(() => auth.ready());
  const given = [
    [{ returnTo: 'https://evil.example/' }, { code: 'config_error', option: 'returnTo' }],
    [{ pkce: false }, { code: 'config_error', option: 'pkce' }],
    [{ scope: 'email' }, { code: 'config_error', option: 'scope' }],
    [{ prompt: 'none login' }, { code: 'config_error', option: 'prompt' }],
    // The hint is in the session, whose store may be slow.
    [{ idTokenHint: true }, { code: 'not_ready' }],
  ];
  for (const [options, expected] of given) expect(await errorOf(app, url, options)).toMatchObject(expected);
  await app.evaluate(() => auth.dispose());
  expect(await errorOf(app, url)).toMatchObject({ code: 'client_disposed', phase: 'login', isTyped: true });
});

test('a storage that is denied is storage_unavailable', async ({ page, site }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'sessionStorage', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await openWith(page, site, {});
  await page.evaluate(() => auth.ready());
  expect(await errorOf(page, url)).toMatchObject({ code: 'storage_unavailable', isTyped: true });
});

test('hints of OpenID Connect travel as parameters of their own', async ({ app }) => {
  await app.evaluate(() => auth.ready());
  const given = {
    acrValues: 'urn:mace:silver phr',
    loginHint: 'a+b&c=d é@example.com',
    uiLocales: 'fr-CA fr en',
    display: 'touch',
    prompt: 'create',
    maxAge: 0,
  };
  const sent = new URL(await app.evaluate(url, given)).searchParams;
  expect(Object.fromEntries(sent)).toMatchObject({
    acr_values: 'urn:mace:silver phr',
    login_hint: 'a+b&c=d é@example.com',
    ui_locales: 'fr-CA fr en',
    display: 'touch',
    prompt: 'create',
    max_age: '0',
  });
  expect(sent.has('id_token_hint')).toBe(false);
  expect(sent.has('response_mode')).toBe(false);
});

test('10,000 URLs take less than 50 microseconds each on average', async ({ app, engine }) => {
  await app.evaluate(() => auth.ready());
  const cdp = await app.context().newCDPSession(app);
  // The time of the page's own thread: how long others on this machine kept it waiting is no matter of the call's.
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const threadSeconds = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'ThreadTime').value;
  };
  const batches = [];
  for (let batch = 0; batch < 4; batch += 1) {
    const begun = await threadSeconds();
    const wall = await app.evaluate(() => {
      const begun = performance.now();
      for (let made = 0; made < 10_000; made += 1) auth.authorizationUrl();
      return (performance.now() - begun) / 10;
    });
    batches.push({ wall, own: ((await threadSeconds()) - begun) * 100 });
  }
  const { own, wall } = batches.sort((a, b) => a.own - b.own)[0];
  console.log(
    `authorizationUrl (${engine}): ${own.toFixed(1)} microseconds, mean of a batch of 10,000 (${wall.toFixed(1)} by the clock)`,
  );
  expect(own).toBeGreaterThan(1);
  expect(own).toBeLessThan(50);
});

test('a link outlives a sign-out of its page', async ({ app }) => {
  const link = await withLink(app);
  await app.evaluate(() => auth.revokeTokens().catch(() => {}));
  expect(await transactions(app)).toHaveLength(1);
  await link.click();
  await signInAs(app);
  await app.waitForURL(/\/callback\?/);
  await isReady(app);
  await app.evaluate(() => auth.handleRedirectCallback());
  expect(await app.evaluate(() => auth.isAuthenticated)).toBe(true);
});

test('a link that was used is used: Back to its page and a second click do not revive its state', async ({ app }) => {
  const link = await withLink(app);
  await link.click();
  await signInAs(app);
  await app.waitForURL(/\/callback\?/);
  await isReady(app);
  const before = await app.evaluate(() => auth.handleRedirectCallback().then(() => Object.keys(sessionStorage)));
  const [key] = before.filter((name) => name.includes(':tx:'));
  await app.evaluate(() => auth.ready());
  await app.evaluate(() => auth.authorizationUrl());
  const stored = await app.evaluate((key) => JSON.parse(sessionStorage[key]), key);
  expect(stored).toEqual({ used_at: expect.any(Number) });
});

test('where the storage is full, the app is warned that its links lead nowhere', async ({ page, site }) => {
  await page.addInitScript(() => {
    window.warnings = [];
    window.changes = { onWarning: (warning) => window.warnings.push(warning.code) };
    sessionStorage.setItem('filler', 'x'.repeat(5 * 1024 * 1024 - 200));
  });
  await page.goto(site.app);
  await isReady(page);
  await page.evaluate(() => auth.ready());
  await page.evaluate(url);
  await expect.poll(() => page.evaluate(() => window.warnings)).toEqual(['storage_unavailable']);
});
