// What the example app of every framework does: the same pages, in the same words.
import { expect } from '@playwright/test';
import { signInAs, tokenRequests } from '../support/fixtures.mjs';
import { loginsOf, signInAt } from './fixtures.mjs';

/** Declares the tests. @param {string} name of the framework @param {import('@playwright/test').TestType} test of `testOf` */
export function everyApp(name, test) {
  test(`${name}: a deep link to a protected page leads to the login page once, and comes back with query and hash`, async ({
    page,
    demo,
  }) => {
    const [logins, requests] = [loginsOf(page), tokenRequests(page)];
    const place = `${demo.url}/orders?status=open#o-1003`;
    await signInAt(page, place);
    await expect(page.locator('[aria-current=true]')).toContainText('Tea for four');
    await expect(page).toHaveURL(place);
    await expect(page.getByText('A pocket watch')).toHaveCount(0);
    expect([logins.length, requests.length]).toEqual([1, 1]);
  });

  test(`${name}: the router goes to a protected page of an app that runs, and comes back to it`, async ({
    page,
    demo,
  }) => {
    const logins = loginsOf(page);
    await page.goto(demo.url);
    await page.getByRole('link', { name: 'The open orders' }).click();
    await page.waitForURL(/\/interaction\//);
    await signInAs(page);
    await expect(page).toHaveURL(`${demo.url}/orders?status=open#o-1003`);
    await expect(page.getByText('Tea for four')).toBeVisible();
    expect(logins).toHaveLength(1);
  });

  test(`${name}: a reload keeps the session, and asks nobody`, async ({ page, demo }) => {
    await signInAt(page, `${demo.url}/account`);
    await expect(page.getByRole('heading', { name: 'Alice Liddell' })).toBeVisible();
    const [logins, requests] = [loginsOf(page), tokenRequests(page)];
    await page.reload();
    await expect(page.getByRole('heading', { name: 'Alice Liddell' })).toBeVisible();
    expect([...logins, ...requests]).toEqual([]);
  });

  test(`${name}: Back to the login page and forward again keeps the session`, async ({ page, demo }) => {
    await signInAt(page, `${demo.url}/orders`);
    await expect(page.getByText('A pocket watch')).toBeVisible();
    const place = page.url();
    await page.goBack();
    await page.goForward();
    await expect(page).toHaveURL(place);
    await expect(page.getByText('A pocket watch')).toBeVisible();
    await expect(user(page)).toHaveText('Alice Liddell');
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test(`${name}: the API is called with the access token, by a function of the binding`, async ({ page, demo }) => {
    await signInAt(page, `${demo.url}/account`);
    await page.getByRole('button', { name: 'Call the API' }).click();
    await expect(page.getByRole('status')).toContainText('Tea with the Hatter');
  });

  test(`${name}: the sign-in link works with a plain click, and leads back to where the user was when it was clicked`, async ({
    page,
    demo,
  }) => {
    const logins = loginsOf(page);
    await page.goto(demo.url);
    const link = page.getByRole('link', { name: 'Sign in' });
    const href = await link.getAttribute('href');
    expect(href).toMatch(/\/oauth\/authorize\?.*code_challenge_method=S256/);
    // The link was made at another place.
    await page.evaluate(() => history.replaceState(history.state, '', '/?from=here#below'));
    await link.click();
    await page.waitForURL(/\/interaction\//);
    expect(logins).toEqual([href]);
    await signInAs(page);
    await expect(user(page)).toHaveText('Alice Liddell');
    await expect(page).toHaveURL(`${demo.url}/?from=here#below`);
  });

  test(`${name}: a sign-in link that is opened in a new tab ends in a sign-in of that tab`, async ({ page, demo }) => {
    await page.goto(demo.url);
    const href = await page.getByRole('link', { name: 'Sign in' }).getAttribute('href');
    const other = await page.context().newPage();
    const [logins, requests] = [loginsOf(other), tokenRequests(other)];
    await other.goto(href);
    await signInAs(other);
    await expect(user(other)).toHaveText('Alice Liddell');
    await expect(other).toHaveURL(`${demo.url}/`);
    // The second is this tab's own; the code of the first one was sent to nobody.
    expect([logins.length, requests.length]).toEqual([2, 1]);
  });

  test(`${name}: a callback of another tab begins a sign-in once in each tab, and is shown the second time`, async ({
    page,
    demo,
  }) => {
    const logins = loginsOf(page);
    const callback = `${demo.url}/callback?code=another&state=tab`;
    await page.goto(callback);
    await page.waitForURL(/\/interaction\//);
    await page.goto(callback);
    await expect(page.getByRole('alert')).toContainText('state_not_found');
    await expect(page).toHaveURL(callback);
    expect(logins).toHaveLength(1);
  });
}

const user = (page) => page.getByTestId('user');
