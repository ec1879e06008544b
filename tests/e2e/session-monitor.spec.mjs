// Session Management 1.0: the server's own frame says whether the user's session there is still the one of the sign-in.
import { errorOf, expect, openWith, reachCallback, signIn } from '../support/fixtures.mjs';
import { authorizationRequests, framesNow, signInElsewhere, test } from '../support/frames.mjs';

/** How often the frame is asked in these tests, in seconds. */
const INTERVAL = 0.1;

/** Watches in the page, and notes what is asked and answered, what changes, and what goes wrong. */
const monitor = (page, options = {}) =>
  page.evaluate(
    (options) => {
      Object.assign(window, { answers: [], changes: [], failures: [] });
      addEventListener('message', ({ data }) => typeof data === 'string' && answers.push(data));
      auth.subscribe(({ isAuthenticated }, { reason, remote }) => changes.push([reason, remote, isAuthenticated]));
      const onError = ({ code, phase, ...rest }) => failures.push({ code, phase, ...rest });
      window.stop = auth.monitorSession({ ...options, onError });
    },
    { intervalSeconds: INTERVAL, ...options },
  );

const noted = (page, what) => page.evaluate((what) => window[what], what);
const isSignedIn = (page) => page.evaluate(() => auth.isAuthenticated);

/** Waits for so many more answers of the frame. */
async function answered(page, count = 3) {
  const before = (await noted(page, 'answers')).length;
  await expect.poll(async () => (await noted(page, 'answers')).length).toBeGreaterThanOrEqual(before + count);
}

/** Begins with a user who is signed in and watched. */
async function watched(page, world, options) {
  await openWith(page, world, {});
  await signIn(page);
  await monitor(page, options);
}

test('as long as nothing changes the frame alone is asked', async ({ page, world }) => {
  await watched(page, world);
  await answered(page, 1);
  const requests = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await answered(page, 5);
  expect(new Set(await noted(page, 'answers'))).toEqual(new Set(['unchanged']));
  expect(requests.filter((path) => path !== '/check-session')).toEqual([]);
  expect(await framesNow(page)).toBe(1);
  const style = await page.evaluate(() => document.querySelector('iframe').style.display);
  expect(style).toBe('none');
});

test('who signs out at the server is signed out here, and in the other tabs', async ({ page, world }) => {
  await openWith(page, world, { store: 'localStorage' });
  await signIn(page);
  await monitor(page);
  const other = await page.context().newPage();
  await openWith(other, world, { store: 'localStorage' });
  expect(await other.evaluate(() => auth.checkSession())).toBe(true);
  const asked = authorizationRequests(page);
  const tab = await page.context().newPage();
  await tab.goto(`${world.issuer}/oauth/logout`);
  await tab.locator('button').first().click();
  await expect.poll(() => isSignedIn(page)).toBe(false);
  expect(await noted(page, 'changes')).toContainEqual(['signed_out', true, false]);
  expect(asked).toHaveLength(1);
  expect(asked[0]).toMatchObject({ prompt: 'none', id_token_hint: expect.stringMatching(/^[^.]+\.[^.]+\.[^.]+$/) });
  await expect.poll(() => isSignedIn(other)).toBe(false);
  await expect.poll(() => framesNow(page)).toBe(0);
  expect(await errorOf(page, () => auth.getAccessToken())).toMatchObject({ code: 'login_required' });
  expect(await noted(page, 'failures')).toEqual([]);
});

test('another user at the server ends the session here, and is not signed in', async ({ page, world }) => {
  await watched(page, world);
  await signInElsewhere(page, world, 'bob', 'builder');
  await expect.poll(() => isSignedIn(page)).toBe(false);
  expect(await page.evaluate(() => auth.getUser())).toBeUndefined();
});

/** Has the server's cookie changed, as by another sign-in of the same user. */
const change = (page) => page.context().clearCookies({ name: 'op_browser_state' });

test('the same user in a new session at the server stays signed in, and is watched in that one', async ({
  page,
  world,
}) => {
  await watched(page, world);
  const asked = authorizationRequests(page);
  await answered(page);
  await change(page);
  await expect.poll(() => noted(page, 'answers')).toContain('changed');
  await expect.poll(() => noted(page, 'answers').then((all) => all.at(-1))).toBe('unchanged');
  expect(asked).toHaveLength(1);
  expect(asked[0].prompt).toBe('none');
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
  await answered(page);
  expect(asked).toHaveLength(1);
  expect(await noted(page, 'changes')).toEqual([['signed_in', false, true]]);
});

test('of several tabs that share a session one asks the server', async ({ context, page, world }) => {
  await openWith(page, world, { store: 'localStorage' });
  await signIn(page);
  const tabs = [page, await context.newPage(), await context.newPage()];
  for (const tab of tabs.slice(1)) {
    await openWith(tab, world, { store: 'localStorage' });
    await tab.evaluate(() => auth.checkSession());
  }
  for (const tab of tabs) await monitor(tab);
  for (const tab of tabs) await answered(tab);
  const asked = authorizationRequests(context);
  await change(page);
  await expect.poll(() => asked.length).toBe(1);
  for (const tab of tabs) {
    await expect.poll(() => noted(tab, 'answers').then((all) => all.at(-1))).toBe('unchanged');
    await answered(tab);
  }
  expect(asked).toHaveLength(1);
});

test('a change that the server cannot be asked about ends nothing, and is asked about again', async ({
  page,
  world,
}) => {
  await watched(page, world, { timeoutSeconds: 1 });
  const asked = authorizationRequests(page);
  await page.route(/\/oauth\/authorize/, (route) => route.abort('connectionreset'), { times: 1 });
  await answered(page);
  await change(page);
  await expect.poll(() => asked.length).toBe(2);
  await expect.poll(() => noted(page, 'answers').then((all) => all.at(-1))).toBe('unchanged');
  expect(await noted(page, 'changes')).toEqual([['signed_in', false, true]]);
});

test.describe('a frame that says changed whatever the server answers', () => {
  const script = `addEventListener('message', ({ source, origin }) => source.postMessage('changed', origin))`;
  test.use({ server: { session: { script } } });

  test('is asked ever less often', async ({ page, world }) => {
    await openWith(page, world, {});
    await signIn(page);
    const asked = [];
    page.on('request', (request) => request.url().includes('prompt=none') && asked.push(Date.now()));
    await monitor(page);
    await expect.poll(() => asked.length, { timeout: 20_000 }).toBe(6);
    // By then the pause is 2 ** 4 times the interval.
    expect(asked[5] - asked[4]).toBeGreaterThan(INTERVAL * 1000 * 2 ** 3);
    expect(await isSignedIn(page)).toBe(true);
    expect(await noted(page, 'failures')).toEqual([]);
  });
});

test('a session is watched from the sign-in to the sign-out', async ({ page, world }) => {
  await openWith(page, world, {});
  await reachCallback(page);
  await monitor(page);
  expect(await framesNow(page)).toBe(0);
  await page.evaluate(() => auth.handleRedirectCallback());
  await answered(page);
  await page.evaluate(() => auth.logout({ openUrl() {} }));
  await expect.poll(() => framesNow(page)).toBe(0);
  await page.evaluate(() => auth.loginSilently());
  await answered(page);
  expect(await noted(page, 'failures')).toEqual([]);
});

for (const [how, call] of [
  ['the function that is given', () => stop()],
  ['dispose()', () => auth.dispose()],
]) {
  test(`${how} ends it`, async ({ page, world }) => {
    await watched(page, world);
    await answered(page);
    await page.evaluate(call);
    await expect.poll(() => framesNow(page)).toBe(0);
    const before = (await noted(page, 'answers')).length;
    await page.evaluate((wait) => new Promise((next) => setTimeout(next, wait)), INTERVAL * 5000);
    expect((await noted(page, 'answers')).length).toBe(before);
    expect(await isSignedIn(page)).toBe(true);
    expect(await noted(page, 'failures')).toEqual([]);
  });
}

test('what another window says, or the frame in other words, is ignored', async ({ page, world }) => {
  await watched(page, world);
  const asked = authorizationRequests(page);
  await answered(page);
  await page.evaluate((origin) => {
    const source = document.querySelector('iframe').contentWindow;
    for (const data of ['changed', 'error']) {
      postMessage(data, location.origin);
      dispatchEvent(new MessageEvent('message', { data, origin, source: window }));
      dispatchEvent(new MessageEvent('message', { data, origin: location.origin, source }));
    }
    for (const data of [null, 7, {}, 'Changed', 'changed ', ['changed']]) {
      dispatchEvent(new MessageEvent('message', { data, origin, source }));
    }
  }, world.issuer);
  await answered(page, 5);
  expect(asked).toEqual([]);
  expect(await isSignedIn(page)).toBe(true);
  expect(await noted(page, 'failures')).toEqual([]);
});

/** Fails so, once, while the user stays signed in and nothing is asked of the server. */
async function fails(page, world, expected, options) {
  await openWith(page, world, {});
  await signIn(page);
  const asked = authorizationRequests(page);
  await monitor(page, options);
  await expect.poll(() => noted(page, 'failures')).toEqual([expect.objectContaining(expected)]);
  expect(await framesNow(page)).toBe(0);
  await page.evaluate((wait) => new Promise((next) => setTimeout(next, wait)), INTERVAL * 5000);
  expect(await noted(page, 'failures')).toHaveLength(1);
  expect(asked).toEqual([]);
  expect(await isSignedIn(page)).toBe(true);
}

const phase = 'monitoring';
for (const [what, script, received] of [
  ['says error', `addEventListener('message', ({ source, origin }) => source.postMessage('error', origin))`, 'error'],
  ['says nothing', '', 'no answer'],
]) {
  test.describe(`a frame that ${what}`, () => {
    test.use({ server: { session: { script } } });
    test('is session_monitor_failed, and nobody is asked', ({ page, world }) =>
      fails(page, world, { code: 'session_monitor_failed', phase, received }));
  });
}

test.describe('a server without session management', () => {
  test.use({ server: { session: false } });
  test('is endpoint_missing', ({ page, world }) =>
    fails(page, world, { code: 'endpoint_missing', phase, expected: 'check_session_iframe' }));
});

test.describe('a server that announces the frame and gives no session_state', () => {
  test.use({ server: { session: { givesState: false } } });
  test('is session_monitor_failed', ({ page, world }) =>
    fails(page, world, { code: 'session_monitor_failed', phase, received: 'no session_state' }));
});

test.describe('a server of another site', () => {
  test.use({ server: { opHost: '127.0.0.1' } });
  test('is silent_unavailable: its frame would not see its own cookie', ({ page, world }) =>
    fails(page, world, { code: 'silent_unavailable', phase, received: 'http://127.0.0.1' }));
});

for (const intervalSeconds of [0, 86_401]) {
  test(`intervalSeconds is a positive number of at most a day, and not ${intervalSeconds}`, ({ page, world }) =>
    fails(page, world, { code: 'config_error', phase, option: 'intervalSeconds' }, { intervalSeconds }));
}

test('without onError the console is warned', async ({ page, world }) => {
  const warnings = [];
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  await openWith(page, world, {});
  await page.evaluate(() => void auth.monitorSession({ intervalSeconds: -1 }));
  await expect.poll(() => warnings.join()).toContain('config_error');
});
