// node_modules, as package-lock.json says.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { onInterrupt, run } from '../run.mjs';

export const probe = () => (isInstalled(root) ? {} : undefined);

/** Runs `npm ci`. */
export async function install() {
  await installIn(root, 'Installing npm packages');
  return {};
}

/**
 * Compares the two lists of packages: exact whoever ran `npm ci`, and no time stamps that `git checkout` changes.
 * @param {string} folder with a lock file
 */
export function isInstalled(folder) {
  const installed = installedIn(folder);
  if (!existsSync(installed)) return false;
  const wanted = packagesOf(join(folder, 'package-lock.json'));
  const present = packagesOf(installed);
  return Object.entries(wanted).every(([path, entry]) => {
    // The root itself; and what is made for other systems.
    if (path === '' || (entry.optional && !present[path])) return true;
    return present[path]?.version === entry.version && present[path]?.integrity === entry.integrity;
  });
}

/** @param {string} folder @param {string} label @param {string[]} [options] of npm */
export async function installIn(folder, label, options = []) {
  // `npm ci` removes the old folder first: after Ctrl-C it is a half, which no one could tell from a whole.
  const forget = onInterrupt(() => {
    if (!existsSync(installedIn(folder))) rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
  });
  await run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund', ...options], {
    cwd: folder,
    label,
    // The browser comes from the system.
    env: { PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: '1' },
    fix: 'npm ci with the network up; or npm install, if package-lock.json has parted from package.json',
  });
  forget();
}

/** npm writes this last, so that it is missing after an installation that was broken off. */
const installedIn = (folder) => join(folder, 'node_modules/.package-lock.json');

/** @param {string} file @returns {Record<string, { version: string, integrity?: string, optional?: boolean }>} */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}
