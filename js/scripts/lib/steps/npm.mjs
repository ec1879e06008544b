// node_modules, as package-lock.json says.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { onInterrupt, run } from '../run.mjs';

const modules = join(root, 'node_modules');
// npm writes this last, so that it is missing after an installation that was broken off.
const installed = join(modules, '.package-lock.json');

/** Compares the two lists of packages: exact whoever ran `npm ci`, and no time stamps that `git checkout` changes. */
export function probe() {
  if (!existsSync(installed)) return undefined;
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const present = packagesOf(installed);
  const same = Object.entries(wanted).every(([path, entry]) => {
    // The root itself; and what is made for other systems.
    if (path === '' || (entry.optional && !present[path])) return true;
    return present[path]?.version === entry.version && present[path]?.integrity === entry.integrity;
  });
  return same ? {} : undefined;
}

/** Runs `npm ci`. */
export async function install() {
  // `npm ci` removes the old folder first: after Ctrl-C it is a half, which no one could tell from a whole.
  const forget = onInterrupt(() => {
    if (!existsSync(installed)) rmSync(modules, { recursive: true, force: true });
  });
  await run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], {
    cwd: root,
    label: 'Installing npm packages',
    // The browser comes from the system.
    env: { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
    fix: 'npm ci with the network up; or npm install, if package-lock.json has parted from package.json',
  });
  forget();
  return {};
}

/** @param {string} file @returns {Record<string, { version: string, integrity?: string, optional?: boolean }>} */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}
