// An app whose session is in a vault, beside an authorization server and an API of its own.
import { fileURLToPath } from 'node:url';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { listen } from '../../www-demo/server/listen.mjs';
import { startResourceServer } from '../../www-demo/server/resource-server.mjs';
import { test as base, expect, isReady, openWith, reachCallback, scope, signIn } from '../support/fixtures.mjs';
import { policyFor } from '../support/policy.mjs';
import { startAsked } from '../support/resource.mjs';
import { siteHandler } from '../support/site.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const hosts = 'http://localhost:*';

export { expect };

export const test = base.extend({
  /** What this test's servers do otherwise: `headers` of the app's files, options of the API (`api`), and what startAuthorizationServer takes. */
  server: [{}, { option: true }],

  /** `{ app, issuer, api }`: URLs; `asked`: what startAsked gives; `tokens`: each token response that the server has given, whoever asked. */
  world: async ({ server, engine }, use) => {
    const { headers = {}, api: apiOptions = {}, ...rest } = server;
    let config = {};
    const app = await listen();
    const policy = policyFor(engine).replace(/; require-trusted-types-for 'script'/, '');
    const site = siteHandler({
      mounts: { '/proofkey/': path('../../target/npm/'), '/': path('./app/') },
      config: () => config,
      headers: () => ({ 'content-security-policy': `${policy}; frame-src 'self' ${hosts}`, ...headers }),
    });
    // It has a policy of its own.
    const relay = siteHandler({ mounts: { '/': path('../../target/npm/dist/') } });
    app.handle((request, response) => (request.url.startsWith('/relay.html') ? relay : site)(request, response));
    const started = await startAuthorizationServer({
      origins: [app.url],
      redirectUris: [`${app.url}/relay.html`],
      accessTokenSeconds: 60,
      ...rest,
    });
    const tokens = [];
    started.provider.use(async (ctx, next) => {
      await next();
      if (ctx.path === '/oauth/token' && ctx.body?.access_token) tokens.push(ctx.body);
    });
    const { issuer, provider } = started;
    const api = await startAsked((listener) =>
      startResourceServer({ issuer, origins: [app.url], ...apiOptions, listener }),
    );
    config = {
      ...{ issuer, clientId: 'spa', scope, resourceServers: [api.url] },
      ...{ relayRedirectUri: `${app.url}/relay.html`, postLogoutRedirectUri: `${app.url}/` },
    };
    await use({ app: app.url, issuer, api: api.url, asked: api, provider, tokens });
    await Promise.all([app.close(), started.close(), api.close()]);
  },

  /** A page of the app, with somebody signed in. */
  signedIn: async ({ page, world }, use) => {
    await page.goto(world.app);
    await isReady(page);
    await signIn(page);
    await use(page);
  },
});

export { isReady, openWith, reachCallback, signIn };

/** What the user is called by whom the page sees. */
export const userOf = (page) => page.evaluate(() => auth.getUser()?.sub);

/** Ends the worker of a page, as the browser does when it needs the memory. */
export async function endWorker(page) {
  const [worker] = page.workers();
  const gone = worker.waitForEvent?.('close') ?? new Promise((resolve) => worker.once('close', resolve));
  await worker.evaluate(() => close());
  await gone;
}
