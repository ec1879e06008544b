// A page of React without an app, bundled with one of the versions that proofkey/react is for, and its server.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';
import { build } from 'esbuild';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { startSite } from '../support/site.mjs';
import { complaints } from './fixtures.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');
const target = join(root, 'target/frameworks');

/** Where the packages of that major version are. The repository has the newest; the oldest is installed when it is not there yet. */
export function reactOf(major) {
  if (major === 19) return join(root, 'node_modules');
  const folder = join(target, `react-${major}`);
  if (!existsSync(join(folder, 'node_modules/react-dom'))) {
    mkdirSync(folder, { recursive: true });
    for (const file of ['package.json', 'package-lock.json']) {
      cpSync(join(here, `react-${major}`, file), join(folder, file));
    }
    execFileSync('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'pipe' });
  }
  return join(folder, 'node_modules');
}

/**
 * Starts it. Every path shows the same page: `#rendered` with what a server renders, and two more places.
 *
 * @returns {Promise<{ url: string, issuer: string, close(): Promise<void> }>}
 */
export async function startReactPage(major) {
  const out = join(target, `page-${major}-${process.pid}`);
  const packages = reactOf(major);
  const common = {
    absWorkingDir: join(here, 'react-app'),
    alias: {
      proofkey: join(root, 'target/npm'),
      react: join(packages, 'react'),
      'react-dom': join(packages, 'react-dom'),
    },
    bundle: true,
    chunkNames: '[name]-[hash]',
    // React's own warnings are for this build.
    define: { 'process.env.NODE_ENV': '"development"' },
    jsx: 'automatic',
    logLevel: 'error',
    outdir: out,
  };
  await build({ ...common, entryPoints: ['browser.jsx'], format: 'esm', splitting: true, target: 'es2022' });
  await build({
    ...common,
    entryPoints: ['server.jsx'],
    format: 'cjs',
    platform: 'node',
    outExtension: { '.js': '.cjs' },
  });
  const { html } = createRequire(import.meta.url)(join(out, 'server.cjs'));
  writeFileSync(
    join(out, 'index.html'),
    `<!doctype html><title>React ${major}</title><link rel="icon" href="data:,"><div id="rendered">${html}</div>
<div id="one"></div><div id="two"></div><script type="module" src="/browser.js"></script>`,
  );
  let config = {};
  const site = await startSite({ mounts: { '/': `${out}/` }, config: () => config });
  const server = await startAuthorizationServer({ port: 0, origins: [site.url] });
  config = { issuer: server.issuer, clientId: 'spa', scope: 'openid profile offline_access', store: 'sessionStorage' };
  const close = async () => void (await Promise.all([site.close(), server.close()]));
  return { url: site.url, issuer: server.issuer, close };
}

/** The tests of such a page. Whatever it complains of fails them. @param {18 | 19} major */
export const testOfReact = (major) =>
  base.extend({
    site: [
      // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
      async ({}, use) => {
        const site = await startReactPage(major);
        await use(site);
        await site.close();
      },
      { scope: 'worker' },
    ],
    complaints,
  });

/** Opens the page with other options for its client; they hold for every page that comes after. */
export async function open(page, url, changes = {}) {
  await page.addInitScript((changes) => Object.assign(window, { changes }), changes);
  await page.goto(url);
  await page.waitForFunction(() => window.render);
}
