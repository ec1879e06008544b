// Copies of the Vue app with another history, another callback or another order: the router is led to the right place.
import { expect } from '@playwright/test';
import { signInAs } from '../support/fixtures.mjs';
import { goBackTo, keptPage } from '../support/kept-pages.mjs';
import { shownBy, testOfCopies } from './copied-app.mjs';
import { loginsOf, signInAt } from './fixtures.mjs';

const test = testOfCopies('vue');
const testOfKeptPages = test.extend({ page: keptPage });

const frontDoor = (page) => page.getByRole('heading', { name: 'An app with a front door' });
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

/** Has the core wait for `release`, and with it the first navigation: the shell of the app is there, and none of its pages. */
async function heldStart(page, url) {
  let release;
  const released = new Promise((resolve) => {
    release = resolve;
  });
  await page.route(/\/dist\/page-[^/]*\.js/, async (route) => {
    await released;
    await route.continue();
  });
  await page.goto(url);
  await expect(page.getByText('One moment…')).toBeVisible();
  await page.getByRole('link', { name: 'Account' }).click();
  await expect(page.locator('h1')).toHaveCount(0);
  return release;
}

test('Vue: a click that comes before the first page is shown leaves that page there if no sign-in can begin', async ({
  page,
  copy,
  complaints,
}) => {
  const app = await copy({
    'router.js': (text) => `${text}\nrouter.onError(({ code }) => Object.assign(window, { failed: code }));\n`,
  });
  await page.route(/\.well-known/, (route) => route.fulfill({ status: 503, body: 'closed' }));
  const release = await heldStart(page, app.url);
  release();
  await expect.poll(() => page.evaluate(() => window.failed)).toBe('http_status');
  await expect(frontDoor(page)).toBeVisible();
  await expect(page).toHaveURL(`${app.url}/`);
  expect(complaints.splice(0).every((text) => text.includes('503'))).toBe(true);
});

for (const [when, clickAccount] of [
  [
    'to the page as the browser has kept it',
    async (page, url) => {
      await page.goto(url);
      await expect(frontDoor(page)).toBeVisible();
      await page.getByRole('link', { name: 'Account' }).click();
    },
  ],
  [
    'from a click that came before the kept page had shown anything',
    async (page, url) => (await heldStart(page, url))(),
  ],
]) {
  testOfKeptPages(`Vue: Back from the login page, ${when}, begins no sign-in; a click does`, async ({ page, copy }) => {
    const app = await copy();
    const logins = loginsOf(page);
    await clickAccount(page, app.url);
    await page.waitForURL(/\/interaction\//);
    await goBackTo(page, `${app.url}/`);
    await expect(frontDoor(page)).toBeVisible();
    expect(logins).toHaveLength(1);
    await page.getByRole('link', { name: 'Account' }).click();
    await page.waitForURL(/\/interaction\//);
    await signInAs(page);
    await expect(page.getByRole('heading', { name: 'Alice Liddell' })).toBeVisible();
    expect(logins).toHaveLength(2);
  });
}

testOfKeptPages(
  'Vue: Back to a page whose sign-in had failed before it showed anything begins none, and still says what it was',
  async ({ page, copy }) => {
    const app = await copy({ 'auth.js': callbackAt('/account') }, { callback: '/account' });
    const logins = loginsOf(page);
    await page.goto(`${app.url}/orders`);
    await page.getByRole('link', { name: /cancel/i }).click();
    await expect(page.getByRole('alert')).toContainText('authorization_error');
    await page.getByRole('link', { name: 'Orders' }).click();
    await page.waitForURL(/\/interaction\//);
    await goBackTo(page, `${app.url}/account`);
    await expect(page.getByRole('alert')).toContainText('authorization_error');
    // What a sign-in that begins by itself would lead to.
    await expect(page.waitForURL(/\/interaction\//, { timeout: 1000 })).rejects.toThrow('Timeout');
    expect(logins).toHaveLength(2);
  },
);
