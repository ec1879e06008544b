// auth.fetch: which URLs get the token, and which never do.
import { errorOf, expect, openWith, signIn } from '../support/fixtures.mjs';
import { allow, ask, test } from '../support/resource.mjs';

/** The codes that a client with these resource servers gives for URLs. */
async function codesFor(page, resourceServers, urls) {
  await allow(page, ...resourceServers);
  const codes = [];
  for (const url of urls) codes.push([url, await ask(page, url, {}, 'other')]);
  return Object.fromEntries(codes);
}

test('an origin is matched whole: scheme, host and port', async ({ app, api, serve }) => {
  await signIn(app);
  const evil = await serve(() => ({}));
  const { port } = new URL(api.url);
  const urls = [
    ...[evil.url, `${evil.url}/?${api.url}`, `http://127.0.0.1:${port}/me`, `https://localhost:${port}/me`],
    ...[`http://localhost:${port}0/me`, `http://localhost:${port}@127.0.0.1/`, 'http://localhost.evil.example/me'],
    ...['data:text/plain,x', `blob:${api.url}/2c5d6b8c`, 'about:blank', '/me', '//evil.example'],
  ];
  const codes = await codesFor(app, [api.url], urls);
  // A URL with a user in it is none that fetch takes; and no port is larger than 65535.
  const isNone = (url) => url.includes('@') || url.includes(`${port}0`);
  for (const url of urls)
    expect([url, codes[url]]).toEqual([url, isNone(url) ? 'config_error' : 'resource_not_allowed']);
  expect([...api.asked, ...evil.asked]).toEqual([]);
});

test('a path is matched by whole segments, and not in disguise', async ({ app, serve }) => {
  await signIn(app);
  const api = await serve(() => ({ body: '{}' }));
  const refused = [
    ...['/', '/v10', '/v1%2fx', '/v1/%2e%2e/admin', '/v1/../admin', '/v1/..%2fadmin', '/v1/..%5Cadmin', '/V1'],
    ...['/v1/..;/admin', '/v1/%2E%2e;x/admin', '/v1\\..\\admin', '/x/v1', '/%76%31'],
  ];
  const taken = ['/v1', '/v1/', '/v1/a/b?c=/../d', '/v1?x', '/v1/a..b', '/v1/%20', '/v2/../v1/x', '/v1//x'];
  for (const listed of ['/v1', '/v1/']) {
    const urls = [...refused, ...taken].map((path) => api.url + path);
    const codes = await codesFor(app, [`${api.url}${listed}`], urls);
    for (const path of refused) expect([path, codes[api.url + path]]).toEqual([path, 'resource_not_allowed']);
    for (const path of taken) expect([path, codes[api.url + path].status]).toEqual([path, 200]);
  }
  expect(api.asked).toHaveLength(2 * taken.length);
});

test('without the option everything is refused, and the error tells no query', async ({ page, site, api }) => {
  await openWith(page, site, {});
  await signIn(page);
  const error = await errorOf(page, (url) => auth.fetch(`${url}/me?code=secret#x`), api.url);
  expect(error).toMatchObject({
    code: 'resource_not_allowed',
    phase: 'fetch',
    endpoint: `${api.url}/me`,
    retryable: false,
    isTyped: true,
  });
  expect(JSON.stringify(error)).not.toContain('secret');
  const { steps } = await page.evaluate(async () => JSON.parse(JSON.stringify(await auth.diagnose())));
  expect(steps.at(-1)).toEqual({
    at: expect.any(Number),
    phase: 'fetch',
    code: 'resource_not_allowed',
    durationSeconds: expect.any(Number),
  });
  expect(api.asked).toEqual([]);
});

for (const wrong of [
  ...['http://api.example', 'api.example', '/api', 'https://api.example/?a', 'https://api.example/#a'],
  ...['https://me:pw@api.example', 'ftp://api.example', 'https://api.example/a%2fb', ''],
]) {
  test(`resourceServers with ${JSON.stringify(wrong)} is config_error`, async ({ app, api }) => {
    await app.evaluate((wrong) => {
      window.other = createClient({ ...options, resourceServers: ['https://api.example', wrong] });
    }, wrong);
    const error = await errorOf(app, (url) => other.fetch(url), api.url);
    expect(error).toMatchObject({ code: 'config_error', option: 'resourceServers', received: wrong, isTyped: true });
    expect(api.asked).toEqual([]);
  });
}

test('resourceServers that is no list is config_error', async ({ app, api }) => {
  await app.evaluate((url) => {
    window.other = createClient({ ...options, resourceServers: url });
  }, api.url);
  expect(await ask(app, api.url, {}, 'other')).toBe('config_error');
  expect(api.asked).toEqual([]);
});

test('a mode that drops the header without a word is config_error, and nothing is sent', async ({ app, api }) => {
  await signIn(app);
  const error = await errorOf(app, (url) => auth.fetch(`${url}/me`, { mode: 'no-cors' }), api.url);
  expect(error).toMatchObject({ code: 'config_error', option: 'mode', phase: 'fetch', isTyped: true });
  expect(api.asked).toEqual([]);
});

test('on a redirect to another origin the browser drops the token, and the answer is cross_origin_redirect', async ({
  app,
  serve,
}) => {
  await signIn(app);
  const evil = await serve(() => ({ headers: { 'access-control-allow-origin': '*' }, body: '{}' }));
  const api = await serve(({ url }) => ({
    status: 307,
    headers: { location: url === '/here' ? '/there' : `${evil.url}/taken?q` },
  }));
  await allow(app, api.url);
  const error = await errorOf(app, (url) => other.fetch(url), api.url);
  expect(error).toMatchObject({
    code: 'cross_origin_redirect',
    phase: 'fetch',
    endpoint: `${api.url}/`,
    received: `${evil.url}/taken`,
    retryable: false,
    isTyped: true,
  });
  expect([api.asked, evil.asked]).toEqual([['GET /'], ['GET /taken?q']]);
  expect([api.tokens, evil.tokens]).toEqual([[expect.stringMatching(/^eyJ/)], [undefined]]);
});

test('a redirect that stays among the resource servers is followed, and one to another of them without the token', async ({
  app,
  api,
  serve,
}) => {
  await signIn(app);
  // Where no token came, a 401 says nothing about one.
  const files = await serve(() => ({ status: 401, headers: { 'access-control-allow-origin': '*' } }));
  const moved = await serve(() => ({ status: 307, headers: { location: `${files.url}/x` } }));
  await allow(app, api.url, files.url, moved.url);
  expect(await ask(app, `${api.url}/moved`, {}, 'other')).toMatchObject({ status: 200, body: { sub: 'alice' } });
  expect(api.asked).toEqual(['GET /moved', 'GET /me']);
  expect(await ask(app, moved.url, {}, 'other')).toMatchObject({ status: 401 });
  expect([moved.asked.length, files.asked.length, files.tokens]).toEqual([1, 1, [undefined]]);
});

test('a redirect that leaves the path is cross_origin_redirect, too', async ({ app, api }) => {
  await signIn(app);
  await allow(app, `${api.url}/moved`);
  expect(await ask(app, `${api.url}/moved`, {}, 'other')).toBe('cross_origin_redirect');
});

test('redirect: manual and redirect: error are as fetch has them', async ({ app, api }) => {
  await signIn(app);
  const manual = await app.evaluate(async (url) => {
    const { type, status } = await auth.fetch(`${url}/moved`, { redirect: 'manual' });
    return [type, status];
  }, api.url);
  expect(manual).toEqual(['opaqueredirect', 0]);
  expect(await ask(app, `${api.url}/moved`, { redirect: 'error' })).toBe('network_error');
});
