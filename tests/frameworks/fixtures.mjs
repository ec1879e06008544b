// What the example apps of all frameworks are tested with: the app as `npm start -- --app NAME` runs it, beside its servers.
import { test as base, expect } from '@playwright/test';
import { startEverything } from '../../www-demo/server/serve.mjs';
import { signInAs } from '../support/fixtures.mjs';

/** All that the page complains of, warnings of the framework included; nothing, at the end of every test. */
export const complaints = [
  async ({ page }, use) => {
    const complaints = complaintsOf(page);
    await use(complaints);
    expect(complaints).toEqual([]);
  },
  { auto: true },
];

/** The tests of one example app. @param {'react' | 'vue'} app */
export const testOf = (app) =>
  base.extend({
    /** `{ url, issuer, api }` */
    demo: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
      async ({}, use) => {
        const demo = await startEverything({ app, appPort: 0, opPort: 0, apiPort: 0 });
        await use(demo);
        await demo.close();
      },
      { scope: 'worker' },
    ],

    complaints,
  });

/** Records errors and warnings of a page. A test that expects one takes it out. */
function complaintsOf(page) {
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // The server's login page is gone once it was used: that is told of a page that is not the app's.
    const isOfLogin = new URL(message.location().url || page.url()).pathname.startsWith('/interaction/');
    // Vite's own socket for hot reload, which cannot be kept along with a page.
    const isOfKeptPage = message.text().includes('Page entered Back-Forward Cache');
    if (['error', 'warning'].includes(message.type()) && !isOfLogin && !isOfKeptPage) complaints.push(message.text());
  });
  return complaints;
}

/** Goes to a path of the app where the user has to sign in, and does so. */
export async function signInAt(page, url) {
  await page.goto(url);
  await page.waitForURL(/\/interaction\//);
  await signInAs(page);
}

/** Counts the page's sign-ins that were begun. */
export function loginsOf(page) {
  const logins = [];
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.pathname === '/oauth/authorize') logins.push(url.href);
  });
  return logins;
}
