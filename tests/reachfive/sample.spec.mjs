// The sample app, as a person uses it.
import { test as base, expect } from '@playwright/test';
import { login } from './person.mjs';
import { startSample } from './sample.mjs';

const test = base.extend({
  /** Options of the sample, set with `test.use`. */
  options: [{}, { option: true }],

  sample: async ({ options }, use) => {
    const sample = await startSample(options);
    await use(sample);
    await sample.close();
  },
});

const seen = ({ server }, path) => server.requests.filter((request) => request.path === path);

/** Opens the sample and signs in by the button of that name. */
async function signIn(page, sample, button = 'sign-in') {
  await page.goto(sample.url);
  await page.getByTestId(button).click();
  await login(page);
  await expect(page.getByTestId('user-name')).toHaveText('Alice Liddell');
}

test('it signs in with a provider, and stays signed in', async ({ page, sample }) => {
  await page.goto(sample.url);
  await page.getByTestId('persistent').check();
  await page.getByTestId('provider').selectOption('facebook');
  await page.getByTestId('sign-in-provider').click();
  await login(page);
  await expect(page.getByTestId('user-name')).toHaveText('Alice Liddell');
  const [{ query }] = seen(sample, '/oauth/authorize');
  expect(query).toMatchObject({ provider: 'facebook', persistent: 'true' });
  await expect(page.getByTestId('problem')).toBeHidden();
});

test('after a reload one click signs in, unless the user asks for the login page', async ({ page, sample }) => {
  await signIn(page, sample);
  await page.reload();
  await page.getByTestId('sign-in').click();
  await expect(page.getByTestId('user-name')).toHaveText('Alice Liddell');
  expect(seen(sample, '/auth')).toHaveLength(2);

  await page.reload();
  await page.getByTestId('sign-in-again').click();
  await login(page);
  await expect(page.getByTestId('user-name')).toHaveText('Alice Liddell');
  expect(seen(sample, '/auth')).toHaveLength(4);
  expect(seen(sample, '/oauth/authorize').map(({ query }) => query.prompt)).toContain('login');
});

test('a user who cancels is told what ReachFive says, and may begin again', async ({ page, sample }) => {
  await page.goto(sample.url);
  await page.getByTestId('sign-in').click();
  await page.getByTestId('deny').click();
  await expect(page.getByTestId('error-code')).toHaveText('authorization_error');
  await expect(page.getByTestId('error-hint')).not.toBeEmpty();
  const facts = page.getByTestId('error-facts');
  for (const text of ['access_denied', 'The user denied the request', 'error.accessDenied', 'error id']) {
    await expect(facts).toContainText(text);
  }
  expect(page.url()).toBe(`${sample.url}/`);
  await page.getByTestId('sign-in').click();
  await login(page);
  await expect(page.getByTestId('user-name')).toHaveText('Alice Liddell');
  await expect(page.getByTestId('problem')).toBeHidden();
});

test('signing out without revocation ends the session at the tenant alone', async ({ page, sample }) => {
  await signIn(page, sample);
  await page.getByTestId('sign-out').click();
  await expect(page.getByTestId('note')).toHaveText('You are signed out, here and at the tenant.');
  expect(page.url()).toBe(`${sample.url}/`);
  expect(seen(sample, '/identity/v1/logout')).toHaveLength(1);
  expect(seen(sample, '/oauth/revoke')).toEqual([]);
});

test('a session that has ended at the tenant is an error, and the sign-in button is back', async ({ page, sample }) => {
  await signIn(page, sample);
  const [{ body }] = seen(sample, '/oauth/token');
  // A second use of the code ends all that came of the first.
  await fetch(`${sample.server.url}/oauth/token`, { method: 'POST', body: new URLSearchParams(body) });
  await page.getByTestId('refresh').click();
  await expect(page.getByTestId('error-code')).toHaveText('session_expired');
  await expect(page.getByTestId('error-facts')).toContainText('error.invalidRefreshToken');
  await expect(page.getByTestId('sign-in')).toBeVisible();
  await expect(page.getByTestId('user-name')).toBeHidden();
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 320, height: 640 } });

  test('nothing is wider than the page, signed out or in', async ({ page, sample }) => {
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await page.goto(sample.url);
    await expect(page.getByTestId('sign-in')).toBeVisible();
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.getByTestId('sign-in').click();
    await login(page);
    await page.getByTestId('call-userinfo').click();
    await expect(page.getByTestId('answer')).toContainText('alice');
    expect(await overflow()).toBeLessThanOrEqual(0);
  });
});

test.describe('with JSON', () => {
  test.use({ options: { alg: 'RS256', tokenRequestFormat: 'json' } });

  test('token requests have the form that the command line asked for', async ({ page, sample }) => {
    await signIn(page, sample);
    const [{ headers }] = seen(sample, '/oauth/token').filter(({ method }) => method === 'POST');
    expect(headers['content-type']).toMatch(/^application\/json/);
    await expect(page.getByTestId('signature')).toHaveText('verified');
  });
});
