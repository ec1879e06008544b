// The React app of www-demo/react, under StrictMode, as a user's browser sees it.
import { expect } from '@playwright/test';
import { signInAs, tokenRequests } from '../support/fixtures.mjs';
import { everyApp } from './every-app.mjs';
import { loginsOf, signInAt, testOf } from './fixtures.mjs';

const test = testOf('react');
// One server for all: it prepares React once.
test.describe.configure({ mode: 'default' });

const user = (page) => page.getByTestId('user');

everyApp('React', test);

test('React: a sign-in under StrictMode sends one token request, and the user is back', async ({ page, demo }) => {
  const requests = tokenRequests(page);
  await page.goto(demo.url);
  await page.getByRole('link', { name: 'Sign in' }).click();
  await signInAs(page);
  await expect(user(page)).toHaveText('Alice Liddell');
  await expect(page).toHaveURL(`${demo.url}/`);
  await expect(page.getByRole('heading', { name: 'Welcome, Alice' })).toBeVisible();
  expect(requests.map(({ grant_type }) => grant_type)).toEqual(['authorization_code']);
});

test('React: a sign-in that the user refuses is shown, and does not begin again by itself', async ({ page, demo }) => {
  const logins = loginsOf(page);
  await page.goto(`${demo.url}/orders?status=sent`);
  await page.locator('input[name=login]').fill('alice');
  await page.getByRole('link', { name: /cancel/i }).click();
  await expect(page.getByRole('alert')).toContainText('authorization_error');
  await expect(page).toHaveURL(`${demo.url}/callback`);
  // A page that needs a user shows the same, instead of going round in circles.
  await page.getByRole('link', { name: 'Account' }).click();
  await expect(page.getByRole('alert')).toContainText('authorization_error');
  expect(logins).toHaveLength(1);
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await page.waitForURL(/\/interaction\//);
  await signInAs(page);
  await expect(page).toHaveURL(`${demo.url}/orders?status=sent`);
  await expect(page.getByText('Two packs of cards')).toBeVisible();
});

test('React: whoever comes to the callback page by a bookmark is taken to the start', async ({ page, demo }) => {
  await page.goto(`${demo.url}/callback`);
  await expect(page.getByRole('heading', { name: 'An app with a front door' })).toBeVisible();
  await expect(page).toHaveURL(`${demo.url}/`);
});

test('React: a sign-out on a protected page hides it and leads to no login page, here and in another tab', async ({
  page,
  demo,
}) => {
  await signInAt(page, `${demo.url}/orders`);
  await expect(user(page)).toHaveText('Alice Liddell');
  const other = await page.context().newPage();
  const logins = [loginsOf(page), loginsOf(other)];
  await other.goto(`${demo.url}/orders`);
  // The server knows the user.
  await expect(user(other)).toHaveText('Alice Liddell');
  expect(logins.map(({ length }) => length)).toEqual([0, 1]);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.locator('button[name=logout]').click();
  await expect(page).toHaveURL(`${demo.url}/`);
  await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  await expect(other.getByText('You have signed out.')).toBeVisible();
  await expect(other.getByText('A pocket watch')).toHaveCount(0);
  expect(logins.map(({ length }) => length)).toEqual([0, 1]);
});
