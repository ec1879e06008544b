// The app of app/, with the library that it was written for or with the one that stands in for it, beside a real authorization server.
import { fileURLToPath } from 'node:url';
import { startAuthorizationServer } from '../../../www-demo/server/authorization-server.mjs';
import { startResourceServer } from '../../../www-demo/server/resource-server.mjs';
import { test as base, expect, isReady, signInAs } from '../../support/fixtures.mjs';
import { manageSessions } from '../../support/session-management.mjs';
import { startSwitchedApp } from '../switched.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** Name of a library -> its file. The app imports `oidc-client-ts`, whichever that is. */
export const libraries = {
  'oidc-client-ts': '/original/oidc-client-ts.js',
  'proofkey/compat/oidc-client': '/proofkey/dist/compat/oidc-client.js',
};

export const test = base.extend({
  library: ['proofkey/compat/oidc-client', { option: true }],

  /** What startAuthorizationServer takes. */
  server: [{}, { option: true }],

  /** `{ app, issuer, api, library }`: URLs, and the library of the pages to come, which a test may switch. */
  world: async ({ library, server }, use) => {
    let config = {};
    const world = { library };
    const app = await startSwitchedApp({
      folder: path('./app/'),
      mounts: {
        '/original/': path('../../../node_modules/oidc-client-ts/dist/esm/'),
        '/jwt-decode/': path('../../../node_modules/jwt-decode/build/esm/'),
      },
      // The last one is what the original imports.
      imports: () => ({ 'oidc-client-ts': libraries[world.library], 'jwt-decode': '/jwt-decode/index.js' }),
      config: () => config,
    });
    const origins = [app.url];
    const redirectUris = ['popup', 'silent', 'relay.html'].map((page) => `${app.url}/${page}`);
    const postLogoutRedirectUris = [`${app.url}/signed-out`];
    const started = await startAuthorizationServer({
      origins,
      redirectUris,
      postLogoutRedirectUris,
      clients: [{ client_id: 'no-refresh', grant_types: ['authorization_code'] }],
      accessTokenSeconds: 60,
      ...server,
    });
    manageSessions(started.provider);
    const api = await startResourceServer({ issuer: started.issuer, origins });
    config = { authority: started.issuer, api: api.url };
    await use(Object.assign(world, { app: app.url, issuer: started.issuer, api: api.url }));
    await Promise.all([app.close(), started.close(), api.close()]);
  },
});

export { expect };

/** Opens the app with other settings; they hold for every page of it that comes after. */
export async function open(page, world, settings = {}) {
  await page.addInitScript((settings) => Object.assign(window, { settings }), settings);
  await page.goto(world.app);
  await isReady(page);
}

/** From the app's button to the user's name. */
export async function signIn(page, login, password) {
  await page.locator('#sign-in').click();
  await signInAs(page, login, password);
  await page.waitForURL(/\/notes$/);
  await isReady(page);
}

/** What was told by events, in order. */
export const told = (page) => page.evaluate(() => sessionStorage.getItem('told') ?? '');

/** What the app shows of an error. */
export const shown = async (page) => JSON.parse(await page.locator('#error').textContent());
