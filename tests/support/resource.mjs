// An API for one test: the demo's, with what the test is about, and everything that it was asked.

import { listen } from '../../www-demo/server/listen.mjs';
import { startResourceServer } from '../../www-demo/server/resource-server.mjs';
import { test as base, isReady } from './fixtures.mjs';

/** A server beside the app: `asked` is `[method and path, whose token]` of each request but the preflights. */
export async function startAsked(start) {
  const listener = await listen();
  const server = { url: listener.url, asked: [], tokens: [], before: async () => {} };
  const handle = (handler) =>
    listener.handle(async (request, response) => {
      if (request.method !== 'OPTIONS') {
        const [, token] = (request.headers.authorization ?? '').split(' ');
        server.asked.push(`${request.method} ${request.url}`);
        server.tokens.push(token);
        await server.before(server.asked.length);
      }
      return handler(request, response);
    });
  const { close, ...started } = await start({ ...listener, handle });
  return Object.assign(server, started, { close: close ?? listener.close });
}

export const test = base.extend({
  /** What the API does otherwise: options of startResourceServer. */
  apiOptions: [{}, { option: true }],

  /** `{ url, asked, tokens, before, revoke }`. `before(n)` is awaited before the n-th request is answered. */
  api: async ({ site, apiOptions }, use) => {
    const { issuer, app } = site;
    const api = await startAsked((listener) =>
      startResourceServer({ issuer, origins: [app], ...apiOptions, listener }),
    );
    await use(api);
    await api.close();
  },

  /** Starts one more server: `serve(answer)`, where `answer(request)` gives `{ status, headers, body }`. */
  serve: async ({ site }, use) => {
    const servers = [];
    await use(async (answer) => {
      const server = await startAsked(async ({ handle }) => {
        handle((request, response) => {
          const { status = 200, headers, body } = request.method === 'OPTIONS' ? {} : answer(request);
          response.writeHead(status, {
            'access-control-allow-origin': site.app,
            'access-control-allow-headers': 'authorization',
            'access-control-expose-headers': 'www-authenticate',
            ...headers,
          });
          response.end(body);
        });
        return {};
      });
      servers.push(server);
      return server;
    });
    await Promise.all(servers.map((server) => server.close()));
  },

  /** What the client has for options beside those of every test. */
  changes: [{}, { option: true }],

  /** A page of the bare app whose client may ask that API. */
  app: async ({ page, site, api, changes }, use) => {
    await page.addInitScript((changes) => Object.assign(window, { changes }), {
      resourceServers: [api.url],
      ...changes,
    });
    await page.goto(site.app);
    await isReady(page);
    await use(page);
  },
});

/** Asks with a client's fetch; gives status and body, or the code of the error. */
export const ask = (page, url, init = {}, client = 'auth') =>
  page.evaluate(
    ([url, init, client]) =>
      window[client].fetch(url, init).then(
        async (response) => ({ status: response.status, body: await response.json().catch(() => undefined) }),
        ({ code }) => code,
      ),
    [url, init, client],
  );

/** Makes one more client of the page, `other`, that may ask those URLs. Clients of one page share the session. */
export const allow = (page, ...resourceServers) =>
  page.evaluate(async (resourceServers) => {
    window.other = createClient({ ...options, resourceServers });
    await other.checkSession();
  }, resourceServers);

/** Has the API refuse the token that the page has now. */
export const revokeAt = async (api, page) => api.revoke(await page.evaluate(() => auth.getAccessToken()));
