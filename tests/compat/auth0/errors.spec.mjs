// What goes wrong is an error of the original's classes and names, made of Proofkey's own.
import { isReady, signInAs } from '../../support/fixtures.mjs';
import { authorizationRequests } from '../../support/frames.mjs';
import { failure } from '../switched.mjs';
import { comeBack, expect, leave, open, signIn, test } from './fixtures.mjs';
import { organization } from './server.mjs';

const refreshing = { useRefreshTokens: true, cacheLocation: 'localstorage' };
const isSignedIn = (page) => page.evaluate(() => auth0.isAuthenticated());

/** Opens a popup in a click, and gives what its sign-in ends with. */
async function inPopup(page, config, act) {
  await page.evaluate((config) => {
    const button = document.body.appendChild(document.createElement('button'));
    button.onclick = () => {
      window.ended = auth0.loginWithPopup({}, config);
      window.ended.catch(() => {});
    };
  }, config);
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.locator('button').click()]);
  await act(popup);
  return failure(page, () => window.ended);
}

test('nobody is signed in: login_required, from the server and with its words', async ({ page, world }) => {
  await open(page, world);
  const error = await failure(page, () => auth0.getTokenSilently());
  expect(error).toMatchObject({
    error: 'login_required',
    classes: ['GenericError'],
    cause: { code: 'login_required' },
  });
  expect(error.error_description).toBe(error.message);
});

test.describe('a tenant of another site, whose cookies no frame gets', () => {
  test.use({ server: { host: '127.0.0.1' } });

  test('is login_required at once, and whoever is signed in here stays so', async ({ page, world }) => {
    await open(page, world);
    const asked = authorizationRequests(page);
    const silent = { error: 'login_required', cause: { code: 'silent_unavailable' } };
    expect(await failure(page, () => auth0.getTokenSilently())).toMatchObject(silent);
    expect(asked).toEqual([]);
    await signIn(page);
    expect(await failure(page, () => auth0.getTokenSilently({ cacheMode: 'off' }))).toMatchObject(silent);
    expect(await isSignedIn(page)).toBe(true);
  });
});

test('a session that the server ended is ended here, too', async ({ page, world }) => {
  await open(page, world);
  await signIn(page);
  await page.context().clearCookies({ domain: 'localhost', name: /^_session/ });
  const error = await failure(page, () => auth0.getTokenSilently({ cacheMode: 'off' }));
  expect(error).toMatchObject({ error: 'login_required', cause: { code: 'login_required' } });
  expect(await isSignedIn(page)).toBe(false);
});

test('a server that does not answer in the frame is a TimeoutError', async ({ page, world }) => {
  await open(page, world);
  await page.route(/\/authorize\?/, () => {});
  const error = await failure(page, () => auth0.getTokenSilently({ timeoutInSeconds: 1 }));
  expect(error).toMatchObject({
    error: 'timeout',
    classes: ['GenericError', 'TimeoutError'],
    cause: { code: 'timeout' },
  });
});

test('no refresh token is a MissingRefreshTokenError that says of what', async ({ page, world }) => {
  await open(page, world, refreshing);
  const error = await failure(page, () => auth0.getTokenSilently());
  expect(error).toMatchObject({
    error: 'missing_refresh_token',
    audience: world.audience,
    classes: ['GenericError', 'MissingRefreshTokenError'],
  });
});

test.describe('where refresh tokens live for a second', () => {
  test.use({ server: { refreshTokenSeconds: 1 } });

  test('one that is refused is invalid_grant', async ({ page, world }) => {
    await open(page, world, refreshing);
    await signIn(page);
    await page.waitForTimeout(2000);
    const error = await failure(page, () => auth0.getTokenSilently({ cacheMode: 'off' }));
    expect(error).toMatchObject({ error: 'invalid_grant', cause: { code: 'session_expired' } });
  });

  test('with the fallback, the frame takes over', async ({ page, world }) => {
    await open(page, world, { ...refreshing, useRefreshTokensFallback: true });
    await signIn(page);
    await page.waitForTimeout(2000);
    // Whom the server would have to ask, it does not sign in in a frame; this one has consented.
    const error = await page.evaluate(() =>
      auth0.getTokenSilently({ cacheMode: 'off' }).then(
        () => 'none',
        (e) => e.error,
      ),
    );
    expect(error).toBe('none');
  });
});

test('a scope that a refresh token cannot get is a MissingScopesError', async ({ page, world }) => {
  await open(page, world, refreshing);
  await signIn(page);
  const error = await failure(page, () => auth0.getTokenSilently({ authorizationParams: { scope: 'api:read' } }));
  expect(error).toMatchObject({ error: 'missing_scopes', scope: 'api:read', cause: { code: 'insufficient_scope' } });
});

test('a second factor that a refresh wants is an MfaRequiredError', async ({ page, world }) => {
  await open(page, world, refreshing);
  await signIn(page);
  const json = { error: 'mfa_required', error_description: 'Multifactor authentication required', mfa_token: 'secret' };
  await page.route(/\/oauth\/token$/, (route) =>
    route.fulfill({ status: 403, json, headers: { 'access-control-allow-origin': world.app } }),
  );
  const error = await failure(page, () => auth0.getTokenSilently({ cacheMode: 'off' }));
  expect(error).toMatchObject({ error: 'mfa_required', classes: ['GenericError', 'MfaRequiredError'] });
  expect(JSON.stringify(error)).not.toContain('secret');
  expect(await isSignedIn(page)).toBe(true);
});

test('a user who says no is an AuthenticationError with state and appState', async ({ page, world }) => {
  await open(page, world);
  const { state } = await leave(page, { appState: { target: '/cart' } });
  await page.locator('[data-testid=deny]').click();
  await page.waitForURL(/\/bare\.html\?/);
  await isReady(page);
  expect(await failure(page, () => auth0.handleRedirectCallback())).toMatchObject({
    error: 'access_denied',
    error_description: 'The user said no',
    state,
    appState: { target: '/cart' },
    classes: ['AuthenticationError', 'GenericError'],
    cause: { code: 'authorization_error', phase: 'callback' },
  });
});

test('a callback that this tab did not ask for is missing_transaction', async ({ page, world }) => {
  await open(page, world);
  const error = await failure(page, () => auth0.handleRedirectCallback('/bare.html?code=c&state=unknown'));
  expect(error).toMatchObject({ error: 'missing_transaction', cause: { code: 'state_not_found' } });
});

test('an error that the original has no name for has the code of Proofkey', async ({ page, world }) => {
  await open(page, world);
  const error = await failure(page, () => auth0.handleRedirectCallback('/bare.html'));
  expect(error).toMatchObject({
    error: 'not_a_callback',
    classes: ['GenericError'],
    cause: { code: 'not_a_callback' },
  });
});

test('what openUrl throws is the app’s own, and stays it', async ({ page, world }) => {
  await open(page, world);
  const message = await page.evaluate(() => {
    const openUrl = async () => {
      throw new RangeError('no browser');
    };
    return auth0.loginWithRedirect({ openUrl }).catch((error) => [error instanceof RangeError, error.message]);
  });
  expect(message).toEqual([true, 'no browser']);
});

test('a popup that is closed is a PopupCancelledError with its window', async ({ page, world }) => {
  await open(page, world);
  const error = await inPopup(page, {}, async (popup) => {
    await popup.locator('input[name=login]').waitFor();
    await popup.close();
  });
  expect(error).toMatchObject({
    error: 'cancelled',
    classes: ['GenericError', 'PopupCancelledError'],
    isPopupClosed: true,
  });
});

test('a popup in which nothing happens is a PopupTimeoutError with its window', async ({ page, world }) => {
  await open(page, world);
  const error = await inPopup(page, { timeoutInSeconds: 1 }, () => {});
  expect(error).toMatchObject({
    error: 'timeout',
    classes: ['GenericError', 'PopupTimeoutError', 'TimeoutError'],
    isPopupClosed: true,
  });
});

test('a popup that the browser refuses is a PopupOpenError', async ({ page, world }) => {
  await page.route(/\/bare\.html$/, async (route) => {
    const response = await route.fetch();
    const headers = { 'content-security-policy': 'sandbox allow-scripts allow-same-origin' };
    await route.fulfill({ response, headers: { ...response.headers(), ...headers } });
  });
  await open(page, world);
  const error = await failure(page, () => auth0.loginWithPopup());
  expect(error).toMatchObject({ error: 'popup_open', classes: ['GenericError', 'PopupOpenError'] });
});

for (const [what, wanted] of [
  ['by its id', organization.org_id],
  ['by its name, in any case', 'WonderLand'],
]) {
  test(`a member of the organization that was asked for ${what} is signed in`, async ({ page, world }) => {
    await open(page, world);
    const parameters = await leave(page, { authorizationParams: { organization: wanted } });
    expect(parameters.organization).toBe(wanted);
    await comeBack(page);
    await page.evaluate(() => auth0.handleRedirectCallback());
    expect(await isSignedIn(page)).toBe(true);
  });
}

for (const wanted of ['org_wonderland1', 'looking-glass']) {
  test(`whoever is no member of ${wanted} is not signed in, and nothing is kept`, async ({ page, world }) => {
    await open(page, world, { cacheLocation: 'localstorage', authorizationParams: { organization: wanted } });
    await leave(page);
    await signInAs(page);
    await page.waitForURL(/\/bare\.html\?/);
    await isReady(page);
    const error = await failure(page, () => auth0.handleRedirectCallback());
    expect(error).toMatchObject({ error: 'id_token_claim_invalid', cause: { code: 'id_token_claim_invalid' } });
    expect(await isSignedIn(page)).toBe(false);
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => /session$/.test(key)))).toEqual([]);
    expect(await page.evaluate(() => document.cookie)).not.toContain('is.authenticated');
  });
}
