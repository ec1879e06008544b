// An app, its API and a tenant for each test; and what a person does in them.
import { cpSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test as base, expect } from '@playwright/test';
import { build } from 'esbuild';
import { API } from '../../../www-demo/server/authorization-server.mjs';
import { startResourceServer } from '../../../www-demo/server/resource-server.mjs';
import { isReady, signInAs } from '../../support/fixtures.mjs';
import { startSite } from '../../support/site.mjs';
import { startTenant } from './server.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** What stands behind the import of the app. */
const packages = {
  '@auth0/auth0-spa-js': '@auth0/auth0-spa-js',
  'proofkey/compat/auth0': path('../../../target/npm/dist/compat/auth0.js'),
};
export const sdks = Object.keys(packages);

export { expect };

export const test = base.extend({
  /** One of `sdks`. */
  sdk: ['proofkey/compat/auth0', { option: true }],

  /** The app with that SDK, bundled, as a folder: made once for each worker. */
  bundle: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
    async ({}, use, { workerIndex }) => {
      const made = {};
      await use((sdk) => {
        made[sdk] ??= bundled(sdk, path(`../../../target/compat-auth0/${workerIndex}-${sdks.indexOf(sdk)}`));
        return made[sdk];
      });
    },
    { scope: 'worker' },
  ],

  /** Further options of the app's client. */
  options: [{}, { option: true }],
  /** Further options of the tenant. */
  tenantOptions: [{}, { option: true }],

  /** `{ app, domain, issuer, clientId, api, provider }` */
  world: async ({ bundle, sdk, options, tenantOptions }, use) => {
    let config = {};
    const site = await startSite({
      mounts: { '/proofkey/': path('../../../target/npm/'), '/': await bundle(sdk) },
      config: () => config,
    });
    const { domain, issuer, provider, close } = await startTenant({
      app: site.url,
      redirectUris: [site.url, `${site.url}/bare.html`],
      ...tenantOptions,
    });
    const api = await startResourceServer({ issuer, origins: [site.url] });
    const client = { domain, clientId: 'spa', audience: API };
    config = { ...client, api: api.url, ...options };
    await use({ ...client, app: site.url, issuer, provider, api: api.url });
    await Promise.all([site.close(), close(), api.close()]);
  },
});

async function bundled(sdk, folder) {
  cpSync(path('./app'), folder, { recursive: true });
  await build({
    entryPoints: [path('./app/app.js')],
    alias: { '@auth0/auth0-spa-js': packages[sdk] },
    bundle: true,
    format: 'esm',
    logLevel: 'error',
    outdir: folder,
    splitting: true,
    target: 'es2022',
  });
  return folder;
}

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

/** What a call in the bare page rejects with: its members, the names of the classes it is of, and the ProofkeyError that it is made of. */
export const failure = (page, call, argument) =>
  page.evaluate(`(async () => {
    try {
      await (${call})(${JSON.stringify(argument)});
    } catch (error) {
      const classes = Object.entries(sdk).filter(([name, value]) => name.endsWith('Error') && error instanceof value);
      const { popup, cause, ...members } = error;
      return {
        ...members,
        classes: classes.map(([name]) => name).sort(),
        message: error.message,
        isPopupClosed: popup?.closed,
        cause: { code: cause?.code, phase: cause?.phase, option: cause?.option },
      };
    }
    throw new Error('it was expected to reject');
  })()`);

/** Records the authorization requests of a page. */
export function authorizationRequests(page) {
  const requests = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname === '/authorize') requests.push(Object.fromEntries(url.searchParams));
  });
  return requests;
}
