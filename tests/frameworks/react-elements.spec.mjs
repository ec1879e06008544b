// What the elements of proofkey/react do, each by itself, with the newest React and the oldest.
import { expect } from '@playwright/test';
import { signInAs, tokenRequests } from '../support/fixtures.mjs';
import { loginsOf } from './fixtures.mjs';
import { open, testOfReact } from './react-page.mjs';

for (const major of [19, 18]) {
  const test = testOfReact(major);

  test.describe(`React ${major}`, () => {
    test('what a server rendered is taken over without a mismatch, and loads on', async ({ page, site }) => {
      const html = await (await page.request.get(site.url)).text();
      expect(html).toContain('<p id="state">loading</p><p>one moment</p><button type="button">Sign in</button>');
      await signIn(page, site.url);
      await page.evaluate(() => auth.handleRedirectCallback());
      await page.goto(site.url);
      await page.waitForFunction(() => window.render);
      await page.evaluate(() => hydrate(['State', 'Guarded', 'Link']));
      await expect(page.locator('#rendered')).toHaveText('alicesecretSign in');
    });

    test('two roots and the client outside of React share one state, also when one root is gone and back', async ({
      page,
      site,
    }) => {
      const requests = tokenRequests(page);
      await signIn(page, site.url);
      await page.evaluate(() => {
        window.told = [];
        const onRedirectCallback = ({ appState, returnTo }) => told.push([appState, returnTo]);
        render('one', ['State'], { onRedirectCallback });
        render('two', ['State'], { onRedirectCallback });
      });
      for (const place of ['one', 'two']) await expect(page.locator(`#${place} #state`)).toHaveText('alice');
      expect(await page.evaluate(() => told)).toEqual([[{ cart: 3 }, '/shop?a=1#b']]);
      expect(await page.evaluate(() => auth.getUser().sub)).toBe('alice');
      await page.evaluate(() => unmount('one'));
      await page.evaluate(() => render('one', ['State']));
      await expect(page.locator('#one #state')).toHaveText('alice');
      expect(requests).toHaveLength(1);
      await page.evaluate(() => void auth.logout({ openUrl() {} }));
      for (const place of ['one', 'two']) await expect(page.locator(`#${place} #state`)).toHaveText('nobody');
    });

    test('without onRedirectCallback the address bar shows the place again, and routers hear of it', async ({
      page,
      site,
    }) => {
      await signIn(page, site.url);
      const entries = await page.evaluate(() => {
        history.replaceState({ key: 'the router’s' }, '');
        window.heard = [];
        addEventListener('popstate', ({ state }) => heard.push([location.pathname, state]));
        render('one', ['State']);
        return history.length;
      });
      await expect(page.locator('#one #state')).toHaveText('alice');
      await expect(page).toHaveURL(`${site.url}/shop?a=1#b`);
      expect(await page.evaluate(() => [heard, history.length])).toEqual([
        [['/shop', { key: 'the router’s' }]],
        entries,
      ]);
    });

    test('useProofkey without a provider is a config_error that names the client', async ({
      page,
      site,
      complaints,
    }) => {
      await open(page, site.url);
      await page.evaluate(() => renderBare('State'));
      await expect(page.locator('#boundary')).toHaveText('ProofkeyError config_error client');
      reactTold(complaints, 'config_error');
    });

    test('the error of a callback goes to the error boundary unless somebody shows it, and nobody is sent on', async ({
      page,
      site,
      complaints,
    }) => {
      const logins = loginsOf(page);
      for (const element of ['Plain', 'Callback']) {
        await open(page, `${site.url}/callback?error=access_denied&state=x`);
        await page.evaluate((element) => render('one', [element]), element);
        await expect(page.locator('#boundary')).toHaveText(/^ProofkeyError state_not_found/);
        reactTold(complaints, 'state_not_found');
      }
      expect(logins).toEqual([]);
    });

    test('a callback that fails shows its error beside the session that was there before', async ({ page, site }) => {
      await signIn(page, site.url);
      await page.evaluate(() => auth.handleRedirectCallback());
      await open(page, `${site.url}/callback?error=access_denied&state=x`);
      await page.evaluate(() => render('one', ['State', 'Guarded']));
      await expect(page.locator('#one')).toHaveText('alice state_not_foundsecret');
    });

    test('two guarded components begin one sign-in', async ({ page, site }) => {
      const logins = loginsOf(page);
      await open(page, site.url);
      await page.evaluate(() => {
        render('one', ['Guarded']);
        render('two', ['Guarded']);
      });
      await page.waitForURL(/\/interaction\//);
      expect(logins).toHaveLength(1);
    });

    test('a sign-in that cannot begin is shown by the guarded component, and is not begun again', async ({
      page,
      site,
      complaints,
    }) => {
      const asked = [];
      await page.route(/\.well-known/, (route) => {
        asked.push(route.request().url());
        return route.abort();
      });
      await open(page, site.url);
      await page.evaluate(() => render('one', ['Guarded']));
      await expect(page.getByRole('alert')).toHaveText('network_error');
      const before = asked.length;
      await page.evaluate(() => render('one', ['Guarded', 'State']));
      await expect(page.locator('#one #state')).toHaveText('nobody');
      await expect(page.getByRole('alert')).toHaveText('network_error');
      expect(asked).toHaveLength(before);
      for (const text of complaints.splice(0)) expect(text).toContain('net::ERR_FAILED');
    });

    test('a session that expires leads from a guarded component to the login page, once', async ({
      page,
      site,
      complaints,
    }) => {
      const logins = loginsOf(page);
      await signIn(page, site.url);
      await page.evaluate(() => render('one', ['Guarded']));
      await expect(page.locator('#one')).toHaveText('secret');
      await page.evaluate(async (issuer) => {
        const [, token] = /"refresh_token":"([^"]+)"/.exec(Object.values(sessionStorage).join());
        const body = new URLSearchParams({ client_id: 'spa', token });
        await fetch(`${issuer}/oauth/revoke`, { method: 'POST', body });
        auth.getAccessToken({ forceRefresh: true }).catch(() => {});
      }, site.issuer);
      // The grant is gone, so the server asks the user again.
      await page.waitForURL(/\/interaction\//);
      expect(logins).toHaveLength(2);
      expect(complaints.splice(0)).toEqual([expect.stringContaining('status of 400')]);
    });

    test('handlers may be the calls themselves: onClick={loginWithRedirect}, onClick={logout}', async ({
      page,
      site,
    }) => {
      await open(page, site.url);
      await page.evaluate(() => render('one', ['State', 'Buttons']));
      await page.locator('#one').getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL(/\/interaction\//);
      await signInAs(page);
      await page.waitForURL(/\/callback/);
      await page.waitForFunction(() => window.render);
      await page.evaluate(() => render('one', ['State', 'Buttons']));
      await expect(page.locator('#one #state')).toHaveText('alice');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL(/\/oauth\/logout/);
    });

    test('onClick={loginWithPopup} opens the window in the click, and the state says who has signed in', async ({
      page,
      site,
    }) => {
      await open(page, site.url);
      await page.evaluate(() => render('one', ['State', 'Buttons']));
      await expect(page.locator('#one #state')).toHaveText('nobody');
      const opened = page.waitForEvent('popup');
      await page.getByRole('button', { name: 'In a popup' }).click();
      const popup = await opened;
      await signInAs(popup);
      await popup.waitForURL(/\/callback/);
      await popup.waitForFunction(() => window.render);
      const closed = popup.waitForEvent('close');
      // The app's own route, in the popup: its provider hands the answer over.
      await popup.evaluate(() => void render('one', ['State']));
      await closed;
      await expect(page.locator('#one #state')).toHaveText('alice');
    });

    test('a core that cannot be loaded is in the state, which loads no longer', async ({ page, site, complaints }) => {
      await page.route(/\/(inline|page|wasm)-[^/]*\.js$/, (route) => route.abort());
      await open(page, site.url);
      await page.evaluate(() => render('one', ['State', 'Guarded']));
      await expect(page.locator('#one #state')).toHaveText('nobody core_load_failed');
      await expect(page.getByRole('alert')).toHaveText('core_load_failed');
      for (const text of complaints.splice(0)) expect(text).toContain('net::ERR_FAILED');
    });

    test('what another tab does is shown here', async ({ page, site }) => {
      await open(page, site.url, { store: 'localStorage' });
      await page.evaluate(() => render('one', ['State']));
      await expect(page.locator('#one #state')).toHaveText('nobody');
      const other = await page.context().newPage();
      await signIn(other, site.url, { store: 'localStorage' });
      await other.evaluate(() => auth.handleRedirectCallback());
      await expect(page.locator('#one #state')).toHaveText('alice');
      await other.evaluate(() => void auth.logout({ openUrl() {} }));
      await expect(page.locator('#one #state')).toHaveText('nobody');
    });
  });
}

/** The whole sign-in, to the callback page with nothing rendered yet. */
async function signIn(page, url, changes) {
  await open(page, url, changes);
  await page.evaluate(() => void auth.loginWithRedirect({ appState: { cart: 3 }, returnTo: '/shop?a=1#b' }));
  await page.waitForURL(/\/interaction\//);
  await signInAs(page);
  await page.waitForURL(/\/callback/);
  await page.waitForFunction(() => window.render);
}

/** React tells the console of an error that a boundary has caught: that, and nothing else. */
function reactTold(complaints, code) {
  expect(complaints.length).toBeGreaterThan(0);
  for (const text of complaints.splice(0)) expect(text).toMatch(new RegExp(`${code}|The above error occurred`));
}
