// What a person does at the tenant, one step at a time; app.mjs has the whole sign-in.
import { isReady } from '../support/fixtures.mjs';

/** On the login page. */
export async function login(page, password = 'wonderland') {
  await page.locator('input[name=login]').fill('alice');
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
}

/** Waits for the callback page, which does nothing by itself. */
export async function arrive(page) {
  await page.waitForURL(/\/callback\?/);
  await isReady(page);
}

/** Begins a sign-in, whatever page it leads to. */
export const begin = (page, options = {}) => page.evaluate((options) => void auth.loginWithRedirect(options), options);

/** Begins one that leads to no page, since the tenant knows the user, and ends it. */
export async function signInSilently(page, options) {
  await begin(page, options);
  await arrive(page);
  return page.evaluate(() => auth.handleRedirectCallback());
}
