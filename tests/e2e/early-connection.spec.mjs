// On a callback page the connection to the server is opened while the core is still loading.
import { chromium } from '@playwright/test';
import { listen } from '../../www-demo/server/listen.mjs';
import config from '../playwright.config.mjs';
import { test as base, expect, isReady } from '../support/fixtures.mjs';

const test = base.extend({
  /** Chromium connects early for a user whom it remembers: never in a private window, as every page of a test is. */
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
  context: async ({}, use) => {
    const context = await chromium.launchPersistentContext('', config.use.launchOptions);
    await use(context);
    await context.close();
  },
});

/** Notes what a page's policy forbids, and every link for a connection that it puts into its document, from its first moment on. */
const noteLinks = () => {
  window.links = [];
  window.violations = [];
  addEventListener('securitypolicyviolation', ({ blockedURI }) => window.violations.push(blockedURI));
  new MutationObserver((changes) => {
    for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes]))
      if (node.rel === 'preconnect') window.links.push([node.href, node.crossOrigin]);
  }).observe(document, { childList: true, subtree: true });
};

/** Opens a page of a client whose server only counts who comes; gives what it has counted. */
async function opened(page, site, path) {
  const { server, url: issuer, handle, close } = await listen();
  const counted = { connections: 0, requests: 0 };
  server.on('connection', () => {
    counted.connections += 1;
  });
  handle((_request, response) => {
    counted.requests += 1;
    response.writeHead(404).end();
  });
  const endpoint = `${issuer}/endpoint`;
  const metadata = { issuer, authorization_endpoint: endpoint, token_endpoint: endpoint, jwks_uri: endpoint };
  await page.addInitScript(noteLinks);
  await page.addInitScript((changes) => Object.assign(window, { changes }), { issuer, metadata, discovery: false });
  await page.goto(site.app + path);
  await isReady(page);
  await page.evaluate(() => auth.ready());
  // A policy that forbids it would have said so.
  expect(await page.evaluate(() => window.violations)).toEqual([]);
  return { issuer, counted, close };
}

test('a callback page connects before there is anything to ask, and no link stays behind', async ({ page, site }) => {
  const { issuer, counted, close } = await opened(page, site, '/callback?code=1&state=2');
  await expect.poll(() => counted).toEqual({ connections: 1, requests: 0 });
  expect(await page.evaluate(() => window.links)).toEqual([[`${issuer}/`, 'anonymous']]);
  expect(await page.locator('link[rel=preconnect]').count()).toBe(0);
  await close();
});

test('any other page connects to nobody', async ({ page, site }) => {
  const { counted, close } = await opened(page, site, '/');
  expect(await page.evaluate(() => window.links)).toEqual([]);
  expect(counted).toEqual({ connections: 0, requests: 0 });
  await close();
});
