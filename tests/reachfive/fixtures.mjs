// What the tests with a browser stand on: a tenant and a bare app of it, new for each test, so that the server's record
// is of that test alone.
import { fileURLToPath } from 'node:url';
import { test as base, expect } from '@playwright/test';
import { isReady } from '../support/fixtures.mjs';
import { startSite } from '../support/site.mjs';
import { startReachFive } from './server.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export const test = base.extend({
  /** Options of the server, set by `test.use`. */
  tenant: [{}, { option: true }],

  /** @type {World} */
  world: async ({ tenant }, use) => {
    const world = await World.start(tenant);
    await use(world);
    await world.close();
  },
});

export { expect };

class World {
  static async start(tenant) {
    const world = new World();
    world.site = await startSite({
      mounts: { '/proofkey/': path('../../target/npm/'), '/': path('./app/') },
      config: () => world.config,
      // As strict as a page with WebAssembly can be: every test shows that nothing more is needed.
      headers: () => ({
        'content-security-policy': `default-src 'none'; img-src data:; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${world.server.url}; require-trusted-types-for 'script'`,
      }),
    });
    world.app = world.site.url;
    world.server = await startReachFive({ origins: [world.app], ...tenant });
    world.config = {
      domain: world.server.url,
      clientId: 'spa-rs256',
      idTokenSignedResponseAlg: 'RS256',
      scope: 'openid profile email phone offline_access',
      postLogoutRedirectUri: `${world.app}/`,
    };
    return world;
  }

  close() {
    return Promise.all([this.site.close(), this.server.close()]);
  }

  /** Opens the app with other options of the preset; they hold for every page of it that comes after. */
  async open(page, changes = {}) {
    Object.assign(this.config, changes);
    await page.goto(this.app);
    await isReady(page);
  }

  /** What came in at a path of the server, preflights left out. */
  at(path) {
    return this.server.requests.filter((request) => request.path === path && request.method !== 'OPTIONS');
  }

  /** Calls loginWithRedirect, and waits until the browser is elsewhere. */
  async leave(page, options = {}) {
    await page.evaluate((options) => void auth.loginWithRedirect(options), options);
    await page.waitForURL((url) => url.origin !== this.app || url.pathname === '/callback');
  }

  /** The whole sign-in, to the callback page with its URL not yet handled. */
  async reachCallback(page, options) {
    await this.leave(page, options);
    await giveCredentials(page);
    await this.arrived(page);
  }

  /** The whole sign-in; gives what handleRedirectCallback gave. */
  async signIn(page, options) {
    await this.reachCallback(page, options);
    return page.evaluate(() => auth.handleRedirectCallback());
  }

  /** Waits for the callback page. */
  async arrived(page) {
    await page.waitForURL(`${this.app}/callback?*`);
    await isReady(page);
  }

  /** A request of somebody who is not the app. */
  async post(path, form) {
    const response = await fetch(this.server.url + path, { method: 'POST', body: new URLSearchParams(form) });
    return { status: response.status, ...(response.status === 204 ? {} : await response.json()) };
  }

  /** The same for a refresh token: `[status, error]`. */
  async redeemed(refresh_token, client_id = this.config.clientId) {
    const { status, error } = await this.post('/oauth/token', {
      grant_type: 'refresh_token',
      refresh_token,
      client_id,
    });
    return [status, error];
  }
}

/** On the hosted login page. */
export async function giveCredentials(page, login = 'alice', password = 'wonderland') {
  await page.locator('input[name=login]').fill(login);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
}

/** ReachFive's own members of an error. */
export const ownMembers = (errorUserMsg, errorMessageKey) => ({
  errorId: expect.stringMatching(/^[0-9a-f]{10}$/),
  errorUserMsg,
  errorMessageKey,
});
