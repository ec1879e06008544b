// An app, with the callback page that the package brings along, and an authorization server of its own, for one test.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { listen } from '../../www-demo/server/listen.mjs';
import { test as base, expect, isReady, scope } from './fixtures.mjs';
import { policyFor } from './policy.mjs';
import { siteHandler } from './site.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export const test = base.extend({
  /**
   * `appHeaders`; `appPolicy`, added to the app's; and what startAuthorizationServer takes: its `headers` are those of the server.
   */
  server: [{}, { option: true }],

  /** `{ app, issuer, relay }`: URLs; `relay` is the callback page of the package. */
  world: async ({ server, engine }, use) => {
    const { appHeaders = {}, appPolicy = '', ...rest } = server;
    let config = {};
    const app = await listen();
    const relay = `${app.url}/relay.html`;
    const site = siteHandler({
      mounts: { '/proofkey/': path('../../target/npm/'), '/': path('./app/') },
      config: () => config,
      headers: () => ({ 'content-security-policy': policyFor(engine) + appPolicy, ...appHeaders }),
    });
    app.handle((request, response) => {
      if (new URL(request.url, app.url).pathname !== '/relay.html') return site(request, response);
      // Its policy is in it.
      response.writeHead(200, { 'content-type': 'text/html', ...appHeaders });
      response.end(readFileSync(path('../../target/npm/dist/relay.html')));
    });
    const started = await startAuthorizationServer({ origins: [app.url], redirectUris: [relay], ...rest });
    config = { issuer: started.issuer, clientId: 'spa', scope };
    await use({ app: app.url, issuer: started.issuer, relay });
    await Promise.all([app.close(), started.close()]);
  },
});

export { expect };

/** Opens the app: its popups come back to the page of the package, or to the app's own route. */
export async function open(page, { app, relay }, changes = {}) {
  await page.addInitScript((changes) => Object.assign(window, { changes }), { relayRedirectUri: relay, ...changes });
  await page.goto(app);
  await isReady(page);
  await page.evaluate(() => auth.ready());
}

/** Has the page note in `window.opened` what it gives to `window.open`, and in `window.windows` what it gets. */
export const watchOpen = (page) =>
  page.addInitScript(() => {
    Object.assign(window, { opened: [], windows: [] });
    const { open } = window;
    window.open = (...given) => {
      opened.push(given);
      windows.push(open(...given));
      return windows.at(-1);
    };
  });

/**
 * Begins a sign-in in a popup by a click on a button; gives the popup. `window.outcome` becomes the code of what it rejects with, or the
 * user.
 */
export async function openPopup(page, options = {}, client = 'auth') {
  await page.evaluate(
    ([options, client]) => {
      const button = document.body.appendChild(document.createElement('button'));
      button.textContent = 'Sign in';
      button.id = `begin-${client}`;
      button.onclick = async () => {
        button.remove();
        window.outcome = undefined;
        try {
          await window[client].loginWithPopup({ ...options, ...window.more });
          window.outcome = window[client].getUser().sub;
        } catch (error) {
          window.error = error;
          window.outcome = error.code;
        }
      };
    },
    [options, client],
  );
  const [popup] = await Promise.all([page.waitForEvent('popup'), page.click(`#begin-${client}`)]);
  return popup;
}

/** A click after which the popup may be gone, before Playwright has seen the end of it. */
export const clickLast = (popup, selector) =>
  popup
    .locator(selector)
    .first()
    .click({ noWaitAfter: true })
    .catch((error) => {
      if (!popup.isClosed()) throw error;
    });

/** What a person does in the popup. */
export async function signInThere(popup, login = 'alice', password = 'wonderland') {
  await popup.locator('input[name=login]').fill(login);
  await popup.locator('input[name=password]').fill(password);
  await popup.locator('button[type=submit]').first().click();
  await clickLast(popup, 'button[name=consent]');
}

/** Closes the popup, and gives how many seconds after it was gone the sign-in has ended. The page is one of `watchOpen`. */
export async function secondsToEnd(page, popup) {
  const seconds = page.evaluate(async () => {
    const popup = windows.at(-1);
    while (!popup.closed) await new Promise((later) => setTimeout(later, 10));
    const closed = performance.now();
    while (!window.outcome) await new Promise((later) => setTimeout(later, 10));
    return (performance.now() - closed) / 1000;
  });
  await popup.close();
  return seconds;
}

/** Waits until the sign-in has ended so. */
export const endsIn = (page, outcome) => expect.poll(() => page.evaluate(() => window.outcome)).toBe(outcome);

/** Waits until the window is gone. */
export const isGone = (popup) => expect.poll(() => popup.isClosed()).toBe(true);
