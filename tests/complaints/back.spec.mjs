// Back to a page that the browser has kept as it was (its back/forward cache). Playwright starts Chromium without that.
import { isReady, openWith, signIn, signInAs } from '../support/fixtures.mjs';
import { goBackTo, keptPage } from '../support/kept-pages.mjs';
import { test as base, becomes, expect, heard, stored, subscribe } from './fixtures-world.mjs';

const test = base.extend({ page: keptPage });

test('control: this browser restores a page', async ({ page, world }) => {
  await page.goto(`${world.app}/control`);
  await isReady(page);
  await page.goto(world.issuer);
  await goBackTo(page, `${world.app}/control`);
});

for (const store of ['memory', 'localStorage']) {
  test(`complaint 21: Back after a sign-out shows a page that is signed out, before anybody touches it (${store})`, async ({
    page,
    world,
  }) => {
    await openWith(page, world, { store });
    await signIn(page);
    const url = page.url();
    await subscribe(page);
    await page.goto(`${world.app}/settings`);
    await isReady(page);
    await page.evaluate(() => auth.logout({ openUrl() {} }));
    await goBackTo(page, url);
    await becomes(page, false);
    expect(await heard(page)).toEqual([['signed_out', true, null, false]]);
    expect(await page.evaluate(() => auth.getUser())).toBeUndefined();
    expect(await stored(page)).toBeUndefined();
  });
}

test('complaint 21: Back from the server after a sign-out shows a page that is signed out', async ({ page, world }) => {
  await openWith(page, world, { store: 'localStorage' });
  await signIn(page);
  const url = page.url();
  // What an app would show, before anybody has touched the page.
  await page.evaluate(() => {
    addEventListener('pageshow', () => {
      window.first = auth.getSnapshot().isAuthenticated;
    });
  });
  await page.evaluate(() => void auth.logout());
  await page.locator('button[name=logout]').waitFor();
  await goBackTo(page, url);
  expect(await page.evaluate(() => [window.first, auth.isAuthenticated])).toEqual([false, false]);
});

test('complaint 22: Back from the login page finds a page that is at rest, and the next click signs in', async ({
  page,
  world,
}) => {
  await openWith(page, world, { store: 'localStorage' });
  const url = page.url();
  // As apps have it: the button is disabled for as long as the SDK is at work.
  await page.evaluate(() => {
    const button = document.body.appendChild(document.createElement('button'));
    button.onclick = async () => {
      button.disabled = true;
      await auth.loginWithRedirect().finally(() => {
        button.disabled = false;
      });
    };
  });
  await page.locator('button').click();
  await page.waitForURL(/\/interaction\//);
  await goBackTo(page, url);
  await expect(page.locator('button')).toBeEnabled();
  expect(await page.evaluate(() => [auth.isAuthenticated, auth.getSnapshot().isStale])).toEqual([false, false]);

  await page.locator('button').click();
  await page.waitForURL(/\/interaction\//);
  await signInAs(page);
  await page.waitForURL(/\/callback\?/);
  await isReady(page);
  await page.evaluate(() => auth.handleRedirectCallback());
  await becomes(page, true);
});

test('complaint 22: a page that is restored knows of the sign-in that followed', async ({ page, world }) => {
  await openWith(page, world, { store: 'localStorage' });
  const url = page.url();
  await subscribe(page);
  const before = await page.evaluate(() => history.length);
  await signIn(page);
  // Over the callback, the server's pages, and to the page where the login began.
  await goBackTo(page, url, await page.evaluate((before) => history.length - before, before));
  await becomes(page, true);
  expect(await heard(page)).toEqual([['signed_in', true, null, true]]);
});
