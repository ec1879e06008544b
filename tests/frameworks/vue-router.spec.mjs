// Copies of the Vue app with another history, another callback or another order: the router is led to the right place.
import { chromium, expect } from '@playwright/test';
import { signInAs } from '../support/fixtures.mjs';
import { shownBy, testOfCopies } from './copied-app.mjs';
import { loginsOf, signInAt } from './fixtures.mjs';

const test = testOfCopies('vue');

const tea = (page) => page.locator('[aria-current=true]');
const callbackAt = (path) => (text) => text.replace('/callback', path);
/** Mounts the app in another way. */
const mounted = (lines) => (text) => text.replace(/createApp\(App\)[\s\S]*/, lines);

test('Vue: a hash router comes back to its route, with query and hash, and code is shown no more', async ({
  page,
  copy,
}) => {
  const app = await copy({ 'router.js': (text) => text.replaceAll('createWebHistory', 'createWebHashHistory') });
  const [shown, logins] = [shownBy(page), loginsOf(page)];
  const place = `${app.url}/#/orders?status=open#o-1003`;
  await signInAt(page, place);
  await expect(tea(page)).toContainText('Tea for four');
  await expect(page).toHaveURL(place);
  expect(logins).toHaveLength(1);
  const cleaned = shown.findIndex((url) => url.startsWith(`${app.url}/callback#`) || url === `${app.url}/callback`);
  expect(cleaned).toBeGreaterThan(0);
  expect(shown.slice(cleaned).filter((url) => /[?&](code|state)=/.test(url))).toEqual([]);
  await page.getByRole('link', { name: 'Account' }).click();
  await expect(page).toHaveURL(`${app.url}/#/account`);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Alice Liddell' })).toBeVisible();
});

test('Vue: an app below a path comes back to its route below that path', async ({ page, copy }) => {
  const changes = {
    'router.js': (text) => text.replace('createWebHistory()', "createWebHistory('/shop/')"),
    'auth.js': callbackAt('/shop/callback'),
  };
  const app = await copy(changes, { callback: '/shop/callback' });
  await signInAt(page, `${app.url}/shop/orders?status=open#o-1003`);
  await expect(tea(page)).toContainText('Tea for four');
  await expect(page).toHaveURL(`${app.url}/shop/orders?status=open#o-1003`);
});

test('Vue: a callback that is a guarded route itself does not go round when the sign-in fails', async ({
  page,
  copy,
}) => {
  const app = await copy({ 'auth.js': callbackAt('/account') }, { callback: '/account' });
  const logins = loginsOf(page);
  await page.goto(`${app.url}/orders`);
  await page.getByRole('link', { name: /cancel/i }).click();
  await expect(page.getByRole('alert')).toContainText('authorization_error');
  await expect(page.getByRole('heading', { name: 'Your account' })).toHaveCount(0);
  await expect(page).toHaveURL(`${app.url}/account`);
  expect(logins).toHaveLength(1);
  // A click is no loop.
  await page.getByRole('link', { name: 'Account' }).click();
  await page.waitForURL(/\/interaction\//);
  await signInAs(page);
  await expect(page.getByRole('heading', { name: 'Alice Liddell' })).toBeVisible();
  expect(logins).toHaveLength(2);
});

test('Vue: a sign-in that a guard cannot begin is told to the router, and a click tries again', async ({
  page,
  copy,
  complaints,
}) => {
  const app = await copy({
    'router.js': (text) => `${text}\nrouter.onError(({ code }) => Object.assign(window, { failed: code }));\n`,
  });
  await page.route(/\.well-known/, (route) => route.fulfill({ status: 503, body: 'closed' }));
  await page.goto(app.url);
  await page.getByRole('link', { name: 'Account' }).click();
  await expect.poll(() => page.evaluate(() => window.failed)).toBe('http_status');
  await expect(page).toHaveURL(`${app.url}/`);
  // What the browser says of the server's answers.
  expect(complaints.splice(0).every((text) => text.includes('503'))).toBe(true);
  await page.unrouteAll();
  await page.getByRole('link', { name: 'Account' }).click();
  await page.waitForURL(/\/interaction\//);
});

test('Vue: onRedirectCallback takes the user elsewhere, with what the app had noted', async ({ page, copy }) => {
  const app = await copy({
    'main.js': (text) =>
      text.replace(
        'client: auth, router',
        "client: auth, router, loginOptions: { appState: '/account' }, onRedirectCallback: ({ appState }) => router.replace(appState)",
      ),
  });
  await signInAt(page, `${app.url}/orders`);
  await expect(page.getByRole('heading', { name: 'Alice Liddell' })).toBeVisible();
  await expect(page).toHaveURL(`${app.url}/account`);
});

test('Vue: a plugin that is used when the router is ready already leads it back as well', async ({ page, copy }) => {
  const app = await copy({
    'main.js': mounted(`const app = createApp(App).use(router);
await router.isReady();
app.use(createProofkey({ client: auth, router })).mount('#app');
`),
  });
  await page.goto(app.url);
  await page.getByRole('link', { name: 'The open orders' }).click();
  await page.waitForURL(/\/interaction\//);
  await signInAs(page);
  await expect(tea(page)).toContainText('Tea for four');
  await expect(page).toHaveURL(`${app.url}/orders?status=open#o-1003`);
  expect(await page.evaluate(() => JSON.stringify(history.state))).not.toMatch(/code=/);
});

test('Vue: an app that waits for the router before it is mounted is mounted after a sign-in', async ({
  page,
  copy,
}) => {
  const app = await copy({
    'main.js': mounted(`const app = createApp(App).use(createProofkey({ client: auth, router })).use(router);
await router.isReady();
app.mount('#app');
`),
  });
  await signInAt(page, `${app.url}/orders?status=open#o-1003`);
  await expect(tea(page)).toContainText('Tea for four');
});

test('Vue: Back from the login page, to the page as the browser has kept it, begins no sign-in; a click does', async ({
  copy,
  launchOptions,
}) => {
  const browser = await chromium.launch({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  const page = await browser.newPage();
  const app = await copy();
  const logins = loginsOf(page);
  await page.goto(app.url);
  await page.evaluate(() => {
    addEventListener('pageshow', ({ persisted }) => Object.assign(window, { persisted }));
  });
  await page.getByRole('link', { name: 'Account' }).click();
  await page.waitForURL(/\/interaction\//);
  await page.evaluate(() => void setTimeout(() => history.back()));
  await expect.poll(() => page.url()).toBe(`${app.url}/`);
  await expect.poll(() => page.evaluate(() => window.persisted)).toBe(true);
  await expect(page.getByRole('heading', { name: 'An app with a front door' })).toBeVisible();
  expect(logins).toHaveLength(1);
  await page.getByRole('link', { name: 'Account' }).click();
  await page.waitForURL(/\/interaction\//);
  await signInAs(page);
  await expect(page.getByRole('heading', { name: 'Alice Liddell' })).toBeVisible();
  expect(logins).toHaveLength(2);
  await browser.close();
});
