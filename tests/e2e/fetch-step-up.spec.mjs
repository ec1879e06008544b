// auth.fetch where an API wants more of the sign-in than it was (RFC 9470): the demo's vault wants a one-time code.
import { CODE, STRONG } from '../../www-demo/server/users.mjs';
import { errorOf, expect, handlesCallbacks, isReady, signIn, tokenRequests } from '../support/fixtures.mjs';
import { allow, ask, revokeAt, test } from '../support/resource.mjs';

const challenge = { acrValues: STRONG, maxAge: 300 };

/** Signs in at the login page as the vault wants it. */
async function signInStrongly(page, { login, password } = {}) {
  await page.locator('input[name=code]').fill(CODE);
  if (login) await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill(password ?? 'wonderland');
  await page.locator('button[type=submit]').first().click();
  const consent = page.locator('button[name=consent]');
  await Promise.race([consent.waitFor(), page.waitForURL((url) => !url.pathname.startsWith('/interaction/'))]);
  if (await consent.isVisible()) await consent.click();
}

/** Has the client keep the challenges that it is given, and do with each what `act`, a function's text, does. */
const onStepUp = (page, act) =>
  page.addInitScript(`
    window.challenges = [];
    let changes;
    Object.defineProperty(window, 'changes', {
      get: () => changes,
      set: (given) => {
        changes = { ...given, onStepUp: (challenge) => (challenges.push(challenge), (${act})(challenge)) };
      },
    });`);

/** An `act` that has the user sign in in another tab, and ends that sign-in in this one. */
const inAnotherTab = `async (challenge) => {
  let leadsTo;
  await auth.loginWithRedirect({ ...challenge, openUrl: (url) => { leadsTo = url; } });
  await auth.handleRedirectCallback(await window.visit(leadsTo));
}`;

/** Gives the page the `visit` that `inAnotherTab` calls: `person` signs in there; default: Alice. */
const visit = (page, context, person) =>
  page.exposeFunction('visit', async (url) => {
    const tab = await context.newPage();
    await tab.goto(url);
    await signInStrongly(tab, person);
    await tab.waitForURL(/\/callback\?/);
    const callback = tab.url();
    await tab.close();
    return callback;
  });

test('without onStepUp the error has what the API wants, and nothing is asked again', async ({ app, api }) => {
  await signIn(app);
  const requests = tokenRequests(app);
  const error = await errorOf(app, (url) => auth.fetch(`${url}/vault`), api.url);
  expect(error).toMatchObject({
    code: 'step_up_required',
    phase: 'fetch',
    status: 401,
    endpoint: `${api.url}/vault`,
    ...challenge,
    retryable: false,
    isTyped: true,
  });
  expect([api.asked, requests]).toEqual([['GET /vault'], []]);
});

test('by redirect: the app leaves with what the error says, and its request is taken on the return', async ({
  page,
  app,
  api,
}) => {
  await signIn(app);
  await app.evaluate(async (url) => {
    const { acrValues, maxAge } = await auth.fetch(url).catch((error) => error);
    // Not waited for: the page may be gone before its answer is here.
    auth.loginWithRedirect({ acrValues, maxAge, appState: { asked: url } });
  }, `${api.url}/vault`);
  await page.waitForURL(/\/interaction\//);
  expect(await page.locator('input[name=login]').inputValue()).toBe('alice');
  await signInStrongly(page);
  await page.waitForURL(/\/callback\?/);
  await isReady(page);
  const { appState } = await page.evaluate(() => auth.handleRedirectCallback());
  expect(await ask(page, appState.asked)).toEqual({
    status: 200,
    body: { sub: 'alice', treasure: 'The key to the garden.' },
  });
  expect(api.asked).toEqual(['GET /vault', 'GET /vault']);
});

test.describe('with onStepUp', () => {
  test('by redirect: the page leaves with the challenge, and the call ends in step_up_required', async ({
    page,
    site,
    api,
  }) => {
    await onStepUp(
      page,
      '(challenge) => auth.loginWithRedirect({ ...challenge, openUrl(url) { window.leftTo = url; } })',
    );
    await open(page, site, api);
    await signIn(page);
    expect(await ask(page, `${api.url}/vault`)).toBe('step_up_required');
    const left = new URL(await page.evaluate(() => leftTo)).searchParams;
    expect([left.get('acr_values'), left.get('max_age')]).toEqual([STRONG, '300']);
    expect(await page.evaluate(() => challenges)).toEqual([challenge]);
    expect(api.asked).toEqual(['GET /vault']);
  });

  test('in a popup: the request is sent once more, with the token of the new sign-in', async ({
    page,
    context,
    site,
    api,
  }) => {
    // The app's own route is the callback page of the popup.
    await handlesCallbacks(context, true);
    // Browsers open a window in a click: the app asks first.
    await onStepUp(
      page,
      `(challenge) => new Promise((resolve, reject) => {
        const button = Object.assign(document.createElement('button'), { id: 'confirm', textContent: 'Confirm' });
        button.onclick = () => auth.loginWithPopup(challenge).then(resolve, reject);
        document.body.append(button);
      })`,
    );
    await open(page, site, api);
    await signIn(page);
    const before = tokenRequests(page);
    const answer = ask(page, `${api.url}/vault`);
    const [popup] = await Promise.all([context.waitForEvent('page'), page.locator('#confirm').click()]);
    await signInStrongly(popup);
    expect(await answer).toMatchObject({ status: 200, body: { sub: 'alice' } });
    expect(api.asked).toEqual(['GET /vault', 'GET /vault']);
    expect(new Set(api.tokens).size).toBe(2);
    expect(before.map(({ grant_type: type }) => type)).toEqual(['authorization_code']);
  });

  /** Signs in, where step-ups go to a tab of their own; `person` signs in there. */
  async function beginInTabs({ page, context, site, api }, person) {
    await visit(page, context, person);
    await onStepUp(page, inAnotherTab);
    await open(page, site, api);
    await signIn(page);
  }

  test('calls that want the same share one step-up, and each is sent once more', async ({
    page,
    context,
    site,
    api,
  }) => {
    await beginInTabs({ page, context, site, api });
    const answers = await Promise.all([1, 2, 3].map(() => ask(page, `${api.url}/vault`, { cache: 'no-store' })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await page.evaluate(() => challenges)).toEqual([challenge]);
    expect(api.asked).toHaveLength(6);
  });

  test('a revoked token and a step-up: one refresh, one step-up, three requests', async ({
    page,
    context,
    site,
    api,
  }) => {
    await beginInTabs({ page, context, site, api });
    await revokeAt(api, page);
    const requests = tokenRequests(page);
    expect((await ask(page, `${api.url}/vault`)).status).toBe(200);
    expect(api.asked).toHaveLength(3);
    expect(requests.map(({ grant_type: type }) => type)).toEqual(['refresh_token', 'authorization_code']);
  });

  test('another user who steps up gets nothing of what the first one has asked', async ({
    page,
    context,
    site,
    api,
  }) => {
    await beginInTabs({ page, context, site, api }, { login: 'bob', password: 'builder' });
    expect(await ask(page, `${api.url}/vault`)).toBe('step_up_required');
    expect(await page.evaluate(() => auth.getUser().sub)).toBe('bob');
    expect(api.asked).toEqual(['GET /vault']);
    expect(await ask(page, `${api.url}/vault`)).toMatchObject({ status: 200, body: { sub: 'bob' } });
  });

  for (const [what, act, cause] of [
    ['brings no other token', '() => {}', null],
    ['rejects', '() => Promise.reject(new Error("the user said no"))', 'the user said no'],
    ['throws', '() => { throw new Error("a mistake") }', 'a mistake'],
  ]) {
    test(`an onStepUp that ${what} ends in step_up_required, and nothing is sent again`, async ({
      page,
      site,
      api,
    }) => {
      await onStepUp(page, act);
      await open(page, site, api);
      await signIn(page);
      const seen = await page.evaluate(
        (url) =>
          auth.fetch(`${url}/vault`).catch(({ code, acrValues, maxAge, cause }) => ({
            ...{ code, acrValues, maxAge },
            cause: cause?.message ?? null,
          })),
        api.url,
      );
      expect(seen).toEqual({ code: 'step_up_required', ...challenge, cause });
      expect(api.asked).toEqual(['GET /vault']);
      // The next call asks again.
      await ask(page, `${api.url}/vault`);
      expect(await page.evaluate(() => challenges.length)).toBe(2);
    });
  }

  test('a signal ends the wait for the user', async ({ page, site, api }) => {
    await onStepUp(page, '() => new Promise(() => {})');
    await open(page, site, api);
    await signIn(page);
    const code = await page.evaluate(async (url) => {
      const controller = new AbortController();
      const outcome = auth.fetch(`${url}/vault`, { signal: controller.signal }).catch(({ code }) => code);
      while (challenges.length === 0) await new Promise((next) => setTimeout(next, 10));
      controller.abort();
      return outcome;
    }, api.url);
    expect(code).toBe('aborted');
    expect(api.asked).toEqual(['GET /vault']);
  });

  test('an API that is never content is asked twice', async ({ page, site, api, serve }) => {
    await onStepUp(page, '() => auth.getAccessToken({ forceRefresh: true })');
    await open(page, site, api);
    await signIn(page);
    const greedy = await serve(() => ({
      status: 401,
      headers: { 'www-authenticate': 'Bearer error="insufficient_user_authentication", max_age="x", acr_values="a b"' },
    }));
    await allow(page, greedy.url);
    const error = await errorOf(page, (url) => other.fetch(url), greedy.url);
    expect(error).toMatchObject({ code: 'step_up_required', acrValues: 'a b', status: 401 });
    expect(error.maxAge).toBeUndefined();
    expect(await page.evaluate(() => challenges)).toEqual([{ acrValues: 'a b' }]);
    expect(greedy.asked).toHaveLength(2);
  });
});

/** The bare app, with the client's own options after what `onStepUp` has set up. */
async function open(page, site, api) {
  await page.addInitScript((changes) => Object.assign(window, { changes }), { resourceServers: [api.url] });
  await page.goto(site.app);
  await isReady(page);
}
