// The shapes of the server that a browser navigates to, and those it discovers. No browser is needed to see them.
import { get } from 'node:https';
import { runInNewContext } from 'node:vm';
import { expect, test } from '@playwright/test';
import { generate } from 'selfsigned';
import { CALLBACK, callback, location, ORIGIN, start, Visitor } from './visitor.mjs';

let server;
test.beforeAll(async () => {
  server = await start();
});
test.afterAll(() => server.close());

/** An error as ReachFive words it. */
const errorOf = (error, key) => ({
  error,
  error_id: expect.stringMatching(/^\w{10}$/),
  error_description: expect.any(String),
  error_user_msg: expect.any(String),
  error_message_key: key ?? expect.stringMatching(/^error\.\w+/),
});

test.describe('discovery', () => {
  const path = '/.well-known/openid-configuration';

  test('names the endpoints by ReachFive paths, and nothing that is not known', async () => {
    const document = await (await fetch(server.url + path)).json();
    expect(document).toEqual({
      issuer: server.issuer,
      authorization_endpoint: `${server.issuer}/oauth/authorize`,
      token_endpoint: `${server.issuer}/oauth/token`,
      userinfo_endpoint: `${server.issuer}/identity/v1/userinfo`,
      jwks_uri: `${server.issuer}/jwks.json`,
      response_types_supported: ['code', 'token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['HS256', 'RS256'],
    });
  });

  test('can be unreachable, missing, and back, while all else is up', async () => {
    const own = await start({ discovery: false });
    await expect(fetch(own.url + path)).rejects.toThrow('fetch failed');
    expect((await fetch(`${own.url}/jwks.json`)).status).toBe(200);
    own.setDiscovery(404);
    expect((await fetch(own.url + path)).status).toBe(404);
    own.setDiscovery(true);
    expect((await (await fetch(own.url + path)).json()).issuer).toBe(own.issuer);
    await own.close();
  });

  test('has what the option metadata adds, under the issuer that an option names', async () => {
    const metadata = { end_session_endpoint: 'https://r5.example/logout', userinfo_endpoint: undefined };
    const own = await start({ metadata, issuer: 'https://r5.example' });
    const document = await (await fetch(own.url + path)).json();
    expect(document.issuer).toBe('https://r5.example');
    expect(document.end_session_endpoint).toBe('https://r5.example/logout');
    expect(document).not.toHaveProperty('userinfo_endpoint');
    await own.close();
  });

  test('jwks.json has the public half of one RSA key', async () => {
    const { keys } = await (await fetch(`${server.url}/jwks.json`)).json();
    expect(keys).toEqual([
      { kty: 'RSA', use: 'sig', alg: 'RS256', kid: expect.any(String), n: expect.any(String), e: 'AQAB' },
    ]);
  });
});

test.describe('/oauth/authorize', () => {
  test('without prompt is login_required for a signed-out user of a client that has no Login URL', async () => {
    const response = await new Visitor(server, 'spa-no-login-url').authorize();
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toMatch(`${CALLBACK}?`);
    expect(callback(response)).toEqual({ ...errorOf('login_required'), state: 'st-1' });
  });

  test('without prompt leads to the Login URL with an orchestration token, where the client has one', async () => {
    const page = location(await new Visitor(server).authorize());
    expect(page.origin + page.pathname).toBe(`${server.issuer}/auth`);
    expect(page.searchParams.get('r5_request_token')).toMatch(/^[\w-]{43}$/);
  });

  test('a Login URL elsewhere resumes the request with its orchestration token and a tkn', async () => {
    const login_url = 'https://login.example/?from=r5';
    const own = await start({ clients: [{ client_id: 'own-page', login_url }] });
    const visitor = new Visitor(own, 'own-page');
    const page = location(await visitor.authorize());
    expect(page.href).toMatch(/^https:\/\/login\.example\/\?from=r5&client_id=own-page&r5_request_token=/);
    const members = { client_id: 'own-page', email: 'alice@example.com', password: 'wonderland' };
    const { tkn } = await (await visitor.post('/identity/v1/password/login', members, { json: true })).json();
    const resumed = `/oauth/authorize?r5_request_token=${page.searchParams.get('r5_request_token')}`;
    expect(callback(await visitor.visit(`${resumed}&tkn=${tkn}`))).toEqual({ code: expect.any(String), state: 'st-1' });
    expect((await visitor.visit(resumed)).status).toBe(400);
    await own.close();
  });

  for (const [name, value] of [
    ['prompt', 'login'],
    ['provider', 'google'],
  ]) {
    const parameters = { [name]: value };
    test(`with ${name}=${value} asks the user even without a Login URL`, async () => {
      const visitor = new Visitor(server, 'spa-no-login-url');
      const page = await visitor.authorize(parameters);
      expect(location(page).pathname).toBe('/auth');
      expect(callback(await visitor.login(page))).toEqual({ code: expect.any(String), state: 'st-1' });
    });
  }

  test('with prompt=none is login_required, then a code for who is signed in', async () => {
    const visitor = new Visitor(server);
    expect(callback(await visitor.authorize({ prompt: 'none' })).error).toBe('login_required');
    await visitor.code();
    expect(callback(await visitor.authorize({ prompt: 'none' }))).toEqual({ code: expect.any(String), state: 'st-1' });
  });

  test('with prompt=login asks who is signed in again', async () => {
    const visitor = new Visitor(server);
    await visitor.code();
    const page = await visitor.authorize({ prompt: 'login' });
    expect(location(page).pathname).toBe('/auth');
    expect(callback(await visitor.authorize({ prompt: 'none' })).error).toBe('login_required');
    expect(callback(await visitor.login(page)).code).toBeTruthy();
  });

  for (const [what, parameters] of [
    ['no code_challenge', { code_challenge: undefined }],
    ['the method plain', { code_challenge_method: 'plain' }],
    ['a challenge that is no SHA-256', { code_challenge: 'short' }],
  ]) {
    test(`refuses ${what} for a client that enforces PKCE`, async () => {
      expect(callback(await new Visitor(server).authorize(parameters)).error).toBe('invalid_request');
    });
  }

  for (const [what, parameters] of [
    ['client', { client_id: 'nobody' }],
    ['redirect_uri', { redirect_uri: 'https://evil.example/' }],
    ['r5_request_token', { r5_request_token: 'made-up' }],
  ]) {
    test(`answers an unknown ${what} with a page of its own, never a redirect`, async () => {
      const response = await new Visitor(server).authorize(parameters);
      expect([response.status, response.headers.get('location')]).toEqual([400, null]);
      expect(response.headers.get('content-type')).toContain('text/html');
    });
  }

  test('adds iss to its answers only where an option says so', async () => {
    const own = await start({ issParameter: true });
    expect(callback(await new Visitor(own).authorize({ prompt: 'none' })).iss).toBe(own.issuer);
    await own.close();
  });

  test('takes what /identity/v1/password/login gives for a password, once', async () => {
    const visitor = new Visitor(server);
    const members = { client_id: 'spa-rs256', email: 'alice@example.com', password: 'wonderland' };
    const answer = await visitor.post('/identity/v1/password/login', members, { json: true });
    const { tkn } = await answer.json();
    expect(callback(await visitor.authorize({ tkn })).code).toBeTruthy();
    expect(callback(await new Visitor(server).authorize({ tkn })).error).toBe('access_denied');

    const wrong = await visitor.post('/identity/v1/password/login', { ...members, password: 'no' }, { json: true });
    expect(await wrong.json()).toEqual(errorOf('invalid_grant', 'error.invalidEmailOrPassword'));
  });
});

test.describe('pages', () => {
  test('the login page shows a form, fills in login_hint, and says when the password is wrong', async () => {
    const visitor = new Visitor(server);
    const page = await visitor.authorize({ login_hint: 'alice' });
    const html = await (await visitor.visit(location(page))).text();
    expect(html).toContain('name="login" value="alice"');
    expect(html).toContain('name="password"');
    const again = await visitor.submit('/auth', page, { login: 'alice', password: 'wrong' });
    expect([again.status, await again.text()]).toEqual([400, expect.stringContaining('Invalid email or password')]);
  });

  test('the consent page is for third-party clients, once for each scope', async () => {
    const visitor = new Visitor(server, 'third-party');
    const page = await visitor.login(await visitor.authorize({ scope: 'openid email' }));
    expect(location(page).pathname).toBe('/consent');
    const html = await (await visitor.visit(location(page))).text();
    expect(html).toContain('Alice Liddell');
    expect(html).toContain('<code>email</code>');
    expect(callback(await visitor.authorize({ scope: 'openid email', prompt: 'none' })).error).toBe('consent_required');

    const allowed = await visitor.submit('/consent', page, { consent: 'yes' });
    expect(callback(await visitor.visit(allowed.headers.get('location'))).code).toBeTruthy();
    expect(callback(await visitor.authorize({ scope: 'openid' })).code).toBeTruthy();
    expect(location(await visitor.authorize({ scope: 'openid profile' })).pathname).toBe('/consent');
  });

  test('a denied consent comes back as access_denied with the state', async () => {
    const visitor = new Visitor(server);
    await visitor.code();
    const page = await visitor.authorize({ prompt: 'consent' });
    const token = location(page).searchParams.get('r5_request_token');
    const denied = await visitor.visit(`/auth/cancel?r5_request_token=${token}`);
    expect(callback(denied)).toEqual({ ...errorOf('access_denied', 'error.accessDenied'), state: 'st-1' });
  });

  test('the web_message page posts the answer to the origin of the redirect URI, and asks nobody', async () => {
    const visitor = new Visitor(server);
    const signedOut = await visitor.authorize({ response_mode: 'web_message' });
    expect(signedOut.headers.get('content-security-policy')).toContain(`frame-ancestors ${ORIGIN}`);
    const error = { ...errorOf('login_required'), state: 'st-1' };
    expect(posted(await signedOut.text())).toEqual([{ type: 'authorization_response', response: error }, ORIGIN]);

    await visitor.code();
    const html = await (await visitor.authorize({ response_mode: 'web_message', state: '</script>' })).text();
    const response = { code: expect.any(String), state: '</script>' };
    expect(posted(html)).toEqual([{ type: 'authorization_response', response }, ORIGIN]);
  });
});

/** Runs the page's script in a window that has a parent; gives what it posted. */
function posted(html) {
  let message;
  const parent = { postMessage: (data, origin) => (message = [structuredClone(data), origin]) };
  const [, script] = /<script[^>]*>(.*)<\/script>/s.exec(html);
  runInNewContext(script, { window: { opener: null, parent } });
  return message;
}

test('serves https, with a session that a frame of another site has, too', async () => {
  const tls = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec' });
  const own = await start({ tls: { key: tls.private, cert: tls.cert } });
  const response = await new Promise((answered, failed) => {
    get(`${own.url}/identity/v1/logout`, { rejectUnauthorized: false, agent: false }, answered).on('error', failed);
  });
  response.resume();
  expect(own.issuer).toMatch(/^https:\/\/localhost:\d+$/);
  expect(response.headers['set-cookie'][0]).toMatch(/; HttpOnly; Secure; SameSite=None(;|$)/);
  await own.close();
});

test.describe('/identity/v1/logout', () => {
  test('ends the session and returns to an allowed redirect_to with the state', async () => {
    const visitor = new Visitor(server);
    await visitor.code();
    const target = encodeURIComponent(`${ORIGIN}/`);
    const response = await visitor.visit(`/identity/v1/logout?redirect_to=${target}&state=s-2`);
    expect(response.headers.get('location')).toBe(`${ORIGIN}/?state=s-2`);
    expect(callback(await visitor.authorize({ prompt: 'none' })).error).toBe('login_required');
  });

  test('goes nowhere that is not allowed, and leaves the session as it is', async () => {
    const visitor = new Visitor(server);
    await visitor.code();
    const response = await visitor.visit('/identity/v1/logout?redirect_to=https://evil.example/');
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(callback(await visitor.authorize({ prompt: 'none' })).code).toBeTruthy();
  });
});
