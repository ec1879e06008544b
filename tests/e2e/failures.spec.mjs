// Every way in which the facade itself refuses, by its exact code.
import { createServer } from 'node:http';
import {
  errorOf,
  expect,
  framedAt,
  isReady,
  leave,
  reachCallback,
  signIn,
  signInAs,
  test,
  tokenRequests,
} from '../support/fixtures.mjs';

/** Another server than the real one: it answers every request with this. */
async function answering(answer, use) {
  const server = createServer((request, response) => {
    const {
      status = 200,
      type = 'application/json',
      body = '',
    } = answer(`http://localhost:${server.address().port}`, request);
    response.writeHead(status, { 'content-type': type, 'access-control-allow-origin': '*' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise((listening) => server.listen(0, 'localhost', listening));
  try {
    return await use(`http://localhost:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
}

/** Begins a login at that issuer, and gives the error. */
function loginAt(page, issuer) {
  return errorOf(
    page,
    async (issuer) => {
      const client = createClient({ ...options, issuer });
      await client.loginWithRedirect({ openUrl() {} });
    },
    issuer,
  );
}

const metadata = (issuer) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
});

for (const [claim, code, answer] of [
  ['an HTML page', 'response_not_json', () => ({ type: 'text/html', body: '<p>login</p>' })],
  ['a status 500', 'http_status', () => ({ status: 500, body: '' })],
  ['broken JSON', 'json_invalid', () => ({ body: '{"issuer":' })],
  ['JSON with a member twice', 'json_invalid', () => ({ body: '{"issuer":"a","issuer":"b"}' })],
  ['too many bytes', 'response_too_large', () => ({ body: `"${'x'.repeat(1 << 20)}"` })],
  ['another issuer', 'metadata_issuer_mismatch', (url) => ({ body: metadata(`${url}/`) })],
  ['no token endpoint', 'metadata_invalid', (url) => ({ body: { ...metadata(url), token_endpoint: undefined } })],
  [
    'an endpoint with a fragment',
    'metadata_invalid',
    (url) => ({ body: { ...metadata(url), jwks_uri: `${url}/jwks#x` } }),
  ],
  [
    'plain alone',
    'pkce_unsupported',
    (url) => ({ body: { ...metadata(url), code_challenge_methods_supported: ['plain'] } }),
  ],
]) {
  test(`discovery that answers with ${claim} ends in ${code}`, async ({ app }) => {
    await answering(answer, async (issuer) => {
      const error = await loginAt(app, issuer);
      expect(error).toMatchObject({ code, phase: 'login', isTyped: true });
      expect(error.retryable).toBe(claim === 'a status 500');
    });
    expect(await app.evaluate(() => Object.keys(sessionStorage))).toEqual([]);
  });
}

test('a server that nobody can reach ends in network_error', async ({ app }) => {
  const gone = await answering(
    () => ({}),
    (url) => url,
  );
  expect(await loginAt(app, gone)).toMatchObject({ code: 'network_error', retryable: true });
});

test('a server that does not answer ends in timeout', async ({ app }) => {
  const silent = createServer(() => {});
  await new Promise((listening) => silent.listen(0, 'localhost', listening));
  const error = await errorOf(
    app,
    (issuer) => createClient({ ...options, issuer, timeoutSeconds: 1 }).ready(),
    `http://localhost:${silent.address().port}`,
  );
  silent.closeAllConnections();
  silent.close();
  expect(error).toMatchObject({ code: 'timeout', phase: 'start', retryable: true });
});

test('sessionStorage that is denied stops the login before the page is left', async ({ page, site }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await page.goto(site.app);
  await isReady(page);
  const error = await errorOf(page, () => auth.loginWithRedirect());
  expect(error).toMatchObject({ code: 'storage_unavailable', phase: 'login', isTyped: true });
  expect(page.url()).toBe(`${site.app}/`);
});

test('a browser that denies channels between pages signs in all the same', async ({ page, site }) => {
  await page.addInitScript(() => {
    window.BroadcastChannel = class {
      constructor() {
        throw new DOMException('denied', 'SecurityError');
      }
    };
  });
  await page.goto(site.app);
  await isReady(page);
  await signIn(page);
  expect(await page.evaluate(() => auth.isAuthenticated)).toBe(true);
});

test('sessionStorage that is full stops the login before the page is left', async ({ app }) => {
  await app.evaluate(() => {
    for (let size = 1 << 22; size >= 1; size >>= 1) {
      for (let key = 0; ; key++) {
        try {
          sessionStorage.setItem(`full-${size}-${key}`, 'x'.repeat(size));
        } catch {
          break;
        }
      }
    }
  });
  expect(await errorOf(app, () => auth.loginWithRedirect())).toMatchObject({ code: 'storage_unavailable' });
});

test('a page without WebCrypto is refused before it is left', async ({ page, site }) => {
  await page.addInitScript(() => {
    Object.defineProperty(crypto, 'subtle', { value: undefined });
  });
  await page.goto(site.app);
  await isReady(page);
  expect(await errorOf(page, () => auth.loginWithRedirect())).toMatchObject({
    code: 'insecure_origin',
    phase: 'login',
  });
});

test('random numbers that are all zeros are refused', async ({ page, site }) => {
  await page.addInitScript(() => {
    crypto.getRandomValues = (array) => array;
  });
  await page.goto(site.app);
  await isReady(page);
  expect(await errorOf(page, () => auth.loginWithRedirect())).toMatchObject({ code: 'entropy_unavailable' });
});

test('random numbers that cannot be had are not replaced by others', async ({ page, site }) => {
  await page.addInitScript(() => {
    crypto.getRandomValues = () => {
      throw new DOMException('no entropy', 'OperationError');
    };
  });
  await page.goto(site.app);
  await isReady(page);
  expect(await errorOf(page, () => auth.loginWithRedirect())).toMatchObject({ code: 'entropy_unavailable' });
});

for (const [claim, spoil] of [
  ['nothing', 'async () => undefined'],
  ['no Response', 'async () => ({ status: 200 })'],
  [
    'a Response that was read',
    'async (...request) => { const answer = await fetch(...request); await answer.text(); return answer; }',
  ],
  ['an exception', '() => { throw new RangeError("no") }'],
]) {
  test(`a fetch of the app that gives ${claim} ends in network_error`, async ({ app }) => {
    const call = `() => createClient({ ...options, fetch: ${spoil} }).ready()`;
    expect(await errorOf(app, call)).toMatchObject({ code: 'network_error', phase: 'start' });
  });
}

test('a core that could not be loaded is loaded by the next call, and the callback is not lost', async ({
  page,
  site,
}) => {
  const requests = tokenRequests(page);
  await page.goto(site.app);
  await isReady(page);
  await leave(page);
  await page.route(/\/(wasm|javascript)-/, (route) => route.abort());
  await signInAs(page);
  await page.waitForURL(/\/callback\?/);
  await isReady(page);
  const error = await errorOf(page, () => auth.handleRedirectCallback());
  expect(error).toMatchObject({ code: 'core_load_failed', retryable: true });
  expect(new URL(page.url()).search).toBe('');
  expect(requests).toHaveLength(0);

  await page.unroute(/\/(wasm|javascript)-/);
  await page.evaluate(() => auth.handleRedirectCallback());
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
  expect(requests).toHaveLength(1);
});

// A trap needs a build of its own (trap.spec.mjs); this is what the packed core can be shown to survive.
test('an exception of the browser in the middle of the core ends every call, and the next one works', async ({
  app,
}) => {
  await signIn(app);
  const outcome = await app.evaluate(async () => {
    const code = (promise) => promise.then(() => 'fulfilled').catch((error) => error.code);
    const token = await auth.getAccessToken();
    const { now } = Date;
    // Where no browser that is sane has one.
    Date.now = () => {
      throw new RangeError('broken on purpose');
    };
    const codes = await Promise.all([code(auth.getAccessToken()), code(auth.loginWithRedirect({ openUrl() {} }))]);
    Date.now = now;
    return [codes, (await auth.getAccessToken()) === token, auth.isAuthenticated];
  });
  expect(outcome).toEqual([['internal_error', 'internal_error'], true, true]);
});

test('a callback in a frame is refused: nothing is sent, and the sign-in is still there for the page itself', async ({
  app,
}) => {
  const requests = tokenRequests(app);
  await reachCallback(app);
  const url = app.url();
  // Another site, which a user was lured to in the same tab.
  const frame = await framedAt('127.0.0.1', app, url);
  await isReady(frame);
  const error = await errorOf(frame, () => auth.handleRedirectCallback());
  expect(error).toMatchObject({ code: 'callback_in_frame', phase: 'callback', retryable: false, isTyped: true });
  expect(await frame.evaluate(() => location.href)).toBe(url);
  expect(requests).toHaveLength(0);

  await app.goto(url);
  await isReady(app);
  await app.evaluate(() => auth.handleRedirectCallback());
  expect(await app.evaluate(() => auth.isAuthenticated)).toBe(true);
});

test('an appState that JSON cannot hold is a config_error', async ({ app }) => {
  const [code, option] = await app.evaluate(async () => {
    const appState = {};
    appState.itself = appState;
    const error = await auth.loginWithRedirect({ appState }).catch((error) => error);
    return [error.code, error.option];
  });
  expect([code, option]).toEqual(['config_error', 'appState']);
});

for (const returnTo of ['https://evil.example/', '//evil.example/x', 'javascript:alert(1)', '\\\\evil.example']) {
  test(`returnTo ${returnTo} is refused`, async ({ app }) => {
    const error = await errorOf(app, (returnTo) => auth.loginWithRedirect({ returnTo }), returnTo);
    expect(error).toMatchObject({ code: 'config_error', phase: 'login' });
  });
}

for (const [claim, login] of [
  ['an unknown option', { pkce: false }],
  ['a parameter of the protocol', { authorizationParams: { code_challenge_method: 'plain' } }],
  ['prompt none beside another', { prompt: 'none login' }],
  ['a scope without openid', { scope: 'profile' }],
  ['a maxAge that is no number', { maxAge: '0' }],
]) {
  test(`a login with ${claim} is a config_error`, async ({ app }) => {
    const error = await errorOf(app, (login) => auth.loginWithRedirect({ ...login, openUrl() {} }), login);
    expect(error).toMatchObject({ code: 'config_error', phase: 'login', retryable: false });
  });
}

for (const [claim, changes] of [
  ['a client secret', { clientSecret: 'x' }],
  ['an http issuer that is not local', { issuer: 'http://op.example' }],
  ['an algorithm without a key', { idTokenSignedResponseAlg: 'none' }],
  ['a tolerance of an hour', { clockToleranceSeconds: 3600 }],
  ['a time limit that is no number', { timeoutSeconds: 'soon' }],
]) {
  test(`a client with ${claim} is a config_error`, async ({ app }) => {
    const error = await errorOf(app, (changes) => createClient({ ...options, ...changes }).ready(), changes);
    expect(error).toMatchObject({ code: 'config_error', phase: 'start' });
  });
}

test('a client without its client id is refused at once', async ({ app }) => {
  const error = await errorOf(app, () => createClient({ ...options, clientId: '' }));
  expect(error).toMatchObject({ code: 'config_error', phase: 'create', isTyped: true });
});

for (const redirectUri of ['/callback', 'callback', 'http://[']) {
  test(`a client whose redirectUri is ${redirectUri} is refused at once`, async ({ app }) => {
    const error = await errorOf(app, (redirectUri) => createClient({ ...options, redirectUri }), redirectUri);
    expect(error).toMatchObject({ code: 'config_error', phase: 'create', option: 'redirectUri' });
    expect(error.hint).toContain('absolute URL');
  });
}

test('a URL that is none is no callback', async ({ app }) => {
  expect(await app.evaluate(() => auth.isRedirectCallback('http://['))).toBe(false);
  expect(await errorOf(app, () => auth.handleRedirectCallback('http://['))).toMatchObject({ code: 'not_a_callback' });
});

test('an openUrl that throws is a config_error with its cause', async ({ app }) => {
  const [code, option, cause] = await app.evaluate(async () => {
    const openUrl = () => {
      throw new RangeError('no webview');
    };
    const error = await auth.loginWithRedirect({ openUrl }).catch((error) => error);
    return [error.code, error.option, error.cause.message];
  });
  expect([code, option, cause]).toEqual(['config_error', 'openUrl', 'no webview']);
});

test('what others wrote into the stored transaction leads nowhere', async ({ app }) => {
  await reachCallback(app, { appState: 'mine' });
  const result = await app.evaluate(async () => {
    const [[key, text]] = Object.entries(sessionStorage);
    const altered = { ...JSON.parse(text), appState: '{not json', returnTo: 'https://evil.example/' };
    sessionStorage.setItem(key, JSON.stringify(altered));
    return auth.handleRedirectCallback();
  });
  expect(result).toEqual({ appState: undefined, returnTo: '/' });
});

test('a page that is no callback is told so', async ({ app }) => {
  expect(await app.evaluate(() => auth.isRedirectCallback())).toBe(false);
  expect(await errorOf(app, () => auth.handleRedirectCallback())).toMatchObject({ code: 'not_a_callback' });
  expect(await app.evaluate(() => auth.isRedirectCallback())).toBe(false);
});

test('a token before any sign-in is login_required', async ({ app }) => {
  expect(await errorOf(app, () => auth.getAccessToken())).toMatchObject({ code: 'login_required', phase: 'token' });
});

test('the fetch of the page can be replaced later without being used', async ({ app }) => {
  await app.evaluate(() => auth.ready());
  const stolen = await app.evaluate(async () => {
    const stolen = [];
    window.fetch = (...request) => {
      stolen.push(String(request[0]));
      return Promise.reject(new Error('replaced'));
    };
    await auth.loginWithRedirect({ openUrl() {} });
    return stolen;
  });
  expect(stolen).toEqual([]);
});
