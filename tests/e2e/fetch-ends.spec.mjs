// auth.fetch: what ends it early, and what is sent once only.

import { once } from 'node:events';
import { createSecureServer } from 'node:http2';
import { generate } from 'selfsigned';
import { startResourceServer } from '../../www-demo/server/resource-server.mjs';
import { holdTokenRequest } from '../complaints/fixtures-world.mjs';
import { errorOf, expect, openWith, signIn, signInAs, tokenRequests } from '../support/fixtures.mjs';
import { allow, ask, revokeAt, test } from '../support/resource.mjs';

/** Begins a call that the test can abort; its outcome is `window.outcome`. */
const begin = (page, url) =>
  page.evaluate((url) => {
    window.controller = new AbortController();
    window.outcome = auth
      .fetch(url, { signal: controller.signal, cache: 'no-store' })
      .then(({ status }) => status)
      .catch(({ code, phase, cause }) => [code, phase, cause]);
  }, url);

const abort = (page) =>
  page.evaluate(() => {
    controller.abort('the user went on');
    return outcome;
  });

const ended = ['aborted', 'fetch', 'the user went on'];

test('a signal that has fired before ends the call before anything is sent', async ({ app, api }) => {
  await signIn(app);
  const error = await errorOf(app, (url) => auth.fetch(`${url}/me`, { signal: AbortSignal.abort() }), api.url);
  expect(error).toMatchObject({ code: 'aborted', phase: 'fetch', retryable: false, isTyped: true });
  expect(api.asked).toEqual([]);
});

test('a signal ends the request that is on its way', async ({ app, api }) => {
  await signIn(app);
  api.before = () => new Promise(() => {});
  await begin(app, `${api.url}/me`);
  await expect.poll(() => api.asked.length).toBe(1);
  expect(await abort(app)).toEqual(ended);
});

test('a signal ends the wait for a refresh at once; the refresh goes on for the others', async ({ app, api }) => {
  await signIn(app);
  await revokeAt(api, app);
  const requests = tokenRequests(app);
  const { isHeld, release } = holdTokenRequest(app);
  await begin(app, `${api.url}/me`);
  await isHeld;
  const other = ask(app, `${api.url}/me`, { cache: 'no-store' });
  expect(await abort(app)).toEqual(ended);
  release();
  expect((await other).status).toBe(200);
  // The other one has waited for the new token before it sent anything.
  expect(requests).toHaveLength(1);
  expect(api.asked).toHaveLength(2);
});

test('a signal that fires while the body is read is as fetch has it', async ({ app, api }) => {
  await signIn(app);
  const name = await app.evaluate(async (url) => {
    const controller = new AbortController();
    const response = await auth.fetch(`${url}/me`, { signal: controller.signal });
    controller.abort();
    return response.text().then(
      () => 'read',
      (error) => error.name,
    );
  }, api.url);
  expect(name).toBe('AbortError');
});

test('who signs out during the refresh has nothing sent again', async ({ app, api }) => {
  await signIn(app);
  await revokeAt(api, app);
  const { isHeld, release } = holdTokenRequest(app);
  const late = ask(app, `${api.url}/me`);
  await isHeld;
  await app.evaluate(() => auth.logout({ openUrl() {} }));
  release();
  expect(await late).toBe('session_expired');
  expect(api.asked).toHaveLength(1);
});

test('what one user has asked is never sent with the token of another', async ({ page, context, site, api }) => {
  const changes = { resourceServers: [api.url], store: 'localStorage' };
  await openWith(page, site, changes);
  await signIn(page);
  await revokeAt(api, page);
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  api.before = () => released;
  const late = ask(page, `${api.url}/me`);
  await expect.poll(() => api.asked.length).toBe(1);

  // In another tab Bob signs in, at the same client.
  const other = await context.newPage();
  await openWith(other, site, changes);
  await other.evaluate(() => void auth.loginWithRedirect({ prompt: 'login' }));
  await other.waitForURL(/\/interaction\//);
  await signInAs(other, 'bob', 'builder');
  await other.waitForURL(/\/callback\?/);
  await other.waitForFunction(() => window.auth);
  await other.evaluate(() => auth.handleRedirectCallback());
  await expect.poll(() => page.evaluate(() => auth.getUser()?.sub)).toBe('bob');

  release();
  expect(await late).toBe('login_required');
  expect(api.asked).toHaveLength(1);
  expect(await ask(page, `${api.url}/me`)).toMatchObject({ status: 200, body: { sub: 'bob' } });
});

test.describe('a streamed body', () => {
  // The page's own policy knows http alone; and Chromium streams a body by HTTP/2 only, which needs TLS.
  test.use({ bypassCSP: true, ignoreHTTPSErrors: true });

  test('is sent once: body_not_replayable after the refresh, and another stream is taken', async ({ app, site }) => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], { keyType: 'ec' });
    const asked = [];
    const api = await secureApi({ key, cert }, site, asked);
    await signIn(app);
    await allow(app, api.url);
    const send = (page) =>
      page.evaluate((url) => {
        const body = new Blob(['a', 'b']).stream();
        return other.fetch(`${url}/notes`, { method: 'POST', body, duplex: 'half' }).then(
          async (response) => [response.status, (await response.json()).text],
          ({ code, retryable, phase }) => [code, retryable, phase],
        );
      }, api.url);
    expect(await send(app)).toEqual([201, 'ab']);
    const requests = tokenRequests(app);
    await revokeAt(api, app);
    expect(await send(app)).toEqual(['body_not_replayable', true, 'fetch']);
    expect([asked.length, requests.length]).toEqual([2, 1]);
    expect(await send(app)).toEqual([201, 'ab']);
    expect([asked.length, requests.length]).toEqual([3, 1]);
    await api.close();
  });
});

/** The API behind TLS and HTTP/2. */
async function secureApi(tls, { issuer, app }, asked) {
  const sessions = new Set();
  let handler;
  const server = createSecureServer(tls, (request, response) => {
    if (request.method !== 'OPTIONS') asked.push(`${request.method} ${request.url}`);
    return handler(request, response);
  });
  server.on('session', (session) => sessions.add(session));
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const listener = {
    url: `https://localhost:${server.address().port}`,
    handle: (made) => {
      handler = made;
    },
    async close() {
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return startResourceServer({ issuer, origins: [app], listener });
}
