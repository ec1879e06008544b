// What every end-to-end test stands on: a real authorization server, a real API, and the packed package.
import { fileURLToPath } from 'node:url';
import { test as base, expect } from '@playwright/test';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { listen } from '../../www-demo/server/listen.mjs';
import { startResourceServer } from '../../www-demo/server/resource-server.mjs';
import { startEverything } from '../../www-demo/server/serve.mjs';
import { policyFor } from './policy.mjs';
import { startSite } from './site.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export const scope = 'openid profile email offline_access api:read';

export const test = base.extend({
  /** What runs the core; every project of playwright.config.mjs has its own. */
  engine: ['wasm', { option: true, scope: 'worker' }],

  /** `{ app, issuer, api }`: URLs of a bare app beside its servers; one set for each worker. */
  site: [
    async ({ engine }, use) => {
      let config = {};
      const app = await startSite({
        mounts: { '/proofkey/': path('../../target/npm/'), '/': path('./app/') },
        config: () => config,
        headers: () => ({ 'content-security-policy': policyFor(engine) }),
      });
      const origins = [app.url];
      const server = await startAuthorizationServer({
        port: 0,
        origins,
        redirectUris: ['script', 'slim', 'eager'].map((entry) => `${app.url}/${entry}.html`),
        clients: [
          { client_id: 'signed-userinfo', userinfo_signed_response_alg: 'ES256' },
          // A secret that the server signs with, and that no page is told.
          { client_id: 'shared-secret', client_secret: 'x'.repeat(32), id_token_signed_response_alg: 'HS256' },
        ],
        // Just more than the 30 seconds that a token must have left to be handed out again.
        accessTokenSeconds: 60,
      });
      const api = await startResourceServer({ port: 0, issuer: server.issuer, origins });
      config = { issuer: server.issuer, clientId: 'spa', scope, postLogoutRedirectUri: `${app.url}/` };
      await use({ app: app.url, issuer: server.issuer, api: api.url, clientId: 'spa' });
      await Promise.all([app.close(), server.close(), api.close()]);
    },
    { scope: 'worker' },
  ],

  /** The demo with its servers, as `npm start` runs them. */
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
    async ({}, use) => {
      const demo = await startEverything({ appPort: 0, opPort: 0, apiPort: 0 });
      await use(demo);
      await demo.close();
    },
    { scope: 'worker' },
  ],

  /** A page of the bare app, with `auth` in it. */
  app: async ({ page, site }, use) => {
    await page.goto(site.app);
    await isReady(page);
    await use(page);
  },
});

export { expect };

/** Waits until the app's own module has run. */
export async function isReady(page) {
  await expect(page.locator('#status')).toHaveText('ready');
}

/** Opens the bare app with other options for its client; they hold for every page of it that comes after. */
export async function openWith(page, site, changes) {
  await page.addInitScript((changes) => Object.assign(window, { changes }), changes);
  await page.goto(site.app);
  await isReady(page);
}

/** Has every page of the app end a sign-in at once if it is a callback, as apps do; or every popup. */
export const handlesCallbacks = (context, inPopups = false) =>
  context.addInitScript((inPopups) => {
    if (inPopups && !window.opener) return;
    let client;
    Object.defineProperty(window, 'auth', {
      get: () => client,
      set(made) {
        client = made;
        if (made.isRedirectCallback()) made.handleRedirectCallback().catch(() => {});
      },
    });
  }, inPopups);

/** Goes to a page of that host that does nothing but frame the URL; gives the frame. */
export async function framedAt(host, page, url, attributes = '') {
  // A real one: a page that the test runner makes up may not frame what is on this machine.
  const server = await listen(0, host);
  server.handle((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(
      `<!doctype html><title>Frame</title><iframe ${attributes} src="${url.replaceAll('&', '&amp;')}"></iframe>`,
    );
  });
  await page.goto(server.url);
  await server.close();
  return page.mainFrame().childFrames()[0];
}

/** From the login page to the redirect back, as a person does it. */
export async function signInAs(page, login = 'alice', password = 'wonderland') {
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').first().click();
  // A user who has consented in another tab is not asked again.
  const consent = page.locator('button[name=consent]');
  await Promise.race([consent.waitFor(), page.waitForURL((url) => !url.pathname.startsWith('/interaction/'))]);
  if (await consent.isVisible()) await consent.click();
}

/** Calls loginWithRedirect in the page, and waits for the login page of the server. */
export async function leave(page, options = {}) {
  await page.evaluate((options) => void auth.loginWithRedirect(options), options);
  await page.waitForURL(/\/interaction\//);
}

/** The whole sign-in, to the callback page with its URL not yet handled. */
export async function reachCallback(page, options) {
  await leave(page, options);
  await signInAs(page);
  await page.waitForURL(/\/callback\?/);
  await isReady(page);
}

/** The whole sign-in; gives what handleRedirectCallback gave. */
export async function signIn(page, options) {
  await reachCallback(page, options);
  return page.evaluate(() => auth.handleRedirectCallback());
}

/** Runs `call` in the page and gives the error that it rejects with, as plain data. */
export async function errorOf(page, call, argument) {
  // As a text, which the page's Content-Security-Policy does not forbid to the one who drives the browser.
  return page.evaluate(`(async () => {
    try {
      await (${call})(${JSON.stringify(argument)});
    } catch (error) {
      const isTyped = error instanceof ProofkeyError && error instanceof Error && error.message.startsWith(error.code);
      return { ...error, isTyped };
    }
    throw new Error('it was expected to reject');
  })()`);
}

/** Records the token responses of a page. They are read on their way: the browser does not keep them for whoever watches. */
export async function tokenResponses(page) {
  const answers = [];
  await page.route(/\/oauth\/token$/, async (route) => {
    const response = await route.fetch();
    answers.push(await response.json());
    await route.fulfill({ response });
  });
  return answers;
}

/** Records the bodies of all token requests of a page or context. */
export function tokenRequests(source) {
  const bodies = [];
  source.on('request', (request) => {
    if (new URL(request.url()).pathname === '/oauth/token' && request.method() === 'POST') {
      bodies.push(Object.fromEntries(new URLSearchParams(request.postData())));
    }
  });
  return bodies;
}
