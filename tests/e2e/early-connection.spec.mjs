// On a callback page the connection to the server is opened while the core is still loading.
import { expect, isReady, leave, signInAs, test } from '../support/fixtures.mjs';

/** Notes every link for a connection that a page puts into its document, from its first moment on. */
const noteLinks = () => {
  window.links = [];
  new MutationObserver((changes) => {
    for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes]))
      if (node.rel === 'preconnect') window.links.push([node.href, node.crossOrigin]);
  }).observe(document, { childList: true, subtree: true });
};

test('the token request finds a connection that is open, and no link stays behind', async ({ page, site }) => {
  await page.addInitScript(noteLinks);
  await page.goto(site.app);
  await isReady(page);
  expect(await page.evaluate(() => window.links)).toEqual([]);
  await leave(page);
  // What the callback page must load before it can ask for anything.
  await page.route(/\/page-\w+\.js$/, async (route) => {
    await new Promise((later) => setTimeout(later, 500));
    await route.continue();
  });
  await signInAs(page);
  await page.waitForURL(/\/callback\?/);
  await isReady(page);
  const asked = page.waitForEvent('requestfinished', (request) => request.url().endsWith('/oauth/token'));
  await page.evaluate(() => auth.handleRedirectCallback());
  const { connectStart, requestStart } = (await asked).timing();
  expect(requestStart).toBeGreaterThanOrEqual(0);
  expect(connectStart).toBe(-1);
  expect(await page.evaluate(() => window.links)).toEqual([[`${site.issuer}/`, 'anonymous']]);
  expect(await page.locator('link[rel=preconnect]').count()).toBe(0);
});
