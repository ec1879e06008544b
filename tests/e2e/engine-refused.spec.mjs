// A policy without the keyword for WebAssembly: `tests/csp` has all others.
import { errorOf, expect, isReady, openWith, signInAs, test } from '../support/fixtures.mjs';

test.use({ engine: 'javascript' });

/** The names of all files that a page has asked for. */
const files = (page) => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));

/** Counts what the page's policy refuses. */
const countRefusals = (page) =>
  page.addInitScript(() => {
    window.refusals = [];
    addEventListener('securitypolicyviolation', ({ blockedURI }) => window.refusals.push(blockedURI));
  });

test('reports one refusal for each page, however many clients it has', async ({ page, site }) => {
  await countRefusals(page);
  await page.goto(site.app);
  await isReady(page);
  await page.evaluate(() =>
    Promise.all([auth, createClient(options), createClient(options)].map((one) => one.ready())),
  );
  expect(await page.evaluate(() => window.refusals)).toEqual(['wasm-eval']);
});

test('reports none where the app asks for plain JavaScript', async ({ page, site }) => {
  await countRefusals(page);
  await openWith(page, site, { engine: 'javascript' });
  await page.evaluate(() => auth.ready());
  expect(await page.evaluate(() => window.refusals)).toEqual([]);
});

test('refuses engine: wasm with core_load_failed', async ({ page, site }) => {
  await openWith(page, site, { engine: 'wasm' });
  expect(await errorOf(page, () => auth.ready())).toMatchObject({ code: 'core_load_failed', phase: 'start' });
});

for (const [entry, fallback, carried = 0] of [
  ['script', /\/proofkey-fallback\.js$/],
  ['slim', /\/javascript-\w+\.js$/],
  // Its wasm is there before anybody can ask.
  ['eager', /\/javascript-\w+\.js$/, 1],
]) {
  test(`lets the ${entry} page sign in all the same, and no wasm is loaded for it`, async ({ page, site }) => {
    await page.goto(`${site.app}/${entry}.html`);
    await expect(page.locator('#user')).toHaveText('nobody');
    await page.locator('#sign-in').click();
    await signInAs(page);
    await expect(page.locator('#user')).toHaveText('Alice Liddell');
    const names = await files(page);
    expect(names.filter((name) => fallback.test(name))).toHaveLength(1);
    expect(names.filter((name) => /\.wasm$|\/wasm-\w+\.js$/.test(name))).toHaveLength(carried);
  });
}
