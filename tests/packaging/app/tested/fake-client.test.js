// Whatever a test environment lacks: the fake client needs none of it.
for (const name of ['WebAssembly', 'crypto', 'TextEncoder', 'TextDecoder', 'fetch', 'DecompressionStream', 'Blob']) {
  Object.defineProperty(globalThis, name, { value: undefined, configurable: true, writable: true });
}

const load = () => import('proofkey/testing');

test('the state is what was said, and listeners hear of each change once, with why', async () => {
  const { createFakeClient } = await load();
  const auth = createFakeClient();
  const heard = [];
  const end = auth.subscribe(({ user }, { reason, remote }) => heard.push([user?.name, reason, remote]));
  const signedOut = auth.getSnapshot();
  auth.set({ user: undefined });
  expect(auth.getSnapshot()).toBe(signedOut);
  auth.set({ user: { sub: '1', name: 'Alice' }, claims: { acr: 'gold' } });
  auth.set({ user: { sub: '1', name: 'Alice' } });
  expect(auth.getIdTokenClaims()).toMatchObject({ name: 'Alice', acr: 'gold', aud: 'fake-client' });
  expect(auth.getUser()).toEqual({ sub: '1', name: 'Alice' });
  auth.set({ user: { sub: '1', name: 'Alice B.' } });
  auth.set({ isStale: true });
  auth.set({ user: undefined }, { reason: 'session_expired', remote: true });
  end();
  auth.set({ user: { sub: '2' } });
  expect(heard).toEqual([
    ['Alice', 'signed_in', false],
    ['Alice B.', 'refreshed', false],
    ['Alice B.', 'error', false],
    [undefined, 'session_expired', true],
  ]);
});

test('calls are recorded, and answer by the state', async () => {
  const { createFakeClient } = await load();
  const auth = createFakeClient({ user: { sub: '1' }, accessToken: 'a' });
  expect(await auth.getAccessToken({ scope: 'api' })).toBe('a');
  expect(await auth.getUserInfo()).toEqual({ sub: '1' });
  expect(await auth.checkSession()).toBe(true);
  auth.set({ isStale: true });
  await expect(auth.getAccessToken()).rejects.toMatchObject({ code: 'network_error', retryable: true, phase: 'token' });
  expect(auth.calls.getAccessToken).toEqual([{ scope: 'api' }, undefined]);
  const loggedOut = auth.logout();
  expect(auth.isAuthenticated).toBe(false);
  expect(await loggedOut).toEqual({ remote: true });
  await expect(auth.getAccessToken()).rejects.toMatchObject({ code: 'login_required' });
  await expect(auth.getUserInfo()).rejects.toMatchObject({ code: 'login_required', phase: 'userinfo' });
  auth.dispose();
  await expect(auth.ready()).rejects.toMatchObject({ code: 'client_disposed', phase: 'start' });
});

test('what the app asks with fetch is answered by the test, while somebody is signed in', async () => {
  const { createFakeClient } = await load();
  const auth = createFakeClient({ user: { sub: '1' }, fetch: async (url, { method }) => `${method} ${url}` });
  expect(await auth.fetch('https://api.example/me', { method: 'PUT' })).toBe('PUT https://api.example/me');
  expect(auth.calls.fetch).toEqual(['https://api.example/me']);
  auth.failNext('fetch', 'step_up_required', { acrValues: 'phr' });
  await expect(auth.fetch('/')).rejects.toMatchObject({ code: 'step_up_required', acrValues: 'phr', phase: 'fetch' });
  auth.set({ user: undefined });
  await expect(auth.fetch('/')).rejects.toMatchObject({ code: 'login_required', phase: 'fetch' });
});

test('the start waits, and can fail', async () => {
  const { createFakeClient, fakeError } = await load();
  const auth = createFakeClient({ isLoading: true });
  const start = auth.checkSession();
  const error = fakeError('core_load_failed', { status: 404 }, 'start');
  auth.set({ isLoading: false, error });
  await expect(start).rejects.toBe(error);
  expect(() => auth.set({ isLoading: true })).toThrow(TypeError);
  expect(() => auth.set({ error })).toThrow(TypeError);
});

test('a page that is no callback has no sign-in to end', async () => {
  const { createFakeClient } = await load();
  const auth = createFakeClient();
  expect(auth.isRedirectCallback()).toBe(false);
  await expect(auth.handleRedirectCallback()).rejects.toMatchObject({ code: 'state_not_found', phase: 'callback' });
});

test('of two failures each call takes one', async () => {
  const { createFakeClient } = await load();
  const auth = createFakeClient({ user: { sub: '1' } });
  auth.failNext('logout', 'timeout');
  auth.failNext('getAccessToken', 'session_expired', { error: 'invalid_grant' });
  auth.failNext('getAccessToken', 'network_error');
  const expired = { code: 'session_expired', error: 'invalid_grant' };
  await expect(auth.getAccessToken()).rejects.toMatchObject(expired);
  await expect(auth.getAccessToken()).rejects.toMatchObject({ code: 'network_error' });
  expect(await auth.getAccessToken()).toBe('fake-access-token');
  await expect(auth.logout()).rejects.toMatchObject({ code: 'timeout', phase: 'logout' });
  expect(auth.isAuthenticated).toBe(false);
});
