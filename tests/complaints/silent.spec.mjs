// A hidden frame is used when the app says so, and never where it cannot work.
import { errorOf, expect, openWith, signIn } from '../support/fixtures.mjs';
import { authorizationRequests, framed, test, watchFrames } from '../support/frames.mjs';

/** Asks for a silent sign-in; gives its error, and what was made and asked for it. */
async function refused(page) {
  const asked = authorizationRequests(page);
  await watchFrames(page);
  const error = await errorOf(page, () => auth.loginSilently());
  return { error, asked, frames: await framed(page) };
}

test.describe('an app and a server of different sites', () => {
  test.use({ server: { opHost: '127.0.0.1' } });

  test('complaint 04: a silent sign-in at a server of another site is silent_unavailable at once, and nothing is sent', async ({
    page,
    world,
  }) => {
    await openWith(page, world, {});
    await signIn(page);
    const { error, asked, frames } = await refused(page);
    expect(error).toMatchObject({
      ...{ code: 'silent_unavailable', phase: 'login', retryable: false, isTyped: true },
      ...{ expected: 'http://localhost', received: 'http://127.0.0.1' },
    });
    expect([asked, frames]).toEqual([[], []]);
    expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
  });
});

test('complaint 04: a silent sign-in that finds no session is login_required, and names third-party cookies beside that', async ({
  page,
  world,
}) => {
  await openWith(page, world, {});
  await signIn(page);
  await page.context().clearCookies();
  await openWith(page, world, {});
  const { error, asked } = await refused(page);
  expect(error).toMatchObject({ code: 'login_required', error: 'login_required', retryable: false, isTyped: true });
  expect(error.hint).toMatch(/nobody is signed in there.*third-party cookies/);
  expect(asked).toHaveLength(1);
});

test.describe('an isolated page', () => {
  test.use({
    server: {
      headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
    },
  });

  test('complaint 40: a silent sign-in on an isolated page is silent_unavailable at once, and a refresh token needs none', async ({
    page,
    world,
  }) => {
    await openWith(page, world, {});
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await signIn(page);
    const { error, asked, frames } = await refused(page);
    expect(error).toMatchObject({ code: 'silent_unavailable', received: 'crossOriginIsolated', isTyped: true });
    expect([asked, frames]).toEqual([[], []]);
    const tokens = await page.evaluate(async () => [
      await auth.getAccessToken(),
      await auth.getAccessToken({ forceRefresh: true }),
    ]);
    expect(new Set(tokens).size).toBe(2);
  });
});
