// The same app twice, with the same claims: written for auth0-spa-js, and switched by its import.
import { signInAs, tokenRequests } from '../../support/fixtures.mjs';
import { clickLast, signInThere } from '../../support/popups.mjs';
import { expect, libraries, test } from './fixtures.mjs';

/** How an app keeps its users signed in: by the tenant's cookie in a frame, or by a refresh token in a storage. */
const ways = {
  'in a frame': { options: {}, nobody: 'login_required', grant: 'authorization_code' },
  'by a refresh token': {
    options: { useRefreshTokens: true, cacheLocation: 'localstorage' },
    nobody: 'missing_refresh_token',
    grant: 'refresh_token',
  },
};

/** How many seconds a token must have left to be given out again: the one thing in which the two differ here. */
const reserves = { '@auth0/auth0-spa-js': 60, 'proofkey/compat/auth0': 30 };

/** Whether the app shows that somebody is signed in, once it shows anything. */
async function shows(page, name) {
  await expect(page.locator('main')).toBeVisible();
  await expect(page.locator('#signed-in')).toBeVisible({ visible: name !== undefined });
  if (name) await expect(page.locator('#name')).toHaveText(name);
}

async function signIn(page, { app }) {
  await page.goto(app);
  await page.locator('#login').click();
  await signInAs(page);
  await shows(page, 'Alice Liddell');
}

async function callApi(page) {
  await page.locator('#call').click();
  await expect(page.locator('#answer')).toHaveText(/^Hello Alice\./);
}

for (const library of Object.keys(libraries)) {
  for (const [way, { options, nobody, grant }] of Object.entries(ways)) {
    test.describe(`${library}, renewed ${way}`, () => {
      test.use({ library, options });

      test('a user signs in, is shown, and is known to the API, after a reload as well', async ({ page, world }) => {
        await page.goto(world.app);
        await shows(page, undefined);
        await signIn(page, world);
        await expect(page.locator('#email')).toHaveText('alice@example.com');
        await expect(page.locator('#message')).toHaveText('Back at /cart');
        expect(page.url()).toBe(`${world.app}/`);
        // By which each of the two finds the users of the other one.
        const cookies = await page.context().cookies();
        expect(cookies).toContainEqual(expect.objectContaining({ name: 'auth0.spa.is.authenticated', value: 'true' }));
        await callApi(page);
        await page.reload();
        await shows(page, 'Alice Liddell');
        await callApi(page);
      });

      test('a user who logs out is signed out here and at the tenant', async ({ page, world }) => {
        await signIn(page, world);
        const leaves = page.waitForRequest(/\/v2\/logout\?/);
        await page.locator('#logout').click();
        const url = new URL((await leaves).url());
        expect(url.origin).toBe(world.domain);
        expect(url.searchParams.get('client_id')).toBe(world.clientId);
        expect(url.searchParams.get('returnTo')).toBe(world.app);
        await page.waitForURL(`${world.app}/`);
        await shows(page, undefined);
        await page.reload();
        await shows(page, undefined);
        await page.locator('#login').click();
        await expect(page.locator('input[name=password]')).toBeVisible();
      });

      test('a user signs in by a popup', async ({ page, world }) => {
        await page.goto(world.app);
        const [popup] = await Promise.all([page.waitForEvent('popup'), page.locator('#popup').click()]);
        await signInThere(popup);
        await shows(page, 'Alice Liddell');
        await expect.poll(() => popup.isClosed()).toBe(true);
        await callApi(page);
      });

      test('a user who closes the popup has cancelled', async ({ page, world }) => {
        await page.goto(world.app);
        const [popup] = await Promise.all([page.waitForEvent('popup'), page.locator('#popup').click()]);
        await popup.locator('input[name=login]').waitFor();
        await popup.close();
        await expect(page.locator('#message')).toHaveText('cancelled');
      });

      test('a user who says no in the popup is access_denied', async ({ page, world }) => {
        await page.goto(world.app);
        const [popup] = await Promise.all([page.waitForEvent('popup'), page.locator('#popup').click()]);
        await clickLast(popup, '[data-testid=deny]');
        await expect(page.locator('#message')).toHaveText('access_denied');
      });

      test('a user who says no is access_denied, with what the app wanted to do', async ({ page, world }) => {
        await page.goto(world.app);
        await page.locator('#login').click();
        await page.locator('[data-testid=deny]').click();
        await expect(page.locator('#message')).toHaveText('access_denied, on the way to /cart');
        await shows(page, undefined);
      });

      test('an app that asks for a token while nobody is signed in is told so', async ({ page, world }) => {
        await page.goto(world.app);
        await shows(page, undefined);
        const error = await page.evaluate(() => auth0.getTokenSilently().catch(({ error }) => error));
        expect(error).toBe(nobody);
      });

      test.describe('where tokens are soon to be renewed', () => {
        test.use({ server: { accessTokenSeconds: reserves[library] + 2 } });

        test('two callers at once get one new token', async ({ page, world }) => {
          await signIn(page, world);
          const before = await page.evaluate(() => auth0.getTokenSilently());
          await page.waitForTimeout(3000);
          const requests = tokenRequests(page);
          const tokens = await page.evaluate(() => Promise.all([auth0.getTokenSilently(), auth0.getTokenSilently()]));
          expect(tokens[0]).toBe(tokens[1]);
          expect(tokens[0]).not.toBe(before);
          expect(requests.map(({ grant_type }) => grant_type)).toEqual([grant]);
        });
      });
    });
  }
}
