import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { startAuthorizationServer } from './authorization-server.mjs';
import { viteFor } from './frameworks.mjs';
import { listen } from './listen.mjs';
import { startResourceServer } from './resource-server.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What the demo asks for where the demo's own API is. */
export const DEMO_SCOPE = 'openid profile email offline_access api:read';

/**
 * Serves the demo page with Vite, for any provider.
 *
 * @param {object} options
 * @param {number} [options.port] 0 takes a free one; a port in use is an error.
 * @param {{ issuer: string }} [options.authorizationServer] A running one; or give `issuer`.
 * @param {{ url: string }} [options.resourceServer] A running one; or give `api`; without, UserInfo plays the API.
 * @param {string} [options.issuer]
 * @param {string} [options.clientId]
 * @param {string} [options.scope]
 * @param {string} [options.api] URL that the page calls with the access token.
 * @param {object} [options.more] More members for /config.json: `idTokenSignedResponseAlg`, `authorizationParams`,
 * `tokenParams`, `redirectPath`.
 * @param {object} [options.listener] Of `listen()`, for a port that is open already.
 * @param {'react' | 'vue'} [options.app] The example app of that framework instead.
 * @returns {Promise<{ url: string, config: object, close(): Promise<void> }>}
 */
export async function startDemo({
  port = 0,
  app,
  authorizationServer,
  resourceServer,
  issuer = authorizationServer?.issuer,
  clientId = 'spa',
  api = resourceServer && `${resourceServer.url}/me`,
  scope = api ? DEMO_SCOPE : 'openid profile email offline_access',
  more = {},
  listener,
}) {
  const config = { issuer, clientId, scope, api, ...more };
  return servePage({ listener: listener ?? (await listen(port)), config, app });
}

/**
 * Serves a page of this folder with Vite.
 *
 * @param {object} options
 * @param {object} options.listener Of `listen()`.
 * @param {object} options.config What it finds at /config.json.
 * @param {'react' | 'vue'} [options.app] Its framework and its folder, if it has one.
 * @param {string} [options.page] Its document, which answers every path that is no file: /callback, too.
 * @returns {Promise<{ url: string, config: object, close(): Promise<void> }>}
 */
export async function servePage({ listener, config, app, page = `/${app ? `${app}/` : ''}index.html` }) {
  const { server, url, handle, close: closeListener } = listener;
  const vite = await createServer({
    root,
    configFile: false,
    logLevel: 'warn',
    clearScreen: false,
    // The files of the packed package go to the browser as they are. Pre-bundled they would be kept in a cache, which
    // does not notice a package that was built anew.
    optimizeDeps: { noDiscovery: true, include: [] },
    server: { middlewareMode: true, ws: { server } },
    appType: 'spa',
    ...(app && (await viteFor(app, config))),
  });
  handle((request, response) => {
    const { pathname } = new URL(request.url, url);
    if (pathname === '/config.json') {
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      return response.end(JSON.stringify(config));
    }
    // Vite's own files may have names without a dot, but begin with an @.
    if (!extname(pathname) && !pathname.startsWith('/@')) request.url = page;
    return vite.middlewares(request, response);
  });

  async function close() {
    await vite.close();
    await closeListener();
  }
  return { url, config, close };
}

/**
 * Starts all three: the page, its authorization server and its API. A port 0 takes a free one. `origins` are further
 * apps that both servers should know; other options, such as `accessTokenSeconds`, go to the authorization server.
 *
 * @returns {Promise<{ url: string, issuer: string, api: string, config: object, close(): Promise<void> }>}
 */
export async function startEverything({ appPort = 5173, opPort = 4000, apiPort = 4001, ...options } = {}) {
  const started = [];
  const close = () => Promise.all(started.splice(0).map((part) => part.close())).then(() => undefined);
  try {
    // The page's port first: its redirect URI is registered at the authorization server, whose issuer the page needs.
    const listener = await listen(appPort);
    started.push(listener);
    const { clientId, more, app, origins: others = [], ...servers } = options;
    const origins = [listener.url, ...others];
    const authorizationServer = await startAuthorizationServer({ ...servers, port: opPort, origins });
    started.push(authorizationServer);
    const { issuer } = authorizationServer;
    const resourceServer = await startResourceServer({ port: apiPort, issuer, origins });
    started.push(resourceServer);
    const demo = await startDemo({ listener, app, authorizationServer, resourceServer, clientId, more });
    started.push(demo);
    return { url: demo.url, issuer, api: resourceServer.url, config: demo.config, close };
  } catch (error) {
    await close();
    throw error;
  }
}
