// The React app as somebody has copied it, while its files are written, and when the browser keeps its pages.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { createServer } from 'vite';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { listen } from '../../www-demo/server/listen.mjs';
import { signInAs, tokenRequests } from '../support/fixtures.mjs';
import { keptPage } from '../support/kept-pages.mjs';
import { loginsOf, signInAt, testOf } from './fixtures.mjs';
import { reactOf } from './react-page.mjs';

const path = (relative) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const test = testOf('react');
const testOfKeptPages = test.extend({ page: keptPage });
test.describe.configure({ mode: 'default' });

/** Copies the app into a folder of its own, and serves it with Vite as it comes. */
async function startCopy(name, alias = {}) {
  const root = path(`target/frameworks/${name}`);
  rmSync(root, { recursive: true, force: true });
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  for (const file of ['style.css', 'panels.css', 'example.css', 'react', 'node_modules/proofkey']) {
    cpSync(path(`www-demo/${file}`), join(root, file), { recursive: true });
  }
  cpSync(join(root, 'react/index.html'), join(root, 'index.html'));
  writeFileSync(join(root, 'package.json'), '{ "private": true, "type": "module" }');
  const listener = await listen();
  const server = await startAuthorizationServer({ port: 0, origins: [listener.url] });
  const env = { VITE_ISSUER: server.issuer, VITE_CLIENT_ID: 'spa', VITE_SCOPE: 'openid profile offline_access' };
  writeFileSync(
    join(root, '.env'),
    Object.entries(env)
      .map((pair) => `${pair.join('=')}\n`)
      .join(''),
  );
  const vite = await createServer({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: react(),
    resolve: { alias },
    server: { middlewareMode: true, ws: { server: listener.server } },
  });
  listener.handle((request, response) => vite.middlewares(request, response));
  const edit = (file, from, to) => {
    const text = readFileSync(join(root, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(root, file), text.replace(from, to));
  };
  const close = () => Promise.all([vite.close(), listener.close(), server.close()]);
  return { url: listener.url, edit, close };
}

test('React: hot reload of a component, and of the module with the client, keep the session', async ({ page }) => {
  const app = await startCopy('hot');
  try {
    await signInAt(page, `${app.url}/orders`);
    await expect(page.getByRole('heading', { name: 'Your orders' })).toBeVisible();
    const [logins, requests] = [loginsOf(page), tokenRequests(page)];
    await page.evaluate(() => Object.assign(window, { isTheSame: true }));
    app.edit('react/orders.jsx', 'Your orders', 'My orders');
    await expect(page.getByRole('heading', { name: 'My orders' })).toBeVisible();
    expect(await page.evaluate(() => window.isTheSame)).toBe(true);
    // Vite loads the page again for this one: no component stands between it and the first module.
    app.edit('react/auth.js', "store: 'sessionStorage',", "store: 'sessionStorage', autoRefresh: true,");
    await expect.poll(() => page.evaluate(() => window.isTheSame).catch(() => true)).toBeUndefined();
    await expect(page.getByTestId('user')).toHaveText('Alice Liddell');
    await expect(page.getByRole('heading', { name: 'My orders' })).toBeVisible();
    expect([...logins, ...requests]).toEqual([]);
  } finally {
    await app.close();
  }
});

test('React: the same app signs in with React 18', async ({ page }) => {
  const packages = reactOf(18);
  const app = await startCopy('oldest', { react: join(packages, 'react'), 'react-dom': join(packages, 'react-dom') });
  try {
    const [logins, requests] = [loginsOf(page), tokenRequests(page)];
    await signInAt(page, `${app.url}/orders?status=open#o-1003`);
    await expect(page.locator('[aria-current=true]')).toContainText('Tea for four');
    expect([logins.length, requests.length]).toEqual([1, 1]);
  } finally {
    await app.close();
  }
});

testOfKeptPages(
  'React: Back from the login page, to a protected page that the browser has kept, leads to the login page again',
  async ({ page, demo }) => {
    const logins = loginsOf(page);
    await page.addInitScript(() => {
      addEventListener('pageshow', ({ persisted }) => persisted && sessionStorage.setItem('restored', 'yes'));
    });
    await page.goto(demo.url);
    // A click, without which the browser would not stop there on the way back.
    await page.getByRole('link', { name: 'Account' }).click();
    await page.waitForURL(/\/interaction\//);
    await page.evaluate(() => void setTimeout(() => history.back()));
    await expect.poll(() => logins.length).toBe(2);
    await page.waitForURL(/\/interaction\//);
    await signInAs(page);
    await expect(page.getByRole('heading', { name: 'Your account' })).toBeVisible();
    expect(await page.evaluate(() => sessionStorage.getItem('restored'))).toBe('yes');
    expect(logins).toHaveLength(2);
  },
);
