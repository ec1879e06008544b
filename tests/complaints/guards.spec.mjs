// A server that says no, and the guards of the bindings.
import { loginsOf, testOf } from '../frameworks/fixtures.mjs';
import { expect } from '../support/fixtures.mjs';

const react = testOf('react');
const vue = testOf('vue');

/** Goes to a guarded page, and refuses the sign-in, which the server answers with access_denied. */
async function isSentOnce(page, url) {
  const logins = loginsOf(page);
  await page.goto(`${url}/orders`);
  await page.getByRole('link', { name: /cancel/i }).click();
  const problem = page.getByRole('alert');
  await expect(problem).toContainText('authorization_error');
  await expect(problem).toContainText('The user said no');
  await expect(page.getByRole('heading', { name: /orders/i })).toHaveCount(0);
  // Nor when the user looks again.
  await page.reload();
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  expect(logins).toHaveLength(1);
}

react(
  'complaint 05: a guarded component whose sign-in is refused begins none anew, and the error is shown',
  async ({ page, demo }) => {
    await isSentOnce(page, demo.url);
  },
);

vue(
  'complaint 05: a guarded route whose sign-in is refused begins none anew, and the error is shown',
  async ({ page, demo }) => {
    await isSentOnce(page, demo.url);
  },
);
