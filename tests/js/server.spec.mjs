// The packed package where there is no browser: importing and creating are inert.
import { expect, test } from '@playwright/test';
import { createAuth0Client, GenericError } from '../../target/npm/dist/compat/auth0.js';
import { UserManager, WebStorageStateStore } from '../../target/npm/dist/compat/oidc-client.js';
import { createClient, ProofkeyError } from '../../target/npm/dist/index.js';

const options = { issuer: 'https://op.example', clientId: 'spa', redirectUri: 'https://app.example/callback' };

test('creating a client on a server touches no network and compiles nothing', async () => {
  const { compile } = WebAssembly;
  const { fetch } = globalThis;
  const used = [];
  WebAssembly.compile = (...given) => {
    used.push('compile');
    return compile(...given);
  };
  globalThis.fetch = () => {
    used.push('fetch');
    return Promise.reject(new Error('no network'));
  };
  const client = createClient(options);
  await new Promise((later) => setImmediate(later));
  WebAssembly.compile = compile;
  globalThis.fetch = fetch;

  expect(used).toEqual([]);
  expect(client.getSnapshot()).toStrictEqual({
    isAuthenticated: false,
    isStale: false,
    user: undefined,
    claims: undefined,
    idTokenSignatureVerified: undefined,
    scope: undefined,
    expiresAt: undefined,
  });
  expect(client.isRedirectCallback()).toBe(false);
  expect(JSON.stringify(client)).toBe('{"issuer":"https://op.example","clientId":"spa"}');
});

test('what needs a browser rejects with not_in_browser', async () => {
  const client = createClient(options);
  for (const call of [
    ...['ready', 'loginWithRedirect', 'handleRedirectCallback', 'getAccessToken', 'getUserInfo'],
    ...['adoptTokens', 'checkSession', 'fetch'],
    ...['revokeTokens', 'logout', 'handleLogoutCallback', 'diagnose'],
  ]) {
    const error = await client[call]().catch((error) => error);
    expect(error, call).toBeInstanceOf(ProofkeyError);
    expect(error.code, call).toBe('not_in_browser');
  }
});

test('a client of proofkey/compat/auth0 knows nobody, and does nothing', async () => {
  const auth0 = await createAuth0Client({ domain: 'acme.example', clientId: options.clientId });
  expect(await auth0.isAuthenticated()).toBe(false);
  expect(await auth0.getUser()).toBeUndefined();
  for (const call of ['loginWithRedirect', 'handleRedirectCallback', 'loginWithPopup', 'getTokenSilently', 'logout']) {
    const error = await auth0[call]().catch((error) => error);
    expect(error, call).toBeInstanceOf(GenericError);
    expect(error.error, call).toBe('not_in_browser');
    expect(error.cause, call).toBeInstanceOf(ProofkeyError);
  }
});

test('a UserManager of proofkey/compat/oidc-client knows nobody, and does nothing', async () => {
  const manager = new UserManager({
    authority: options.issuer,
    client_id: options.clientId,
    redirect_uri: options.redirectUri,
    monitorSession: true,
    userStore: new WebStorageStateStore(),
  });
  expect(await manager.getUser()).toBeNull();
  manager.stopSilentRenew();
  for (const call of [
    ...['signinRedirect', 'signinCallback', 'signinPopup', 'signinPopupCallback', 'signinSilent'],
    ...['removeUser', 'signoutRedirect', 'signoutCallback', 'revokeTokens'],
  ]) {
    const error = await manager[call]().catch((error) => error);
    expect(error, call).toBeInstanceOf(ProofkeyError);
    expect(error.code, call).toBe('not_in_browser');
  }
});

for (const missing of ['issuer', 'clientId', 'redirectUri']) {
  test(`a client without ${missing} is a config_error that names it`, () => {
    let thrown;
    try {
      createClient({ ...options, [missing]: undefined });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ProofkeyError);
    expect([thrown.code, thrown.phase, thrown.option]).toEqual(['config_error', 'create', missing]);
  });
}
