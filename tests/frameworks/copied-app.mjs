// Copies of an example app of www-demo, as a user would make one: served by Vite, with a real authorization server.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { viteFor } from '../../www-demo/server/frameworks.mjs';
import { listen } from '../../www-demo/server/listen.mjs';
import { testOf } from './fixtures.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
let count = 0;

/** The tests of copies of one of them. @param {'react' | 'vue'} app */
export const testOfCopies = (app) =>
  testOf(app).extend({
    /**
     * Starts a copy: `copy({ 'router.js': (text) => text.replace(...), 'more.js': () => '...' }, { callback: '/account' })`; gives
     * `{ url, edit(file, change) }`. All are closed with the test.
     */
    copy: async ({ baseURL: _ }, use, { workerIndex }) => {
      const started = [];
      await use(async (changes = {}, { callback = '/callback' } = {}) => {
        count += 1;
        const folder = join(root, `target/frameworks/${app}-${workerIndex}-${count}`);
        const edit = copyTo(folder, app);
        for (const [file, change] of Object.entries(changes)) edit(file, change);
        const listener = await listen(0);
        const server = await startAuthorizationServer({
          origins: [listener.url],
          redirectUris: [listener.url + callback],
        });
        const vite = await serve({ folder, app, listener, issuer: server.issuer });
        started.push(vite, listener, server);
        return { url: listener.url, folder, edit };
      });
      for (const part of started) await part.close();
    },
  });

/** Gives the function that changes a file of the copy. */
function copyTo(folder, app) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of [app, 'style.css', 'panels.css', 'example.css', 'node_modules/proofkey']) {
    cpSync(join(root, 'www-demo', name), join(folder, name), { recursive: true });
  }
  return (file, change) => {
    const path = join(folder, app, file);
    const before = readFileSync(path, { encoding: 'utf8', flag: 'a+' });
    const after = change(before);
    if (after === before) throw new Error(`${file} has nothing to change`);
    writeFileSync(path, after);
  };
}

async function serve({ folder, app, listener: { server, url, handle }, issuer }) {
  const vite = await createServer({
    ...(await viteFor(app, { issuer, clientId: 'spa', scope: 'openid profile email' })),
    root: folder,
    configFile: false,
    logLevel: 'warn',
    cacheDir: join(folder, 'vite'),
    server: { middlewareMode: true, ws: { server }, fs: { allow: [root] } },
    appType: 'spa',
  });
  handle((request, response) => {
    const { pathname } = new URL(request.url, url);
    if (!extname(pathname) && !pathname.startsWith('/@')) request.url = `/${app}/index.html`;
    return vite.middlewares(request, response);
  });
  return vite;
}

/** The texts that the address bar shows from now on, in this page and those that follow. */
export function shownBy(page) {
  const shown = [];
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) shown.push(frame.url());
  });
  return shown;
}
