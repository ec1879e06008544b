// Sign-ins that do not leave the page: its part is the window, the vault's is everything else.

import { errorOf } from '../support/fixtures.mjs';
import { endsIn, isGone, openPopup, signInThere } from '../support/popups.mjs';
import { manageSessions } from '../support/session-management.mjs';
import { expect, isReady, openWith, signIn, test, userOf } from './fixtures.mjs';

test('a popup signs in; the verifier is in no storage', async ({ page, world }) => {
  await openWith(page, world, {});
  await page.evaluate(() => auth.ready());
  const popup = await openPopup(page);
  await popup.waitForURL(/\/interaction\//);
  expect(await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))).not.toContain(
    'verifier',
  );
  await signInThere(popup);
  await endsIn(page, 'alice');
  await isGone(popup);
  expect(world.tokens).toHaveLength(1);
});

test('a hidden frame signs in whom the server knows, after a reload for example', async ({ signedIn: page }) => {
  await page.reload();
  await isReady(page);
  expect(await userOf(page)).toBeUndefined();
  await page.evaluate(() => auth.loginSilently());
  expect(await userOf(page)).toBe('alice');
});

test('a hidden frame tells that the server knows nobody', async ({ page, world }) => {
  await openWith(page, world, {});
  const error = await errorOf(page, () => auth.loginSilently());
  expect(error).toMatchObject({ code: 'login_required', error: 'login_required', phase: 'login' });
});

test('the session at the server is watched', async ({ page, world }) => {
  manageSessions(world.provider);
  await openWith(page, world, {});
  await signIn(page);
  await page.evaluate(() =>
    auth.monitorSession({ intervalSeconds: 0.2, onError: (error) => (window.failed = error.code) }),
  );
  await page.waitForTimeout(600);
  expect(await page.evaluate(() => [auth.isAuthenticated, window.failed])).toEqual([true, undefined]);
  // The user signs out there, in another tab.
  await page.context().clearCookies();
  await expect.poll(() => userOf(page)).toBeUndefined();
  expect(await page.evaluate(() => auth.checkSession())).toBe(false);
});
