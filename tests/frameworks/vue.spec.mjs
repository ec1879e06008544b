// The Vue app of www-demo/vue, as a user's browser sees it. Warnings of Vue fail every test.
import { expect } from '@playwright/test';
import { signInAs, tokenRequests } from '../support/fixtures.mjs';
import { shownBy, testOfCopies } from './copied-app.mjs';
import { everyApp } from './every-app.mjs';
import { loginsOf, signInAt } from './fixtures.mjs';

const test = testOfCopies('vue');

test.describe.configure({ mode: 'default' });

const user = (page) => page.getByTestId('user');
const heading = (page, name) => page.getByRole('heading', { name });

everyApp('Vue', test);

test('Vue: a sign-in sends one token request, and the user is back', async ({ page, demo }) => {
  const requests = tokenRequests(page);
  await page.goto(demo.url);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signInAs(page);
  await expect(user(page)).toHaveText('Alice Liddell');
  await expect(page).toHaveURL(`${demo.url}/`);
  await expect(heading(page, 'Welcome, Alice')).toBeVisible();
  expect(requests.map(({ grant_type }) => grant_type)).toEqual(['authorization_code']);
});

test('Vue: the router shows code and state no more once they have left the address bar, and keeps them nowhere', async ({
  page,
  demo,
}) => {
  const shown = shownBy(page);
  await signInAt(page, `${demo.url}/orders`);
  await expect(heading(page, 'Your orders')).toBeVisible();
  const cleaned = shown.indexOf(`${demo.url}/callback`);
  expect(cleaned).toBeGreaterThan(0);
  expect(new Set(shown.slice(cleaned))).toEqual(new Set([`${demo.url}/callback`, `${demo.url}/orders`]));
  await page.getByRole('link', { name: 'Account' }).click();
  await expect(heading(page, 'Alice Liddell')).toBeVisible();
  const kept = await page.evaluate(() => JSON.stringify(history.state));
  expect(kept).toContain('"back":"/orders"');
  expect(kept).not.toMatch(/code|state=/);
  await page.goBack();
  await expect(page).toHaveURL(`${demo.url}/orders`);
});

test('Vue: hot reload of a component keeps the session, and the page', async ({ page, copy }) => {
  const app = await copy();
  await signInAt(page, `${app.url}/orders`);
  await expect(user(page)).toHaveText('Alice Liddell');
  const [logins, requests] = [loginsOf(page), tokenRequests(page)];
  await page.evaluate(() => Object.assign(window, { isSamePage: true }));
  app.edit('App.vue', (text) =>
    text.replace('Vue app', 'an edited app').replace('<RouterView />', '<p>New</p><RouterView />'),
  );
  await expect(page.getByText('an edited app')).toBeVisible();
  app.edit('Orders.vue', (text) => text.replace('A pocket watch', 'A grandfather clock'));
  await expect(page.getByText('A grandfather clock')).toBeVisible();
  await expect(user(page)).toHaveText('Alice Liddell');
  expect(await page.evaluate(() => window.isSamePage)).toBe(true);
  expect([...logins, ...requests]).toEqual([]);
});

test('Vue: a sign-in that the user refuses is shown, and begins again by a click alone', async ({ page, demo }) => {
  const logins = loginsOf(page);
  await page.goto(`${demo.url}/orders?status=sent`);
  await page.getByRole('link', { name: /cancel/i }).click();
  await expect(page.getByRole('alert')).toContainText('authorization_error');
  await expect(page).toHaveURL(`${demo.url}/callback`);
  await page.getByRole('link', { name: 'Back to the start page' }).click();
  await expect(page).toHaveURL(`${demo.url}/`);
  await expect(page.getByRole('alert')).toContainText('authorization_error');
  expect(logins).toHaveLength(1);
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await page.waitForURL(/\/interaction\//);
  await signInAs(page);
  await expect(page).toHaveURL(`${demo.url}/orders?status=sent`);
  await expect(page.getByText('Two packs of cards')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('Vue: whoever signs out is signed out at the server too, and has to sign in again', async ({ page, demo }) => {
  await signInAt(page, `${demo.url}/account`);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.locator('button[name=logout]').click();
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  await expect(page).toHaveURL(`${demo.url}/`);
  await page.getByRole('link', { name: 'Account' }).click();
  await page.waitForURL(/\/interaction\//);
  await expect(page.locator('input[name=password]')).toBeVisible();
});
