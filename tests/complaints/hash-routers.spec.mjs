// Apps whose router keeps its path in the fragment, where the server's answer may come as well.
import { testOfCopies } from '../frameworks/copied-app.mjs';
import { loginsOf, signInAt } from '../frameworks/fixtures.mjs';
import { expect, isReady, openWith, signInAs, tokenRequests } from '../support/fixtures.mjs';
import { asked, load, test } from './fixtures-app.mjs';

const react = testOfCopies('react');
const vue = testOfCopies('vue');

/** The client of an example app, for an app that is one document: no redirect URI has a fragment. */
const clientWith = (responseMode) => (text) => text.replace('/callback`,', `/\`,\n  responseMode: '${responseMode}',`);

/** Signs in at a route, and is back there with nothing of the answer left; then goes on by the router. */
async function comesBack(page, url) {
  const [logins, requests] = [loginsOf(page), tokenRequests(page)];
  const shown = [];
  page.on('framenavigated', (frame) => frame === page.mainFrame() && shown.push(frame.url()));
  const place = `${url}/#/orders?status=open#o-1003`;
  await signInAt(page, place);
  await expect(page.locator('[aria-current=true]')).toContainText('Tea for four');
  await expect(page).toHaveURL(place);
  expect([logins.length, requests.length]).toEqual([1, 1]);
  const answered = shown.findLastIndex((address) => address.startsWith(url) && /code=/.test(address));
  expect(answered).toBeGreaterThan(0);
  expect(shown.slice(answered + 1).length).toBeGreaterThan(0);
  await page.getByRole('link', { name: 'Account' }).click();
  await expect(page).toHaveURL(`${url}/#/account`);
  await expect(page.getByRole('heading', { name: 'Alice Liddell' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Alice Liddell' })).toBeVisible();
  expect([logins.length, requests.length]).toEqual([1, 1]);
  return new URL(logins[0]).searchParams.get('response_mode');
}

/** React Router's, without a word about the callback: its place in the history is shown again, and the router hears of it. */
const withHashRouter = (text) =>
  text
    .replace('createBrowserRouter, RouterProvider', 'HashRouter, Route, Routes')
    .replace(/const callback = [\s\S]*/, '')
    .concat(`createRoot(document.getElementById('root')).render(
  <StrictMode>
    <ProofkeyProvider client={auth}>
      <HashRouter>
        <Routes>
          <Route element={<Layout />}>
            <Route path="/" element={<Home />} />
            <Route path="/account" element={<Account />} />
            <Route path="/orders" element={<Orders />} />
            <Route path="*" element={<RedirectCallback onError={(error) => <Problem error={error} />} />} />
          </Route>
        </Routes>
      </HashRouter>
    </ProofkeyProvider>
  </StrictMode>,
);
`);

for (const responseMode of ['query', 'fragment']) {
  react(
    `complaint 26: an app with React Router’s HashRouter is back at its route, the answer in the ${responseMode}`,
    async ({ page, copy }) => {
      const { url } = await copy(
        { 'auth.js': clientWith(responseMode), 'main.jsx': withHashRouter },
        { callback: '/' },
      );
      expect(await comesBack(page, url)).toBe(responseMode);
    },
  );

  vue(
    `complaint 26: an app with Vue Router’s createWebHashHistory is back at its route, the answer in the ${responseMode}`,
    async ({ page, copy }) => {
      const changes = {
        'auth.js': clientWith(responseMode),
        'router.js': (text) => text.replaceAll('createWebHistory', 'createWebHashHistory'),
      };
      const { url } = await copy(changes, { callback: '/' });
      expect(await comesBack(page, url)).toBe(responseMode);
    },
  );
}

/** The page that the server has sent the browser back to, with its answer in the fragment. */
async function reachFragment(page, site, options) {
  await openWith(page, site, { responseMode: 'fragment', ...options });
  await page.evaluate(() => void auth.loginWithRedirect({ returnTo: '/#/inbox?page=2' }));
  await page.waitForURL(/\/interaction\//);
  await signInAs(page);
  await page.waitForURL(/\/callback#/);
  await isReady(page);
}

/** Shows another address in the page, and ends the sign-in there; gives what came of it. */
const endedAt = async (page, change) => {
  await page.evaluate((change) => history.replaceState({ key: 'k1' }, '', change), change);
  return page.evaluate(async () => {
    const outcome = auth.handleRedirectCallback().then(
      ({ returnTo }) => returnTo,
      ({ code }) => code,
    );
    // Before anything is awaited.
    const shown = location.href;
    return { outcome: await outcome, shown, state: history.state };
  });
};

for (const [what, change, left] of [
  ['as the server wrote it', (hash) => hash, ''],
  ['that a router took for a path', (hash) => `#/${hash.slice(1)}`, '#/'],
  ['with a parameter of the app', (hash) => `${hash}&mine=%5Ba%5D`, '#mine=%5Ba%5D'],
  ['and a query of the app', (hash) => `?code=mine&filter=a+b${hash}`, '?code=mine&filter=a+b'],
]) {
  test(`complaint 26: an answer in the fragment, ${what}, ends the sign-in and leaves the address bar at once`, async ({
    page,
    site,
  }) => {
    await reachFragment(page, site);
    const hash = await page.evaluate(() => location.hash);
    expect(hash).toMatch(/^#code=/);
    expect(await endedAt(page, change(hash))).toEqual({
      outcome: '/#/inbox?page=2',
      shown: `${site.app}/callback${left}`,
      state: { key: 'k1' },
    });
    expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
  });
}

test('complaint 26: an answer at the other place than the one that was asked for is none', async ({ page, site }) => {
  const requests = asked(page, '/oauth/token');
  await reachFragment(page, site);
  const hash = await page.evaluate(() => location.hash);
  await page.evaluate((query) => history.replaceState(null, '', query), `/callback?${hash.slice(1)}`);
  expect(await page.evaluate(() => auth.isRedirectCallback())).toBe(false);
  expect(await endedAt(page, `/callback?${hash.slice(1)}`)).toMatchObject({
    outcome: 'not_a_callback',
    shown: `${site.app}/callback?${hash.slice(1)}`,
  });
  await openWith(page, site, { responseMode: 'query' });
  expect(await page.evaluate((url) => auth.isRedirectCallback(url), `${site.app}/callback${hash}`)).toBe(false);
  expect(requests).toEqual([]);
});

test('complaint 26: an error in the fragment is the sign-in’s, and one with a token is refused', async ({
  page,
  site,
}) => {
  await reachFragment(page, site);
  const state = await page.evaluate(() => new URLSearchParams(location.hash.slice(1)).get('state'));
  const iss = encodeURIComponent(site.issuer);
  const refused = await endedAt(page, `#/error=access_denied&state=${state}&iss=${iss}`);
  expect([refused.outcome, refused.shown]).toEqual(['authorization_error', `${site.app}/callback#/`]);
  await page.goto(site.app);
  await isReady(page);
  expect(await load(page)).toBe('nobody');
  await page.evaluate(() => void auth.loginWithRedirect());
  await page.waitForURL(/\/callback#/);
  await isReady(page);
  const hash = await page.evaluate(() => location.hash);
  expect((await endedAt(page, `${hash}&access_token=x`)).outcome).toBe('callback_has_token');
});
