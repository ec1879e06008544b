// What Proofkey does not do is refused by name, with what to do instead: no setting, argument or method is ignored in silence.
import { failure } from '../switched.mjs';
import { expect, open, signIn, test } from './fixtures.mjs';

/** Opens the app, with the classes of the library in the page. */
async function openApp(page, world) {
  await open(page, world);
  await page.evaluate(async () => Object.assign(window, await import('oidc-client-ts')));
}

/** What the error must be. */
const refused = (name, phase) => ({
  name: 'ProofkeyError',
  isError: true,
  code: 'config_error',
  phase,
  option: name,
  message: expect.stringMatching(new RegExp(`^config_error: ${name} is refused\\. [A-Z].+\\.$`)),
});

/** Makes a manager with one more setting, in the page. */
const make = ([name, value]) => new UserManager({ ...manager.settings, [name]: value });

const settings = {
  client_secret: 'x',
  client_authentication: 'client_secret_basic',
  token_endpoint_auth_signing_alg: 'HS256',
  response_type: 'id_token token',
  query_status_response_type: 'id_token',
  disablePKCE: true,
  dpop: { store: {} },
  metadataUrl: 'https://elsewhere.example/.well-known/openid-configuration',
  metadataSeed: { token_endpoint: 'https://op.example/token' },
  resource: ['https://a.example', 'https://b.example'],
  fetchRequestCredentials: 'include',
  extraHeaders: { 'x-tenant': 'a' },
  refreshTokenAllowedScope: 'openid',
  omitScopeWhenRequesting: true,
  mergeClaimsStrategy: { array: 'merge' },
  monitorAnonymousSession: true,
  revokeTokenTypes: ['access_token'],
  iframeNotifyParentOrigin: 'https://other.example',
  iframeScriptOrigin: 'https://other.example',
};

test('each setting that Proofkey cannot or will not follow', async ({ page, world }) => {
  await openApp(page, world);
  for (const [name, value] of Object.entries(settings)) {
    expect(await failure(page, make, [name, value]), name).toMatchObject(refused(name, 'create'));
  }
});

test('a stateStore other than sessionStorage; and one callback page for popups, another for frames', async ({
  page,
  world,
}) => {
  await openApp(page, world);
  for (const call of [
    () => new UserManager({ ...manager.settings, stateStore: new WebStorageStateStore({ store: localStorage }) }),
    () => new UserManager({ ...manager.settings, stateStore: new WebStorageStateStore() }),
  ]) {
    expect(await failure(page, call)).toMatchObject(refused('stateStore', 'create'));
  }
  const two = () =>
    new UserManager({ ...manager.settings, popup_redirect_uri: `${origin}/a`, silent_redirect_uri: `${origin}/b` });
  expect(await failure(page, two)).toMatchObject(refused('silent_redirect_uri', 'create'));
});

test('values that change nothing are taken, as are settings that there is nothing to do for', async ({
  page,
  world,
}) => {
  await openApp(page, world);
  const made = await page.evaluate(() => {
    const harmless = {
      response_type: 'code',
      disablePKCE: false,
      metadataUrl: `${manager.settings.authority}/.well-known/openid-configuration`,
      fetchRequestCredentials: 'same-origin',
      omitScopeWhenRequesting: false,
      mergeClaimsStrategy: { array: 'replace' },
      monitorAnonymousSession: false,
      revokeTokenTypes: ['refresh_token', 'access_token'],
      stateStore: new WebStorageStateStore({ store: sessionStorage }),
      popup_redirect_uri: `${origin}/callback`,
      silent_redirect_uri: `${origin}/callback`,
      resource: 'https://a.example',
      client_secret: undefined,
      includeIdTokenInSilentRenew: true,
      popupWindowTarget: '_blank',
      popup_post_logout_redirect_uri: `${origin}/`,
      staleStateAgeInSeconds: 60,
      stopCheckSessionOnError: false,
      iframeScriptOrigin: origin,
    };
    return new UserManager({ ...manager.settings, ...harmless }).settings.staleStateAgeInSeconds;
  });
  expect(made).toBe(60);
});

test('each argument of a sign-in and of a sign-out, before anything is sent', async ({ page, world }) => {
  await openApp(page, world);
  const requests = [];
  page.on('request', (request) => requests.push(request.url()));
  const signin = {
    nonce: 'n',
    url_state: 's',
    redirect_uri: `${world.app}/elsewhere`,
    extraTokenParams: { a: 'b' },
    resource: ['https://a.example'],
  };
  const calls = {
    signinRedirect: ['login', signin],
    signinPopup: ['login', signin],
    signinSilent: ['login', { ...signin, prompt: 'login', resource: 'https://a.example' }],
    signoutRedirect: ['logout', { id_token_hint: 'e30.e30.', extraQueryParams: { returnTo: '/' }, url_state: 's' }],
  };
  for (const [method, [phase, args]] of Object.entries(calls)) {
    for (const [name, value] of Object.entries(args)) {
      const call = ([method, args]) => manager[method](args);
      expect(await failure(page, call, [method, { [name]: value }]), `${method} ${name}`).toMatchObject(
        refused(name, phase),
      );
    }
  }
  expect(await failure(page, () => manager.signinPopupCallback(location.href, true))).toMatchObject(
    refused('keepOpen', 'callback'),
  );
  expect(await failure(page, () => manager.revokeTokens(['access_token']))).toMatchObject(
    refused('types', 'revocation'),
  );
  expect(requests).toEqual([]);
});

test('each method that is not there says what to call instead', async ({ page, world }) => {
  await openApp(page, world);
  for (const name of [
    'signinResourceOwnerCredentials',
    'signoutPopup',
    'signoutPopupCallback',
    'signoutSilent',
    'signoutSilentCallback',
    'querySessionStatus',
    'storeUser',
    'dpopProof',
    'generateDPoPJkt',
  ]) {
    expect(await failure(page, (name) => manager[name]({}), name)).toMatchObject({
      code: 'config_error',
      option: name,
      message: expect.stringMatching(new RegExp(`^config_error: ${name} is refused\\. .+\\.$`)),
    });
  }
});

test('what createClient or the core refuses is named as the setting that it was', async ({ page, world }) => {
  await openApp(page, world);
  for (const [name, option] of [
    ['authority', 'issuer'],
    ['client_id', 'clientId'],
    ['redirect_uri', 'redirectUri'],
  ]) {
    const message = expect.stringContaining(`${name} (${option}): `);
    expect(await failure(page, make, [name, ''])).toMatchObject({ code: 'config_error', option: name, message });
  }
  expect(await failure(page, () => new UserManager())).toMatchObject({ code: 'config_error', option: 'authority' });
  const use = ([name, value]) => new UserManager({ ...manager.settings, [name]: value }).signinRedirect();
  for (const [name, value, why] of [
    ['extraQueryParams', { state: 'mine' }, 'extraQueryParams (authorizationParams, state): '],
    ['signingKeys', {}, 'signingKeys (jwks): '],
    ['metadata', { issuer: world.issuer }, 'metadata (metadata, authorization_endpoint): '],
    ['max_age', -1, 'max_age (maxAge): '],
  ]) {
    const error = await failure(page, use, [name, value]);
    expect(error).toMatchObject({ code: 'config_error', option: name, cause: { code: 'config_error' } });
    expect(error.message).toContain(why);
  }
  expect(page.url()).toBe(`${world.app}/`);
});

test('no refresh token and no ID Token is in what an app is given', async ({ page, world }) => {
  await openApp(page, world);
  await signIn(page);
  const [renewed, kept, told, whole] = await page.evaluate(async () => {
    manager.events.addUserLoaded((user) => Object.assign(window, { user }));
    const renewed = await manager.signinSilent();
    const key = Object.keys(sessionStorage).find((name) => name.endsWith(':session'));
    return [{ ...renewed }, JSON.parse(sessionStorage.getItem(key)), { ...window.user }, JSON.stringify(manager)];
  });
  expect(kept).toMatchObject({ refresh_token: expect.any(String), id_token: expect.any(String) });
  expect(renewed.access_token).toBe(kept.access_token);
  expect(renewed.profile).toEqual(told.profile);
  for (const given of [JSON.stringify(renewed), JSON.stringify(told), whole]) {
    for (const secret of [kept.refresh_token, kept.id_token]) expect(given.includes(secret)).toBe(false);
  }
  // Nor is a storage that holds them, which JSON would go through.
  expect(whole.includes(kept.access_token)).toBe(false);
});
