// An app, its API and a tenant for each test; and what a person does in them.
import { fileURLToPath } from 'node:url';
import { test as base, expect } from '@playwright/test';
import { API } from '../../../www-demo/server/authorization-server.mjs';
import { startResourceServer } from '../../../www-demo/server/resource-server.mjs';
import { isReady, signInAs } from '../../support/fixtures.mjs';
import { startSwitchedApp } from '../switched.mjs';
import { startTenant } from './server.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** Name of a library -> its file. The app imports `@auth0/auth0-spa-js`, whichever that is. */
export const libraries = {
  '@auth0/auth0-spa-js': '/original/auth0-spa-js.production.esm.js',
  'proofkey/compat/auth0': '/proofkey/dist/compat/auth0.js',
};

export { expect };

export const test = base.extend({
  /** One of `libraries`. */
  library: ['proofkey/compat/auth0', { option: true }],
  /** Further options of the app's client. */
  options: [{}, { option: true }],
  /** What startTenant takes. */
  server: [{}, { option: true }],

  /** `{ app, domain, issuer, clientId, audience, api }` */
  world: async ({ library, options, server }, use) => {
    let config = {};
    const app = await startSwitchedApp({
      folder: path('./app/'),
      mounts: { '/original/': path('../../../node_modules/@auth0/auth0-spa-js/dist/') },
      imports: () => ({ '@auth0/auth0-spa-js': libraries[library] }),
      config: () => config,
    });
    const { domain, issuer, close } = await startTenant({
      app: app.url,
      redirectUris: [app.url, `${app.url}/bare.html`],
      ...server,
    });
    const api = await startResourceServer({ issuer, origins: [app.url] });
    const client = { domain, clientId: 'spa', audience: API };
    config = { ...client, api: api.url, ...options };
    await use({ ...client, app: app.url, issuer, api: api.url });
    await Promise.all([app.close(), close(), api.close()]);
  },
});

/** Opens the bare page with other options for its client; they hold for every page of the browser that comes after. */
export async function open(page, world, changes = {}) {
  await page.context().addInitScript((changes) => Object.assign(window, { changes }), changes);
  await page.goto(`${world.app}/bare.html`);
  await isReady(page);
}

/** Begins a sign-in in the bare page; gives the parameters of the request, once the login page is there. */
export async function leave(page, options = {}) {
  const request = page.waitForRequest(/\/authorize\?/);
  await page.evaluate((options) => void auth0.loginWithRedirect(options), options);
  const { searchParams } = new URL((await request).url());
  await page.waitForURL(/\/interaction\//);
  return Object.fromEntries(searchParams);
}

/** From the login page to the callback page, with its URL not yet handled. */
export async function comeBack(page) {
  await signInAs(page);
  await page.waitForURL(/\/bare\.html\?/);
  await isReady(page);
}

/** The whole sign-in; gives what handleRedirectCallback gave. */
export async function signIn(page, options) {
  await leave(page, options);
  await comeBack(page);
  return page.evaluate(() => auth0.handleRedirectCallback());
}
