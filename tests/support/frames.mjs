// An app whose policy allows frames, beside a server that answers in them.
import { fileURLToPath } from 'node:url';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { listen } from '../../www-demo/server/listen.mjs';
import { test as base, openWith, scope, signInAs } from './fixtures.mjs';
import { policyFor } from './policy.mjs';
import { manageSessions } from './session-management.mjs';
import { siteHandler } from './site.mjs';

const hosts = 'http://localhost:*';
const otherHosts = 'http://127.0.0.1:*';
const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export const test = base.extend({
  /**
   * What this test's app and server do otherwise: `opHost` (where the server lives), `headers` (of the app's pages), `session` (what
   * manageSessions takes, or false), and what startAuthorizationServer takes.
   */
  server: [{}, { option: true }],

  /** `{ app, issuer, provider }`: as `site` is, for one test alone. */
  world: async ({ server, engine }, use) => {
    const { opHost: host, headers = {}, session = {}, ...rest } = server;
    let config = {};
    const app = await listen();
    const pages = siteHandler({
      mounts: { '/proofkey/': path('../../target/npm/'), '/': path('./app/') },
      config: () => config,
      headers: () => ({
        'content-security-policy': `${policyFor(engine).replace(hosts, `${hosts} ${otherHosts}`)}; frame-src 'self' ${hosts} ${otherHosts}`,
        ...headers,
      }),
    });
    // It has a policy of its own.
    const relay = siteHandler({ mounts: { '/': path('../../target/npm/dist/') } });
    app.handle((request, response) => (request.url.startsWith('/relay.html') ? relay : pages)(request, response));
    const started = await startAuthorizationServer({
      host,
      origins: [app.url],
      redirectUris: [`${app.url}/relay.html`],
      accessTokenSeconds: 60,
      configure: (configuration) => ({
        ...configuration,
        features: {
          ...configuration.features,
          webMessageResponseMode: { enabled: true, ack: 'individual-draft-01' },
        },
      }),
      ...rest,
    });
    if (session) manageSessions(started.provider, session);
    const { issuer, provider } = started;
    config = { issuer, clientId: 'spa', scope, relayRedirectUri: `${app.url}/relay.html` };
    await use({ app: app.url, issuer, provider });
    await Promise.all([app.close(), started.close()]);
  },
});

/** Records the authorization requests of a page or context, wherever a server has its endpoint. */
export function authorizationRequests(source) {
  const requests = [];
  source.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname.endsWith('/authorize')) requests.push(Object.fromEntries(url.searchParams));
  });
  return requests;
}

/** Records every frame that a page makes. */
export const watchFrames = (page) =>
  page.evaluate(() => {
    window.framed = [];
    new MutationObserver((changes) => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (node.tagName === 'IFRAME')
          framed.push({ sandbox: node.getAttribute('sandbox'), display: node.style.display });
      }
    }).observe(document, { childList: true, subtree: true });
  });

export const framed = (page) => page.evaluate(() => window.framed);
export const framesNow = (page) => page.evaluate(() => document.querySelectorAll('iframe').length);

/** Another sign-in at the server, in a tab that never redeems it. */
export async function signInElsewhere(page, world, user, password) {
  const tab = await page.context().newPage();
  await openWith(tab, world, {});
  await tab.evaluate(() => void auth.loginWithRedirect({ prompt: 'login' }));
  await tab.waitForURL(/\/interaction\//);
  await signInAs(tab, user, password);
  await tab.waitForURL(/\/callback\?/);
  await tab.close();
}
