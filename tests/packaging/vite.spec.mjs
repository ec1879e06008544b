// As a new user would: an empty Vite app, the tarball installed into it, no configuration, a sign-in.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, createServer, preview } from 'vite';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { expect, signInAs, test } from '../support/fixtures.mjs';

const target = fileURLToPath(new URL('../../target/', import.meta.url));

const page = `<!doctype html>
<title>My app</title>
<link rel="icon" href="data:,">
<button id="sign-in">Sign in</button>
<p id="user"></p>
<script type="module" src="/main.js"></script>
`;

const main = `import { createClient } from 'proofkey';

// An app has the URL of its server in it; the test's is known only now.
const auth = createClient({ issuer: window.issuer, clientId: 'spa', redirectUri: \`\${location.origin}/callback\`, scope: 'openid profile' });
document.querySelector('#sign-in').onclick = () => auth.loginWithRedirect();
if (auth.isRedirectCallback()) {
  const { returnTo } = await auth.handleRedirectCallback();
  history.replaceState(null, '', returnTo);
}
document.querySelector('#user').textContent = auth.getUser()?.name ?? 'nobody';
`;

/** An app of its own for each test, with nothing in it but what the user wrote and npm installed. */
function emptyApp(name) {
  const root = join(target, 'packaging', name);
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'my-app', private: true, type: 'module' }));
  writeFileSync(join(root, 'index.html'), page);
  writeFileSync(join(root, 'main.js'), main);
  const tarball = readdirSync(target).find((file) => /^proofkey-.*\.tgz$/.test(file));
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', join(target, tarball)], {
    cwd: root,
    stdio: 'pipe',
  });
  return root;
}

async function signsIn(browserPage, url) {
  const origin = new URL(url).origin;
  const server = await startAuthorizationServer({ port: 0, origins: [origin] });
  await browserPage.addInitScript((issuer) => {
    window.issuer = issuer;
  }, server.issuer);
  const problems = [];
  browserPage.on('pageerror', (error) => problems.push(String(error)));
  try {
    await browserPage.goto(origin);
    // The page has run: a button that was pressed sooner would have done nothing.
    await expect(browserPage.locator('#user')).toHaveText('nobody');
    await browserPage.locator('#sign-in').click();
    await signInAs(browserPage);
    await expect(browserPage.locator('#user')).toHaveText('Alice Liddell');
    expect(browserPage.url()).toBe(`${origin}/`);
    expect(problems).toEqual([]);
  } finally {
    await server.close();
  }
}

test('every module of the package can be imported where there is no browser', () => {
  const root = emptyApp('node');
  const { exports } = JSON.parse(readFileSync(join(root, 'node_modules/proofkey/package.json')));
  const modules = Object.keys(exports).filter((path) => exports[path].import);
  expect(modules).toEqual(expect.arrayContaining(['./react', './vue']));
  const imports = modules.map((path) => `import 'proofkey${path.slice(1)}';`).join('');
  execFileSync(process.execPath, ['--input-type=module', '--eval', imports], { cwd: root, stdio: 'pipe' });
});

test('a Vite app signs in while it is developed', async ({ page }) => {
  const root = emptyApp('vite-dev');
  const server = await createServer({ root, logLevel: 'error', server: { port: 0, host: 'localhost' } });
  await server.listen();
  await signsIn(page, server.resolvedUrls.local[0]).finally(() => server.close());
});

test('a Vite app signs in as it is built, with the core in a chunk of its own', async ({ page }) => {
  const root = emptyApp('vite-build');
  await build({ root, logLevel: 'error' });
  const chunks = readdirSync(join(root, 'dist/assets'));
  expect(chunks.filter((name) => name.startsWith('inline-'))).toHaveLength(1);
  const server = await preview({ root, logLevel: 'error', preview: { port: 0, host: 'localhost' } });
  await signsIn(page, server.resolvedUrls.local[0]).finally(() => server.close());
});
