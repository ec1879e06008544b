// auth.fetch of a vault: request and response cross over, the token does not.

import { listen } from '../../www-demo/server/listen.mjs';
import { CODE, STRONG } from '../../www-demo/server/users.mjs';
import { errorOf } from '../support/fixtures.mjs';
import { ask } from '../support/resource.mjs';
import { expect, isReady, openWith, signIn, test } from './fixtures.mjs';

/** An API that answers as the test wants it: `answer(request, response)`; what it was asked is in `asked`. */
async function startApi(world, answer) {
  const { url, handle, close } = await listen();
  const asked = [];
  handle(async (request, response) => {
    const headers = {
      'access-control-allow-origin': world.app,
      'access-control-allow-headers': 'authorization, content-type, x-own',
      'access-control-allow-methods': '*',
      'access-control-expose-headers': '*, www-authenticate',
    };
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ method: request.method, path: request.url, headers: request.headers, body });
    await answer(request, response);
  });
  return { url, asked, close };
}

const withApi = test.extend({
  /** What `api` answers with. */
  answers: [{ answer: (_, response) => response.end('hello') }, { option: true }],
  api: async ({ world, answers }, use) => {
    const api = await startApi(world, answers.answer);
    await use(api);
    await api.close();
  },
  app: async ({ page, world, api }, use) => {
    await openWith(page, world, { resourceServers: [api.url] });
    await signIn(page);
    await use(page);
  },
});

test('an API gets the token, which the page never has', async ({ signedIn: page, world }) => {
  expect(await ask(page, `${world.api}/me`)).toMatchObject({ status: 200, body: { sub: 'alice' } });
  expect(world.asked.tokens).toEqual([world.tokens[0].access_token]);
});

test('other URLs are refused in the worker, before anything is sent', async ({ signedIn: page, world }) => {
  for (const url of [`${world.app}/config.json`, `${world.issuer}/`, 'https://elsewhere.example/']) {
    const error = await errorOf(page, (url) => auth.fetch(url), url);
    expect(error).toMatchObject({ code: 'resource_not_allowed', phase: 'fetch', isTyped: true });
  }
  expect(world.asked.asked).toEqual([]);
});

test('nobody signed in is login_required', async ({ page, world }) => {
  await page.goto(world.app);
  await isReady(page);
  expect(await ask(page, `${world.api}/me`)).toBe('login_required');
});

test('a token that an API refuses is replaced once, and the page hears of it', async ({ signedIn: page, world }) => {
  world.asked.revoke(world.tokens[0].access_token);
  const reasons = await page.evaluate(async (url) => {
    const reasons = [];
    auth.subscribe((_, { reason }) => reasons.push(reason));
    await new Promise((later) => setTimeout(later, 1100));
    const statuses = await Promise.all([1, 2, 3].map(async () => (await auth.fetch(url)).status));
    return [...statuses, ...reasons];
  }, `${world.api}/me`);
  expect(reasons).toEqual([200, 200, 200, 'refreshed']);
  expect(world.tokens).toHaveLength(2);
});

withApi('method, headers and each form of body arrive', async ({ app, api }) => {
  const sent = await app.evaluate(async (url) => {
    const form = new FormData();
    form.set('a', 'b');
    const bodies = [
      'text',
      new URLSearchParams({ a: 'b' }),
      new Blob(['blob'], { type: 'text/x' }),
      new Uint8Array([65]),
      form,
    ];
    const stream = new Blob(['stream']).stream();
    for (const body of bodies) await auth.fetch(`${url}/b`, { method: 'PUT', body, headers: { 'x-own': '1' } });
    await auth.fetch(`${url}/b`, { method: 'PUT', body: stream, duplex: 'half' });
    const request = new Request(`${url}/b?x=1#y`, { method: 'DELETE' });
    return (await auth.fetch(request)).url;
  }, api.url);
  expect(sent).toBe(`${api.url}/b?x=1`);
  expect(api.asked.map(({ method, body }) => [method, body.replace(/\r/g, '').slice(0, 4)])).toEqual([
    ['PUT', 'text'],
    ['PUT', 'a=b'],
    ['PUT', 'blob'],
    ['PUT', 'A'],
    ['PUT', '----'],
    ['PUT', 'stre'],
    ['DELETE', ''],
  ]);
  expect(api.asked.map(({ headers }) => headers['x-own'])).toEqual(['1', '1', '1', '1', '1', undefined, undefined]);
  expect(api.asked[0].headers['content-type']).toMatch(/^text\/plain/);
  expect(api.asked[2].headers['content-type']).toBe('text/x');
  expect(api.asked[4].headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
});

withApi.describe('a response', () => {
  withApi.use({
    answers: {
      answer: async ({ url }, response) => {
        if (url === '/empty') return response.writeHead(204).end();
        if (url === '/moved') return response.writeHead(307, { location: '/here' }).end();
        if (url === '/away')
          return response.writeHead(307, { location: `http://127.0.0.1:${response.req.socket.localPort}/` }).end();
        response.writeHead(url === '/teapot' ? 418 : 200, { 'x-own': 'yes', 'content-type': 'application/json' });
        response.end('{"a":1}');
      },
    },
  });

  withApi('has status, headers, URL and body as fetch would give them', async ({ app, api }) => {
    const seen = await app.evaluate(async (url) => {
      const shown = async (path, init) => {
        const response = await auth.fetch(url + path, init);
        const { status, statusText, ok, redirected, type } = response;
        const copy = response.clone();
        return [
          ...[response instanceof Response, status, statusText, ok, redirected, type],
          ...[response.url.slice(url.length), copy.url === response.url, response.headers.get('x-own')],
          ...[response.body === null, await response.text(), await copy.text()],
        ];
      };
      const head = await auth.fetch(`${url}/`, { method: 'HEAD' });
      return [
        await shown('/teapot'),
        await shown('/empty'),
        await shown('/moved'),
        await shown('/moved', { redirect: 'manual' }),
        [head.status, await head.text()],
      ];
    }, api.url);
    const json = '{"a":1}';
    expect(seen).toEqual([
      [true, 418, `I'm a Teapot`, false, false, 'cors', '/teapot', true, 'yes', false, json, json],
      [true, 204, 'No Content', true, false, 'cors', '/empty', true, null, true, '', ''],
      [true, 200, 'OK', true, true, 'cors', '/here', true, 'yes', false, json, json],
      [true, 0, '', false, false, 'opaqueredirect', '/moved', true, null, true, '', ''],
      [200, ''],
    ]);
  });

  withApi('that a redirect has brought from elsewhere is cross_origin_redirect', async ({ app, api }) => {
    expect(await ask(app, `${api.url}/away`)).toMatch(/^(cross_origin_redirect|network_error)$/);
    expect(await ask(app, `${api.url}/moved`, { redirect: 'error' })).toBe('network_error');
  });
});

withApi.describe('a body', () => {
  let pieces = 0;
  let closed;
  withApi.use({
    answers: {
      answer: async (request, response) => {
        if (request.url === '/slow') {
          response.write('first');
          return;
        }
        pieces = 0;
        closed = new Promise((resolve) => response.once('close', resolve));
        const write = () => {
          while (pieces < 10_000) {
            pieces += 1;
            if (!response.write('x'.repeat(65_536))) return response.once('drain', write);
          }
          response.end();
        };
        write();
      },
    },
  });

  withApi('streams in pieces, no faster than it is read, and ends when nobody wants more', async ({ app, api }) => {
    const first = await app.evaluate(async (url) => {
      const response = await auth.fetch(`${url}/large`);
      window.reader = response.body.getReader();
      const { value } = await reader.read();
      return value.constructor === Uint8Array && value.length > 0;
    }, api.url);
    expect(first).toBe(true);
    // A browser that is watched keeps some 100 megabytes by itself; 650 are to come.
    await expect
      .poll(async () => {
        const before = pieces;
        await new Promise((later) => setTimeout(later, 500));
        return pieces - before;
      })
      .toBe(0);
    expect(pieces).toBeLessThan(5000);
    await app.evaluate(() => reader.cancel());
    await closed;
    expect(pieces).toBeLessThan(10_000);
  });

  withApi('ends with the signal, as its reader is told', async ({ app, api }) => {
    const names = await app.evaluate(async (url) => {
      const outcomes = [];
      for (const reason of [undefined, new TypeError('mine')]) {
        const controller = new AbortController();
        const response = await auth.fetch(`${url}/slow`, { signal: controller.signal });
        const read = response.text();
        controller.abort(reason);
        outcomes.push(await read.catch(({ name, message }) => [name, message === 'mine']));
      }
      return outcomes;
    }, api.url);
    expect(names).toEqual([
      ['AbortError', false],
      ['TypeError', true],
    ]);
  });
});

withApi.describe('a request', () => {
  const open = new Set();
  withApi.use({ answers: { answer: async (_, response) => void open.add(response) } });

  withApi('ends with its signal, here and at the API', async ({ app, api }) => {
    const error = app.evaluate(async (url) => {
      const controller = new AbortController();
      window.stop = () => controller.abort('enough');
      return auth.fetch(url, { signal: controller.signal }).catch(({ code, cause }) => [code, cause]);
    }, api.url);
    await expect.poll(() => open.size).toBe(1);
    const [response] = open;
    const closed = new Promise((resolve) => response.once('close', resolve));
    await app.evaluate(() => window.stop());
    expect(await error).toEqual(['aborted', 'enough']);
    await closed;
    const early = await app.evaluate(
      (url) => auth.fetch(url, { signal: AbortSignal.abort('before') }).catch(({ code, cause }) => [code, cause]),
      api.url,
    );
    expect(early).toEqual(['aborted', 'before']);
    expect(api.asked).toHaveLength(1);
  });
});

withApi('an API that cannot be reached is network_error', async ({ app, api }) => {
  await api.close();
  const error = await errorOf(app, (url) => auth.fetch(url), api.url);
  expect(error).toMatchObject({ code: 'network_error', endpoint: `${api.url}/`, phase: 'fetch', retryable: true });
});

test.describe('step-up', () => {
  test('is told with what the API wants', async ({ signedIn: page, world }) => {
    const error = await errorOf(page, (url) => auth.fetch(`${url}/vault`), world.api);
    expect(error).toMatchObject({
      code: 'step_up_required',
      acrValues: STRONG,
      maxAge: 300,
      status: 401,
      isTyped: true,
    });
  });

  test('asks the app, which is a function of the page, and the request goes on', async ({ page, world }) => {
    await page.exposeFunction('visit', async (url) => {
      const tab = await page.context().newPage();
      await tab.goto(url);
      await tab.locator('input[name=code]').fill(CODE);
      await tab.locator('input[name=password]').fill('wonderland');
      await tab.locator('button[type=submit]').first().click();
      await tab.waitForURL(/\/callback\?/);
      const callback = tab.url();
      await tab.close();
      return callback;
    });
    await page.addInitScript(() => {
      window.changes = {
        onStepUp: async (challenge) => {
          window.challenge = challenge;
          if (window.refuses) throw new RangeError('not now');
          const url = await new Promise((openUrl) => void auth.loginWithRedirect({ ...challenge, openUrl }));
          await auth.handleRedirectCallback(await window.visit(url));
        },
      };
    });
    await page.goto(world.app);
    await isReady(page);
    await signIn(page);
    const refusal = await page.evaluate(async (url) => {
      window.refuses = true;
      const error = await auth.fetch(`${url}/vault`).catch((error) => error);
      window.refuses = false;
      return [error.code, error.cause?.name, error.cause?.message];
    }, world.api);
    expect(refusal).toEqual(['step_up_required', 'RangeError', 'not now']);
    expect(await ask(page, `${world.api}/vault`)).toMatchObject({ status: 200, body: { sub: 'alice' } });
    expect(await page.evaluate(() => window.challenge)).toEqual({ acrValues: STRONG, maxAge: 300 });
  });
});

test('who signs out meanwhile has nothing sent', async ({ signedIn: page, world }) => {
  const code = await page.evaluate(async (url) => {
    const asked = auth.fetch(url).catch(({ code }) => code);
    await auth.logout({ openUrl() {} });
    return asked;
  }, `${world.api}/me`);
  expect(code).toBe('login_required');
});
