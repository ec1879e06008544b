// Bound tokens, pushed requests and signed answers of a sign-in that nobody sees.
import { expect, openWith, signIn } from '../support/fixtures.mjs';
import { test } from '../support/frames.mjs';
import { bound, strictly } from './strict.mjs';

test.use({ server: { configure: strictly } });

for (const [what, options] of [
  ['by a request that is pushed', bound],
  ['where the server wants that', { ...bound, dpop: 'auto', pushedAuthorizationRequests: undefined }],
]) {
  test(`a user whom the server knows is signed in without a page, ${what}`, async ({ page, world }) => {
    await openWith(page, world, options);
    await signIn(page);
    await openWith(page, world, options);
    expect(await page.evaluate(() => auth.isAuthenticated)).toBe(false);
    await page.evaluate(() => auth.loginSilently());
    expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
    await page.evaluate(() => auth.getAccessToken({ forceRefresh: true }));
  });
}

test('a signed answer ends it, too', async ({ page, world }) => {
  const options = { ...bound, responseMode: 'query.jwt' };
  await openWith(page, world, bound);
  await signIn(page);
  await openWith(page, world, options);
  await page.evaluate(() => auth.loginSilently());
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
});
