// What an app may ask for, and what it is told it may not: nothing is passed over in silence.
import { authorizationRequests } from '../../support/frames.mjs';
import { failure } from '../switched.mjs';
import { expect, leave, open, signIn, test } from './fixtures.mjs';

const create = (options) => new sdk.Auth0Client({ ...window.options, ...options });
const refusedBy = (page, options) => failure(page, create, options);

for (const [option, value, fix] of [
  ['createAnonymousSessionOnFailedSilentAuth', true, /no anonymous sessions/],
  ['interactiveErrorHandler', 'popup', /MfaRequiredError/],
  ['refreshTokenMode', 'online', /offline/],
  ['sessionTransferTokenQueryParamName', 'stt', /authorizationParams\.session_transfer_token/],
  ['useCookiesForTransactions', true, /tab that began it/],
  ['useDpop', true, /Bearer/],
  ['useFormData', false, /forms/],
  ['useMrrt', true, /one audience/],
  ['nowProvider', 1, /leeway/],
  ['anOptionOfTheFuture', true, /no such option/],
  ['leeway', 301, /300 seconds/],
  ['cacheLocation', 'cookie', /memory or localstorage/],
  ['domain', 'acme.eu.auth0.com/path', /without a path/],
  ['domain', null, /tenant\.example\.com/],
]) {
  test(`the option ${option}: ${value} is a config_error that says what to do`, async ({ page, world }) => {
    await open(page, world);
    const error = await refusedBy(page, { [option]: value });
    expect(error).toMatchObject({
      error: 'config_error',
      classes: ['GenericError', 'InvalidConfigurationError'],
      cause: { code: 'config_error', phase: 'create', option },
    });
    expect(error.message).toContain(option);
    expect(error.suggestion).toMatch(fix);
  });
}

test('a scope for each audience is a config_error', async ({ page, world }) => {
  await open(page, world);
  const error = await refusedBy(page, { authorizationParams: { scope: { default: 'openid' } } });
  expect(error).toMatchObject({ error: 'config_error', cause: { option: 'authorizationParams.scope' } });
});

test('what has no effect, and what asks for nothing, is taken', async ({ page, world }) => {
  await open(page, world);
  const configuration = await page.evaluate(() => {
    const client = new sdk.Auth0Client({
      ...options,
      auth0Client: { name: 'an-app', version: '1.0.0' },
      legacySameSiteCookie: false,
      workerUrl: '/worker.js',
      enterpriseConnect: true,
      refreshTokenMode: 'offline',
      useCookiesForTransactions: false,
      useDpop: false,
      useFormData: true,
      useMrrt: false,
      createAnonymousSessionOnFailedSilentAuth: false,
      nowProvider: undefined,
    });
    return client.getConfiguration();
  });
  expect(configuration).toEqual({ domain: world.domain, clientId: world.clientId });
});

test('a sign-in asks for what client and call say together', async ({ page, world }) => {
  await open(page, world, {
    useRefreshTokens: true,
    authorizationParams: { connection: 'google-oauth2', screen_hint: 'signup', max_age: '600', prompt: 'login' },
  });
  const parameters = await leave(page, {
    authorizationParams: { scope: 'api:read', screen_hint: 'login', display: undefined, ext: 3 },
    fragment: 'dark',
  });
  expect(parameters).toMatchObject({
    response_type: 'code',
    client_id: world.clientId,
    redirect_uri: `${world.app}/bare.html`,
    audience: world.audience,
    scope: 'openid profile email offline_access api:read',
    code_challenge_method: 'S256',
    connection: 'google-oauth2',
    screen_hint: 'login',
    max_age: '600',
    prompt: 'login',
    ext: '3',
  });
  expect(parameters).not.toHaveProperty('display');
  expect(parameters).not.toHaveProperty('auth0Client');
});

test('a fragment is put behind the URL that openUrl is given', async ({ page, world }) => {
  await open(page, world);
  const url = await page.evaluate(async () => {
    let opened;
    const openUrl = (url) => {
      opened = url;
    };
    await auth0.loginWithRedirect({ fragment: 'dark', openUrl });
    return opened;
  });
  expect(new URL(url).hash).toBe('#dark');
  expect(page.url()).toBe(`${world.app}/bare.html`);
});

test('without a callback URL of its own the app comes back to its origin', async ({ page, world }) => {
  await open(page, world, { authorizationParams: { redirect_uri: undefined } });
  await page.evaluate(() => {
    const { redirect_uri: _, ...authorizationParams } = options.authorizationParams;
    window.auth0 = new sdk.Auth0Client({ ...options, authorizationParams });
  });
  // As apps give it to each call.
  const parameters = await leave(page, { authorizationParams: { redirect_uri: world.app } });
  expect(parameters.redirect_uri).toBe(world.app);
});

for (const [name, value] of [
  ['audience', 'https://other.example'],
  ['redirect_uri', 'https://app.example/other'],
]) {
  for (const call of ['loginWithRedirect', 'loginWithPopup', 'getTokenSilently', 'getTokenWithPopup']) {
    test(`another ${name} than the client’s, in ${call}, is a config_error`, async ({ page, world }) => {
      await open(page, world);
      const asked = authorizationRequests(page);
      const error = await failure(
        page,
        ([call, name, value]) => auth0[call]({ authorizationParams: { [name]: value } }),
        [call, name, value],
      );
      expect(error).toMatchObject({ error: 'config_error', cause: { option: `authorizationParams.${name}` } });
      expect(error.suggestion).toContain('in the options of the client');
      expect(asked).toEqual([]);
    });
  }
}

test('a parameter of the protocol that an app may not set is a config_error that names it', async ({ page, world }) => {
  await open(page, world);
  const error = await failure(page, () => auth0.loginWithRedirect({ authorizationParams: { state: 'own' } }));
  expect(error).toMatchObject({ error: 'config_error', cause: { option: 'authorizationParams' } });
  expect(error.message).toContain('state');
});

test('a popup that is to stay open is a config_error', async ({ page, world }) => {
  await open(page, world);
  const error = await failure(page, () => auth0.loginWithPopup({}, { closePopup: false }));
  expect(error).toMatchObject({ error: 'config_error', cause: { option: 'closePopup' } });
});

test('a parameter that a refresh cannot carry is a config_error', async ({ page, world }) => {
  await open(page, world, { useRefreshTokens: true });
  await signIn(page);
  const error = await failure(page, () => auth0.getTokenSilently({ authorizationParams: { connection: 'other' } }));
  expect(error).toMatchObject({ error: 'config_error', cause: { option: 'authorizationParams.connection' } });
});

test('an issuer of its own is what tokens must name, while the domain is asked', async ({ page, world }) => {
  await open(page, world, { issuer: 'https://tenant.example' });
  const asked = [];
  page.on('request', (request) => asked.push(request.url()));
  const { redirect_uri } = await leave(page);
  expect(redirect_uri).toBe(`${world.app}/bare.html`);
  expect(asked.filter((url) => url.includes('tenant.example') || url.includes('.well-known'))).toEqual([]);
});
