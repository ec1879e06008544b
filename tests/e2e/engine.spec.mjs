// What runs the core, and what is loaded for it: WebAssembly or plain JavaScript, never both.
import { errorOf, expect, openWith, signIn, test } from '../support/fixtures.mjs';

/** The lazy files of the core that a page has asked for, in the order of the alphabet. */
const loaded = (page) =>
  page.evaluate(() => {
    const names = performance
      .getEntriesByType('resource')
      .map(({ name }) => /(wasm|javascript)-\w+\.js$/.exec(name)?.[1]);
    return names.filter(Boolean).sort();
  });

/** Signs in, refreshes and signs out; gives what each page on the way had loaded. */
async function wholeSession(page) {
  const files = [await loaded(page)];
  await signIn(page);
  files.push(await loaded(page));
  const before = await page.evaluate(() => auth.getAccessToken());
  expect(await page.evaluate(() => auth.getAccessToken({ forceRefresh: true }))).not.toBe(before);
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
  await page.evaluate(() => auth.logout({ openUrl() {} }));
  expect(await page.evaluate(() => auth.isAuthenticated)).toBe(false);
  return files;
}

/** Counts what the page's policy refuses. */
const countRefusals = (page) =>
  page.addInitScript(() => {
    window.refusals = [];
    addEventListener('securitypolicyviolation', ({ blockedURI }) => window.refusals.push(blockedURI));
  });

test('where a page may run WebAssembly, only that is loaded, and nothing is refused', async ({ page, site }) => {
  await countRefusals(page);
  await openWith(page, site, {});
  await page.evaluate(() => auth.ready());
  expect(await wholeSession(page)).toEqual([['wasm'], ['wasm']]);
  expect(await page.evaluate(() => window.refusals)).toEqual([]);
});

for (const [name, deletion] of [
  ['WebAssembly', () => delete globalThis.WebAssembly],
  ['DecompressionStream', () => delete globalThis.DecompressionStream],
]) {
  test(`without ${name} the core is plain JavaScript, and no wasm is loaded`, async ({ page, site }) => {
    await page.addInitScript(deletion);
    await openWith(page, site, {});
    await page.evaluate(() => auth.ready());
    expect(await wholeSession(page)).toEqual([['javascript'], ['javascript']]);
  });
}

test('engine: javascript is taken at its word, and WebAssembly is never asked for', async ({ page, site }) => {
  await page.addInitScript(() => {
    const ask = (target, name) => {
      throw new Error(`asked for WebAssembly.${String(name)}`, { cause: target });
    };
    globalThis.WebAssembly = new Proxy({}, { get: ask });
  });
  await openWith(page, site, { engine: 'javascript' });
  await page.evaluate(() => auth.ready());
  expect(await wholeSession(page)).toEqual([['javascript'], ['javascript']]);
});

test('engine: wasm is core_load_failed where there is none, and nothing stands in', async ({ page, site }) => {
  await page.addInitScript(() => delete globalThis.WebAssembly);
  await openWith(page, site, { engine: 'wasm' });
  expect(await errorOf(page, () => auth.ready())).toMatchObject({ code: 'core_load_failed', phase: 'start' });
  expect(await loaded(page)).toEqual(['wasm']);
});

test('another engine is a config_error at once', async ({ app }) => {
  const error = await errorOf(app, async () => createClient({ ...options, engine: 'asm' }));
  expect(error).toMatchObject({ code: 'config_error', phase: 'create', option: 'engine' });
});
