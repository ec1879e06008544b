// A page that asks for the discovery document by a tag in its head: the client takes it from there.
import { expect, isReady, test } from '../support/fixtures.mjs';

const path = '/.well-known/openid-configuration';

/** Puts that tag into the head of the page, before its scripts. */
const preload = (page, href) =>
  page.addInitScript((href) => {
    const link = Object.assign(document.createElement('link'), { rel: 'preload', as: 'fetch', href });
    link.crossOrigin = 'anonymous';
    const observer = new MutationObserver(() => {
      if (!document.head) return;
      observer.disconnect();
      document.head.append(link);
    });
    observer.observe(document, { childList: true, subtree: true });
  }, href);

/** Opens the bare app; gives the requests for the document. */
async function opened(page, site) {
  const requests = [];
  page.on('request', (request) => request.url().endsWith(path) && requests.push(request));
  await page.goto(site.app);
  await isReady(page);
  await page.evaluate(() => auth.ready());
  return requests;
}

test('a preloaded discovery document is not asked for again', async ({ page, site }) => {
  const seen = [];
  page.on('console', (message) => seen.push(message.text()));
  await preload(page, site.issuer + path);
  const requests = await opened(page, site);
  expect(requests).toHaveLength(1);
  // A client that asked for it itself says what it accepts.
  expect(requests[0].headers()).not.toMatchObject({ accept: 'application/json' });
  expect(requests[0].headers()).not.toHaveProperty('cookie');
  expect(seen).toEqual([]);
});

test('without the tag the client asks for it once', async ({ page, site }) => {
  const requests = await opened(page, site);
  expect(requests).toHaveLength(1);
  expect(requests[0].headers()).toMatchObject({ accept: 'application/json' });
});
