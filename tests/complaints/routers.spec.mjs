// What routers need of the address bar. React Router and Vue Router keep their own state in `history.state` and hear `popstate`;
// both are no dependencies here, so what they rely on is asserted itself.
import { expect, isReady, openWith, reachCallback, signInAs } from '../support/fixtures.mjs';
import { load, test } from './fixtures-app.mjs';

/** Handles the callback as a router's page would; gives what the router would have seen. */
const handled = (page) =>
  page.evaluate(async () => {
    // React Router's.
    history.replaceState({ usr: null, key: 'k1', idx: 4 }, '');
    const heard = [];
    for (const name of ['popstate', 'hashchange', 'navigate']) {
      (name === 'navigate' ? (window.navigation ?? window) : window).addEventListener(
        name,
        ({ type, navigationType }) => heard.push([type, navigationType].filter(Boolean).join(' ')),
      );
    }
    const entries = history.length;
    const { returnTo } = await auth.handleRedirectCallback();
    return { heard, returnTo, state: history.state, added: history.length - entries, shown: location.href };
  });

test('complaint 25: the SDK takes its own parameters alone out of the address bar, in the entry that is there, and the router hears of no navigation', async ({
  page,
  site,
}) => {
  await openWith(page, site);
  await reachCallback(page);
  await page.evaluate(() => history.replaceState(null, '', `${location.href}&filter=%5Ba%5D&q=a+b&q=%3D#/sec?x=1`));
  const seen = await handled(page);
  expect(seen).toEqual({
    // What replaceState itself tells whoever watches it.
    heard: ['navigate replace'],
    returnTo: '/',
    state: { usr: null, key: 'k1', idx: 4 },
    added: 0,
    shown: `${site.app}/callback?filter=%5Ba%5D&q=a+b&q=%3D#/sec?x=1`,
  });
  await page.reload();
  expect(await load(page)).toBe('nobody');
});

test('complaint 25: a redirect URI with parameters of the app keeps them byte for byte', async ({
  page,
  site,
  start,
}) => {
  const redirectUri = `${site.app}/callback?tenant=a%2Fb&flags=%5B1%5D`;
  const server = await start({ redirectUris: [redirectUri] });
  await openWith(page, site, { issuer: server.issuer, redirectUri });
  await reachCallback(page);
  expect((await handled(page)).shown).toBe(redirectUri);
  expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
});

test('complaint 25: a router that writes the query anew before the SDK looks at it does no harm', async ({ app }) => {
  await reachCallback(app);
  const state = new URL(app.url()).searchParams.get('state');
  // Nothing in it that a router would encode.
  expect(state).toMatch(/^[\w-]{43}$/);
  await app.evaluate(() => history.replaceState(null, '', `?${new URLSearchParams(location.search)}`));
  expect(await load(app)).toBe('alice');
  expect(new URL(app.url()).search).toBe('');
});

test('complaint 25: an app with a hash router is brought back to its route, and a reload there is clean', async ({
  page,
  site,
}) => {
  await page.addInitScript(() => Object.assign(window, { changes: { store: 'sessionStorage' } }));
  await page.goto(`${site.app}/#/inbox?page=2`);
  await isReady(page);
  await page.evaluate(() => void auth.loginWithRedirect());
  await page.waitForURL(/\/interaction\//);
  await signInAs(page);
  await page.waitForURL(/\/callback\?/);
  await isReady(page);
  const returnTo = await page.evaluate(async () => (await auth.handleRedirectCallback()).returnTo);
  expect(returnTo).toBe('/#/inbox?page=2');
  // As the router's own `replace` does it.
  await page.evaluate((to) => history.replaceState(history.state, '', to), returnTo);
  await page.reload();
  expect(await load(page)).toBe('alice');
  expect(page.url()).toBe(`${site.app}/#/inbox?page=2`);
});
