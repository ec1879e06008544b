// Answers that are errors: a user who says no, and a tenant that may not ask.
import { errorOf } from '../support/fixtures.mjs';
import { asked, expect, finish, leave, open, signIn, test } from './app.mjs';
import { arrive, begin, login, signInSilently } from './person.mjs';

/** The error of the callback page that the browser is on its way to. */
async function refusal(page) {
  await arrive(page);
  return errorOf(page, () => auth.handleRedirectCallback());
}

test('a denied consent is access_denied in ReachFive’s words, gives appState back, and the next sign-in works', async ({
  page,
  tenant,
}) => {
  await open(page, tenant, { clientId: 'third-party' });
  await leave(page, { appState: { cart: 3 }, returnTo: '/basket?step=2' });
  await login(page);
  await page.getByTestId('deny').click();
  const error = await refusal(page);
  expect(error).toMatchObject({
    code: 'authorization_error',
    phase: 'callback',
    error: 'access_denied',
    errorDescription: 'The user denied the request',
    errorUserMsg: 'The user denied the request',
    errorMessageKey: 'error.accessDenied',
    errorId: expect.stringMatching(/^[0-9a-f]{10}$/),
    appState: { cart: 3 },
    returnTo: '/basket?step=2',
    retryable: false,
    isTyped: true,
  });
  expect(asked(tenant.server, '/oauth/token')).toEqual([]);
  expect(await page.evaluate(() => auth.isAuthenticated)).toBe(false);
  // All that the tenant added has left the address bar.
  expect(page.url()).toBe(`${tenant.app}/callback`);

  // The tenant still knows the user, so it begins with the consent page.
  await begin(page);
  await page.locator('button[name=consent]').click();
  await arrive(page);
  await page.evaluate(() => auth.handleRedirectCallback());
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
});

for (const [what, clientId, options] of [
  ['prompt=none', 'spa-rs256', { prompt: 'none' }],
  ['a missing prompt, at a client without a Login URL,', 'spa-no-login-url', {}],
]) {
  test(`${what} is login_required for who is signed out, and the hint says what to set`, async ({ page, tenant }) => {
    await open(page, tenant, { clientId });
    await begin(page, { ...options, appState: 'kept' });
    const error = await refusal(page);
    expect(error).toMatchObject({
      code: 'authorization_error',
      phase: 'callback',
      error: 'login_required',
      errorMessageKey: 'error.authorization',
      errorId: expect.stringMatching(/^[0-9a-f]{10}$/),
      appState: 'kept',
      isTyped: true,
    });
    expect(error.hint).toContain('Login URL');
    expect(error.hint).toContain('prompt');
    const [request] = asked(tenant.server, '/oauth/authorize');
    expect(request.query.prompt).toBe(options.prompt);
    expect(asked(tenant.server, '/oauth/token')).toEqual([]);
  });
}

test('prompt=login asks for the password without a Login URL, and then a missing prompt needs no page', async ({
  page,
  tenant,
}) => {
  await open(page, tenant, { clientId: 'spa-no-login-url' });
  await signIn(page, { prompt: 'login' });
  await signInSilently(page);
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
  // The second sign-in passed no login page.
  expect(asked(tenant.server, '/auth')).toHaveLength(2);
});

test('prompt=login asks again although the tenant knows the user', async ({ page, tenant }) => {
  await open(page, tenant);
  await signIn(page);
  const url = await leave(page, { prompt: 'login' });
  expect(url.searchParams.get('prompt')).toBe('login');
  await finish(page);
  expect(asked(tenant.server, '/auth').map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'POST']);
});
