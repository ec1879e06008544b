// The URL of a sign-in link: how many there are, how long they live, and where there is none. In the newest React and the oldest; the
// Vue app beside them shows what is Vue's own.
import { expect } from '@playwright/test';
import { signInAs } from '../support/fixtures.mjs';
import { goBackTo, keptPage } from '../support/kept-pages.mjs';
import { testOfCopies } from './copied-app.mjs';
import { loginsOf } from './fixtures.mjs';
import { open, testOfReact } from './react-page.mjs';

const vue = testOfCopies('vue');
const vueOfKeptPages = vue.extend({ page: keptPage });

const link = (page, place = 'one') => page.locator(`#${place}`).getByRole('link', { name: 'Sign in' });
const hrefOf = (page, place) => link(page, place).getAttribute('href');

/** The sign-ins that wait in links. */
const waiting = (page) =>
  page.evaluate(() => Object.values(sessionStorage).filter((text) => text.includes('"link":true')).length);

/** From the login page back to the app; gives what it is told. */
async function comeBack(page) {
  await page.waitForURL(/\/interaction\//);
  await signInAs(page);
  await page.waitForURL(/\/callback/);
  await page.waitForFunction(() => window.render);
  return page.evaluate(() => auth.handleRedirectCallback());
}

for (const major of [19, 18]) {
  const test = testOfReact(major);

  test.describe(`React ${major}`, () => {
    test('a plain click on a link begins its sign-in, which ends where the user was', async ({ page, site }) => {
      const logins = loginsOf(page);
      await open(page, site.url);
      await page.evaluate(() => render('one', ['Link']));
      const href = await hrefOf(page);
      await page.evaluate(() => history.pushState(null, '', '/shop?a=1#b'));
      await link(page).click();
      expect(await comeBack(page)).toEqual({ appState: { cart: 3 }, returnTo: '/shop?a=1#b' });
      expect(logins).toEqual([href]);
    });

    test('links that are alike share one transaction, however often they come and go; another one has its own', async ({
      page,
      site,
    }) => {
      await open(page, site.url);
      await page.evaluate(() => {
        render('one', ['Link']);
        render('two', ['Link']);
      });
      const href = await hrefOf(page);
      expect(await hrefOf(page, 'two')).toBe(href);
      for (let round = 0; round < 20; round++) {
        await page.evaluate(() => render('one', []));
        await expect(link(page)).toHaveCount(0);
        await page.evaluate(() => render('one', ['Link']));
        expect(await hrefOf(page)).toBe(href);
      }
      expect(await waiting(page)).toBe(1);
      await page.evaluate(() => render('two', ['OtherLink']));
      await expect(link(page, 'two')).not.toHaveAttribute('href', href);
      expect(await waiting(page)).toBe(2);
    });

    test('a link that is shown for long is renewed before its sign-in is too old', async ({ page, site }) => {
      await page.clock.install();
      await open(page, site.url);
      await page.evaluate(() => render('one', ['Link']));
      const href = await hrefOf(page);
      await page.clock.fastForward('53:00');
      expect(await hrefOf(page)).toBe(href);
      await page.clock.fastForward('03:00');
      await expect(link(page)).not.toHaveAttribute('href', href);
      await link(page).click();
      await page.waitForURL(/\/interaction\//);
    });

    test('a link that is there when the user signs out works for the next one', async ({ page, site }) => {
      await open(page, site.url);
      await page.evaluate(() => void auth.loginWithRedirect());
      await comeBack(page);
      await page.evaluate(() => render('one', ['Link', 'State']));
      await expect(page.locator('#one #state')).toHaveText('alice');
      await expect(link(page)).toBeVisible();
      await page.evaluate(() => auth.logout({ openUrl() {} }));
      await expect(page.locator('#one #state')).toHaveText('nobody');
      await link(page).click();
      await page.waitForURL(/\/callback/);
      await page.waitForFunction(() => window.render);
      expect(await page.evaluate(() => auth.handleRedirectCallback())).toMatchObject({ appState: { cart: 3 } });
    });

    test('where there can be no URL there is no link, and the button tells why', async ({ page, site, complaints }) => {
      await page.route(/\/(inline|page|wasm)-[^/]*\.js$/, (route) => route.abort());
      await open(page, site.url);
      await page.evaluate(() => {
        window.rejected = [];
        addEventListener('unhandledrejection', (event) => {
          event.preventDefault();
          rejected.push(event.reason.code);
        });
        render('one', ['State', 'Link']);
      });
      await expect(page.locator('#one #state')).toHaveText('nobody core_load_failed');
      await page.locator('#one').getByRole('button', { name: 'Sign in' }).click();
      await expect.poll(() => page.evaluate(() => window.rejected)).toEqual(['core_load_failed']);
      for (const text of complaints.splice(0)) expect(text).toContain('net::ERR_FAILED');
    });

    test('wrong options are told: an appState that JSON cannot hold, and an option that there is none of', async ({
      page,
      site,
      complaints,
    }) => {
      await open(page, site.url);
      await page.evaluate(() => render('one', ['WrongLink']));
      await expect(page.locator('#boundary')).toHaveText('ProofkeyError config_error appState');
      await page.evaluate(() => render('two', ['UnknownLink']));
      await expect(page.getByText('no link')).toBeVisible();
      await expect.poll(() => complaints.filter((text) => text.startsWith('ProofkeyError')).length).toBeGreaterThan(0);
      for (const text of complaints.splice(0)) expect(text).toMatch(/config_error|The above error occurred/);
    });

    test('a callback of another tab is shown, unless the app lets this tab sign in', async ({ page, site }) => {
      const logins = loginsOf(page);
      await open(page, `${site.url}/callback?code=another&state=tab`);
      await page.evaluate(() => render('one', ['State']));
      await expect(page.locator('#one #state')).toHaveText('nobody state_not_found');
      expect(logins).toEqual([]);
      await page.reload();
      await page.waitForFunction(() => window.render);
      await page.evaluate(() =>
        render('one', ['State'], { signInOnUnknownState: { returnTo: '/below', appState: 7 } }),
      );
      expect(await comeBack(page)).toEqual({ appState: 7, returnTo: '/below' });
      expect(logins).toHaveLength(1);
    });
  });
}

vue('Vue: the link follows its options, and has its URL again when it is shown again', async ({ page, copy }) => {
  const app = await copy({
    'Home.vue': () => `<script setup>
import { useLoginHref } from 'proofkey/vue';
import { ref } from 'vue';
import Shown from './Shown.vue';

const cart = ref(1);
const isShown = ref(true);
const href = useLoginHref(() => ({ appState: { cart: cart.value } }));
Object.assign(window, { cart, isShown });
</script>

<template><a id="link" :href="href">In</a> <Shown v-if="isShown" /></template>
`,
    'Shown.vue': () => `<script setup>
import { useLoginHref } from 'proofkey/vue';

const href = useLoginHref({ prompt: 'create' });
</script>

<template><a id="shown" :href="href">Up</a></template>
`,
  });
  await page.goto(app.url);
  const link = page.locator('#link');
  const shown = page.locator('#shown');
  await expect(link).toHaveAttribute('href', /\/oauth\/authorize\?/);
  await expect(shown).toHaveAttribute('href', /prompt=create/);
  const [first, other] = [await link.getAttribute('href'), await shown.getAttribute('href')];
  const before = await waiting(page);
  await page.evaluate(() => Object.assign(window.isShown, { value: false }));
  await expect(shown).toHaveCount(0);
  await page.evaluate(() => Object.assign(window.isShown, { value: true }));
  await expect(shown).toHaveAttribute('href', other);
  await page.evaluate(() => Object.assign(window.cart, { value: 2 }));
  await expect(link).not.toHaveAttribute('href', first);
  await page.evaluate(() => Object.assign(window.cart, { value: 1 }));
  await expect(link).toHaveAttribute('href', first);
  expect(await waiting(page)).toBe(before + 1);
});

vueOfKeptPages(
  'Vue: a link whose page the browser has kept is another one when it is shown again: it may have been used',
  async ({ page, copy }) => {
    const app = await copy({
      'Home.vue': () => `<script setup>
import { useLoginHref } from 'proofkey/vue';

const href = useLoginHref();
</script>

<template><a id="link" :href="href">In</a></template>
`,
    });
    const link = page.locator('#link');
    await page.goto(app.url);
    await expect(link).toHaveAttribute('href', /\/oauth\/authorize\?/);
    const href = await link.getAttribute('href');
    const depth = await page.evaluate(() => history.length);
    await link.click();
    await page.waitForURL(/\/interaction\//);
    await signInAs(page);
    await expect(page.getByTestId('user')).toHaveText('Alice Liddell');
    await goBackTo(page, `${app.url}/`, await page.evaluate((depth) => history.length - depth, depth));
    await expect(link).not.toHaveAttribute('href', href);
    const callback = page.waitForRequest((request) => request.url().includes('code='));
    await link.click();
    await callback;
    await expect(page.getByTestId('user')).toHaveText('Alice Liddell');
    await expect(page.getByRole('alert')).toHaveCount(0);
  },
);
