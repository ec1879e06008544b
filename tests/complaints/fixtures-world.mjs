// An authorization server for one test, with what the complaint is about, and several tabs that share a browser.
import { fileURLToPath } from 'node:url';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { listen } from '../../www-demo/server/listen.mjs';
import { test as base, expect, isReady, scope } from '../support/fixtures.mjs';
import { policyFor } from '../support/policy.mjs';
import { siteHandler } from '../support/site.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export const test = base.extend({
  /**
   * What this test's server does otherwise: `reuseGraceSeconds` (a used refresh token is taken once more for so long),
   * `exposesDate` (pages may read the Date header), `appHost` (where the app lives instead), and what startAuthorizationServer takes.
   */
  server: [{}, { option: true }],

  /** `{ app, issuer, provider }`: as `site` is, for one test alone. */
  world: async ({ server, engine }, use) => {
    const { reuseGraceSeconds = 0, exposesDate = false, appHost, configure = (as) => as, ...rest } = server;
    let config = {};
    const app = await listen(0, appHost);
    const site = {
      mounts: {
        '/proofkey/': path('../../target/npm/'),
        '/offline.js': path('./offline.js'),
        '/': path('../support/app/'),
      },
      config: () => config,
      headers: () => ({
        'content-security-policy': policyFor(engine),
        // What may not be stored is not kept for Back either.
        'cache-control': 'no-cache',
      }),
    };
    app.handle(siteHandler(site));
    const started = await startAuthorizationServer({
      origins: [app.url],
      accessTokenSeconds: 60,
      configure: (configuration) =>
        configure({ ...configuration, adapter: withReuseGrace(configuration.adapter, reuseGraceSeconds) }),
      ...rest,
    });
    if (exposesDate) started.provider.use(exposeDate);
    config = { issuer: started.issuer, clientId: 'spa', scope, postLogoutRedirectUri: `${app.url}/` };
    await use({ app: app.url, issuer: started.issuer, provider: started.provider });
    await Promise.all([app.close(), started.close()]);
  },
});

export { expect };

/** The storage of a server that takes a used refresh token again for so long. */
function withReuseGrace(adapter, seconds) {
  return (model) => {
    const kept = adapter(model);
    if (model !== 'RefreshToken' || seconds === 0) return kept;
    return {
      ...kept,
      async find(id) {
        const payload = await kept.find(id);
        return payload?.consumed > Date.now() / 1000 - seconds ? { ...payload, consumed: undefined } : payload;
      },
    };
  };
}

async function exposeDate(ctx, next) {
  await next();
  ctx.append('access-control-expose-headers', 'date');
}

/** Opens so many tabs of the app in one browser, all with these options for their clients. */
export async function openTabs(context, world, count, changes) {
  await context.addInitScript((changes) => Object.assign(window, { changes }), changes);
  const open = async () => {
    const page = await context.newPage();
    await page.goto(world.app);
    await isReady(page);
    return page;
  };
  return Promise.all(Array.from({ length: count }, open));
}

/** Waits until somebody is signed in, or nobody. */
export const becomes = (page, isAuthenticated) =>
  expect.poll(() => page.evaluate(() => auth.isAuthenticated)).toBe(isAuthenticated);

/** Has the page note every change from now on. */
export const subscribe = (page) =>
  page.evaluate(() => {
    window.heard = [];
    auth.subscribe((snapshot, { reason, remote, error }) => {
      window.heard.push([reason, remote, error?.code, snapshot.isAuthenticated]);
    });
  });

/** `[reason, remote, code, isAuthenticated]` of each change that the page has noted. */
export const heard = (page) =>
  page.evaluate(() => window.heard.map((change) => change.map((member) => member ?? null)));

/** What the page's storage holds of the session. */
export const stored = (page, store = 'localStorage') =>
  page.evaluate((store) => {
    const key = Object.keys(window[store]).find((name) => name.endsWith(':session'));
    return key === undefined ? undefined : JSON.parse(window[store][key]);
  }, store);

/** Has the server end the session of that refresh token, as an administrator would. */
export async function kill({ issuer }, refreshToken) {
  const answer = await fetch(`${issuer}/oauth/revoke`, {
    method: 'POST',
    body: new URLSearchParams({ token: refreshToken, client_id: 'spa' }),
  });
  expect(answer.status).toBe(200);
}

/** Has the next token request reach the server, whose answer never arrives; gives what the server answered. */
export function loseTokenAnswer(page) {
  return new Promise((answered) => {
    page.route(
      /\/oauth\/token$/,
      async (route) => {
        answered((await route.fetch()).status());
        await route.abort('connectionreset');
      },
      { times: 1 },
    );
  });
}

/** Has the next token request wait for `release`; `isHeld` resolves when it is there. */
export function holdTokenRequest(page) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  const isHeld = new Promise((held) => {
    page.route(
      /\/oauth\/token$/,
      async (route) => {
        held();
        await released;
        await route.continue();
      },
      { times: 1 },
    );
  });
  return { isHeld, release };
}
