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

/** A click may be lost (WebKitGTK): who sees nothing happen clicks again. */
export async function clickUntil(user, css, hasHappened) {
  let clickedAt = 0;
  const look = async () => {
    if (await hasHappened()) return true;
    if (Date.now() - clickedAt < 8000) return false;
    clickedAt = Date.now();
    // The page may go between the look and the click: to wait for its button then would be to wait for the next page that has one.
    await user.clickNow(css).catch(() => {});
    return false;
  };
  await expect.poll(look, { timeout: 40_000 }).toBe(true);
}

/** Whether the page is the login page; `unsure` if it is just going, and cannot be asked. */
const isAtLogin = async (user, unsure) => {
  const field = await user.text('input[name=password]').catch(() => (unsure ? '' : undefined));
  return field !== undefined;
};

/** From the page to the login page of the server, and back. */
export async function signIn(user) {
  await clickUntil(user, '#sign-in', () => isAtLogin(user, false));
  await signInAt(user);
}

/** From the login page of the server back to the page. */
export async function signInAt(user) {
  await user.type('input[name=login]', 'alice');
  await user.type('input[name=password]', 'wonderland');
  await clickUntil(user, 'button[type=submit]', async () => !(await isAtLogin(user, true)));
  await user.click('button[name=consent]');
}
