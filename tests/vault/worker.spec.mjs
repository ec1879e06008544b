// The worker itself: that it comes, that it goes, and what it can be told.
import { errorOf } from '../support/fixtures.mjs';
import { ask } from '../support/resource.mjs';
import { endWorker, expect, isReady, openWith, reachCallback, test, userOf } from './fixtures.mjs';

for (const [claim, workerUrl] of [
  ['is not there', '/proofkey/dist/no-such-file.js'],
  ['is a page', '/'],
  ['is on another origin', 'https://elsewhere.example/vault-worker.js'],
]) {
  test(`a worker that ${claim} is core_load_failed`, async ({ page, world }) => {
    await openWith(page, world, { workerUrl });
    const error = await errorOf(page, () => auth.ready());
    expect(error).toMatchObject({ code: 'core_load_failed', retryable: true, isTyped: true });
  });
}

test('a worker that could not be loaded is loaded by the next call, and the callback is not lost', async ({
  page,
  world,
}) => {
  await page.goto(world.app);
  await isReady(page);
  await page.context().route(/vault-worker\.js/, (route) => route.abort());
  await page.context().unroute(/vault-worker\.js/);
  await reachCallback(page);
  await page.context().route(/vault-worker\.js/, (route) => route.abort());
  await page.reload();
  await isReady(page);
  expect(await errorOf(page, () => auth.handleRedirectCallback())).toMatchObject({ code: 'core_load_failed' });
  await page.context().unroute(/vault-worker\.js/);
  await page.evaluate(() => auth.handleRedirectCallback());
  expect(await userOf(page)).toBe('alice');
});

test('when the worker goes, what is under way is rejected, nobody is signed in, and the next call starts another', async ({
  signedIn: page,
  world,
}) => {
  let hold = () => {};
  world.asked.before = () => new Promise((release) => (hold = release));
  await page.evaluate((url) => {
    window.outcome = auth.fetch(url).catch(({ code }) => code);
  }, `${world.api}/me`);
  await expect.poll(() => world.asked.asked.length).toBe(1);
  await endWorker(page);
  expect(await page.evaluate(() => window.outcome)).toBe('core_load_failed');
  hold();
  world.asked.before = async () => {};
  expect(await ask(page, `${world.api}/me`)).toBe('login_required');
  expect(await page.evaluate(() => auth.isAuthenticated)).toBe(false);
  // The server knows the user, as after a reload.
  await page.evaluate(() => auth.loginSilently());
  expect((await ask(page, `${world.api}/me`)).status).toBe(200);
});

test('dispose() ends the worker, and what is called afterwards is client_disposed', async ({ signedIn: page }) => {
  const [worker] = page.workers();
  const gone = new Promise((resolve) => worker.once('close', resolve));
  const codes = await page.evaluate(async () => {
    const before = auth.getUserInfo().catch(({ code }) => code);
    auth.dispose();
    return [await before, await auth.getUserInfo().catch(({ code }) => code)];
  });
  expect(codes.at(-1)).toBe('client_disposed');
  await gone;
});

/** Starts a worker of the test's own, and tells it all of these at once; gives what it says until it has answered `count` of them. */
const tell = (page, messages, count) =>
  page.evaluate(
    ([messages, count]) =>
      new Promise((resolve) => {
        const worker = new Worker('/proofkey/dist/vault-worker.js');
        const said = [];
        worker.onmessage = ({ data }) => {
          said.push(data);
          if (said.length === count) resolve(said);
        };
        for (const message of messages) worker.postMessage(message);
      }),
    [messages, count],
  );

test('the options are told once, and only the flows of a client are run', async ({ page, world }) => {
  await page.goto(world.app);
  await isReady(page);
  const options = JSON.stringify({ issuer: world.issuer, clientId: 'spa', redirectUri: `${world.app}/callback` });
  const first = { type: 'configure', options, exposesAccessToken: false, stepsUp: false };
  const second = { ...first, exposesAccessToken: true };
  const flows = ['proof', 'adopt', 'extended', 'link', 'handleLogout', 'constructor', ''];
  const runs = flows.map((flow, at) => ({ type: 'run', id: at + 1, flow, input: 'link\n{}' }));
  const said = await tell(page, [first, second, ...runs], 2 + runs.length);
  expect(said.filter(({ type }) => type === 'refused')).toEqual([
    { type: 'refused', reason: { code: 'config_error', option: 'worker' } },
  ]);
  expect(said.filter(({ type }) => type === 'failed').map(({ id, reason }) => [id, reason])).toEqual(
    runs.map(({ id }) => [id, { code: 'config_error', option: 'flow' }]),
  );
});

test('messages that are none do nothing, before the options and after them', async ({ page, world }) => {
  await page.goto(world.app);
  await isReady(page);
  const options = JSON.stringify({ issuer: world.issuer, clientId: 'spa', redirectUri: `${world.app}/callback` });
  const nonsense = [
    null,
    7,
    'text',
    {},
    { type: 'run' },
    { type: 'fetch', id: 1 },
    { type: 'pull', id: 2, of: {} },
    { type: 'answer' },
  ];
  const said = await tell(
    page,
    [...nonsense, { type: 'configure', options }, ...nonsense, { type: 'has', id: 9 }],
    // Those that ask something are told that it failed; `ready` and the last answer come as ever.
    9,
  );
  expect(said.find(({ id }) => id === 9)).toEqual({ type: 'done', id: 9, value: false });
  expect(said.filter(({ type }) => type === 'ready')).toHaveLength(1);
});
