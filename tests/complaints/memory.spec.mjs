// What a page that is open for weeks does to the core's memory.
import { isReady, signIn, tokenRequests } from '../support/fixtures.mjs';
import { expect, test } from './fixtures-world.mjs';

test.use({ server: { accessTokenSeconds: 3600, refreshTokenSeconds: 86_400 } });

test('the core’s memory does not grow: 100,000 calls and 1,000 refreshes', async ({ page, world }) => {
  test.setTimeout(180_000);
  await page.addInitScript(() => {
    window.memories = [];
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (...given) => {
      const made = await instantiate(...given);
      const { exports } = made.instance ?? made;
      window.memories.push(...Object.values(exports).filter((each) => each instanceof WebAssembly.Memory));
      return made;
    };
  });
  await page.goto(world.app);
  await isReady(page);
  await signIn(page);
  const requests = tokenRequests(page);
  const repeat = (times, options) =>
    page.evaluate(
      async ([times, options]) => {
        for (let time = 0; time < times; time += 1) await auth.getAccessToken(options);
        return window.memories.map(({ buffer }) => buffer.byteLength);
      },
      [times, options],
    );

  await repeat(100, {});
  const first = await repeat(100, { forceRefresh: true });
  // One instance, which never broke.
  expect(first).toEqual([expect.any(Number)]);
  expect(await repeat(100_000, {})).toEqual(first);
  expect(requests).toHaveLength(100);
  expect(await repeat(900, { forceRefresh: true })).toEqual(first);
  expect(requests).toHaveLength(1000);
});
