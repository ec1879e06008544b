// A user before a browser of the project's engine.
import { test as base, expect } from '@playwright/test';
import { startChromium } from './chromium.mjs';
import { startByWebDriver } from './webdriver.mjs';

export const test = base.extend({
  engine: [undefined, { option: true, scope: 'worker' }],

  /** One for all tests of a worker: to start it takes longer than a test. */
  user: [
    async ({ engine }, use) => {
      const { close, ...user } = engine === 'chromium' ? await startChromium() : await startByWebDriver(engine);
      await use(user);
      await close();
    },
    { scope: 'worker' },
  ],
});

export { expect };

/** Waits for a text in the page; what went wrong in its place is told. */
export const sees = (user, css, text) =>
  expect
    .poll(async () => ({ text: await user.text(css), error: await user.text('#error') }))
    .toEqual({ text, error: '' });

/** From the page to the login page of the server, and back. */
export async function signIn(user) {
  await user.click('#sign-in');
  await signInAt(user);
}

/** From the login page of the server back to the page. */
export async function signInAt(user) {
  await user.type('input[name=login]', 'alice');
  await user.type('input[name=password]', 'wonderland');
  // A click into a window that is just being shown may be lost (WebKitGTK): who sees nothing happen clicks again.
  let clickedAt = 0;
  const submitted = async () => {
    // A page that is just going cannot be asked.
    if ((await user.text('input[name=password]').catch(() => '')) === undefined) return true;
    if (Date.now() - clickedAt < 8000) return false;
    clickedAt = Date.now();
    await user.click('button[type=submit]');
    return false;
  };
  await expect.poll(submitted).toBe(true);
  await user.click('button[name=consent]');
}
