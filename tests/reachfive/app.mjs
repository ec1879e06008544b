// The app of these tests beside a tenant of its own, and what a person does in it.
import { fileURLToPath } from 'node:url';
import { test as base, expect } from '@playwright/test';
import { isReady } from '../support/fixtures.mjs';
import { policyFor } from '../support/policy.mjs';
import { startSite } from '../support/site.mjs';
import { startReachFive } from './server.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export { expect };

export const test = base.extend({
  /** Options of the tenant, set with `test.use`. */
  tenantOptions: [{}, { option: true }],

  /** `{ app, server, issuer, metadata }`, what discovery says besides: one for each test, which counts what was asked. */
  tenant: async ({ tenantOptions }, use) => {
    let config = {};
    const app = await startSite({
      mounts: { '/proofkey/': path('../../target/npm/'), '/': path('./app/') },
      config: () => config,
      headers: () => ({
        'content-security-policy': policyFor('wasm'),
      }),
    });
    const metadata = {};
    const server = await startReachFive({ origins: [app.url], metadata, ...tenantOptions });
    config = { domain: server.url, clientId: 'spa-rs256', idTokenSignedResponseAlg: 'RS256' };
    await use({ app: app.url, server, issuer: server.issuer, metadata });
    await Promise.all([app.close(), server.close()]);
  },
});

/** Opens the app with other options for its client; they hold for every page of it that comes after. */
export async function open(page, tenant, changes = {}) {
  await page.addInitScript((changes) => Object.assign(window, { changes }), changes);
  await page.goto(tenant.app);
  await isReady(page);
}

/** Begins a sign-in; gives the authorization URL, once the login page is there. */
export async function leave(page, options = {}) {
  const request = page.waitForRequest(/\/oauth\/authorize\?/);
  await page.evaluate((options) => void auth.loginWithRedirect(options), options);
  const url = new URL((await request).url());
  await page.locator('input[name=password]').waitFor();
  return url;
}

/** The whole sign-in. */
export async function signIn(page, options) {
  await leave(page, options);
  return finish(page);
}

/** From the login page to the end of the sign-in. */
export async function finish(page) {
  await page.locator('input[name=login]').fill('alice');
  await page.locator('input[name=password]').fill('wonderland');
  await page.locator('button[type=submit]').click();
  await page.waitForURL(/\/callback\?/);
  await isReady(page);
  return page.evaluate(() => auth.handleRedirectCallback());
}

/** The requests of that path that a script made, with their preflights. */
export const asked = (server, path) => server.requests.filter((request) => request.path === path);
