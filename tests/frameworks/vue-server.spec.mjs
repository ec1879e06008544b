// Vue apps that a server renders, that share a client, or that have no router.
import { expect } from '@playwright/test';
import { createSSRApp, h } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { createClient, ProofkeyError } from '../../target/npm/dist/index.js';
import { createProofkey, useProofkey } from '../../target/npm/dist/vue.js';
import { signInAs, tokenRequests } from '../support/fixtures.mjs';
import { testOfCopies } from './copied-app.mjs';

const test = testOfCopies('vue');

const options = { issuer: 'https://op.example', clientId: 'spa', redirectUri: 'https://app.example/callback' };

/** What a server and a browser render alike. */
const state = `
  setup() {
    const { isLoading, user } = useProofkey();
    return () => h('p', { id: 'state' }, isLoading.value ? 'loading' : (user.value?.name ?? 'nobody'));
  },
`;
const State = {
  setup() {
    const { isLoading, user } = useProofkey();
    return () => h('p', { id: 'state' }, isLoading.value ? 'loading' : (user.value?.name ?? 'nobody'));
  },
};

/** A main module that has a user before it takes over what a server has rendered. */
const hydrating = `import { createProofkey, useProofkey } from 'proofkey/vue';
import { createSSRApp, h } from 'vue';
import { auth } from './auth.js';
const place = document.querySelector('#app');
place.innerHTML = '<p id="state">loading</p>';
window.rendered = place.firstChild;
if (!auth.isRedirectCallback()) await auth.checkSession();
const App = {${state}};
createSSRApp(App).use(createProofkey({ client: auth })).mount(place);
window.auth = auth;
`;

test('Vue: an app is rendered on a server as loading, and nothing of a browser is looked for', async () => {
  const touched = [];
  const names = [
    'document',
    'location',
    'history',
    'localStorage',
    'sessionStorage',
    'addEventListener',
    'PopStateEvent',
  ];
  for (const name of names) {
    const get = () => void touched.push(name);
    Object.defineProperty(globalThis, name, { configurable: true, get });
  }
  const guards = [];
  const router = { beforeEach: (guard) => guards.push(guard) };
  try {
    const client = createClient(options);
    const listeners = [];
    client.subscribe = (listener) => listeners.push(listener);
    const html = await renderToString(createSSRApp(State).use(createProofkey({ client, router })));
    expect(html).toBe('<p id="state">loading</p>');
    // A server renders many apps, and unmounts none.
    expect([touched, guards, listeners]).toEqual([[], [], []]);
  } finally {
    for (const name of names) delete globalThis[name];
  }
});

test('Vue: useProofkey without the plugin, or outside of an app, is a config_error that names the client', async () => {
  const thrown = [];
  const attempt = () => {
    try {
      useProofkey();
    } catch (error) {
      thrown.push(error);
    }
  };
  await renderToString(createSSRApp({ setup: () => attempt() ?? (() => h('p')) }));
  attempt();
  expect(thrown).toHaveLength(2);
  for (const error of thrown) {
    expect(error).toBeInstanceOf(ProofkeyError);
    expect([error.code, error.phase, error.option]).toEqual(['config_error', 'create', 'client']);
    expect(error.hint).toContain('app.use(createProofkey({ client }))');
  }
});

test('Vue: what a server has rendered is taken over without a warning, even if the user is known before', async ({
  page,
  copy,
}) => {
  const app = await copy({ 'main.js': () => hydrating });
  await page.goto(app.url);
  await expect(page.locator('#state')).toHaveText('nobody');
  await page.evaluate(() => void window.auth.loginWithRedirect());
  await page.waitForURL(/\/interaction\//);
  const requests = tokenRequests(page);
  await signInAs(page);
  await expect(page.locator('#state')).toHaveText('Alice Liddell');
  // Without a router the address bar is led back.
  await expect(page).toHaveURL(`${app.url}/`);
  await page.reload();
  await expect(page.locator('#state')).toHaveText('Alice Liddell');
  const isTakenOver = await page.evaluate(() => window.rendered === document.querySelector('#state'));
  expect([isTakenOver, requests.length]).toEqual([true, 1]);
});

test('Vue: two apps of a page share a client, and each listens until it is unmounted', async ({ page, copy }) => {
  const app = await copy({
    'main.js': () => `import { createProofkey, useProofkey } from 'proofkey/vue';
import { createApp, h } from 'vue';
import { auth } from './auth.js';
const { subscribe } = auth;
let listening = 0;
auth.subscribe = (listener) => {
  listening += 1;
  const end = subscribe.call(auth, listener);
  return () => {
    listening -= 1;
    end();
  };
};
document.body.innerHTML = '<div id="one"></div><div id="two"></div>';
const App = {${state}};
const [one, two] = ['#one', '#two'].map((place) => {
  const app = createApp(App).use(createProofkey({ client: auth }));
  app.mount(place);
  return app;
});
Object.assign(window, { auth, one, two, listening: () => listening });
`,
  });
  await page.goto(app.url);
  await expect(page.locator('#state')).toHaveText(['nobody', 'nobody']);
  const requests = tokenRequests(page);
  await page.evaluate(() => void window.auth.loginWithRedirect());
  await page.waitForURL(/\/interaction\//);
  await signInAs(page);
  await expect(page.locator('#state')).toHaveText(['Alice Liddell', 'Alice Liddell']);
  expect(requests).toHaveLength(1);
  expect(await page.evaluate(() => window.listening())).toBe(1);
  await page.evaluate(() => window.two.unmount());
  expect(await page.evaluate(() => window.listening())).toBe(1);
  await page.evaluate(() => window.auth.logout({ openUrl: () => {} }));
  await expect(page.locator('#state')).toHaveText(['nobody']);
  await page.evaluate(() => window.one.unmount());
  expect(await page.evaluate(() => window.listening())).toBe(0);
  // The client is the app's own, and goes on.
  expect(await page.evaluate(() => window.auth.checkSession())).toBe(false);
});
