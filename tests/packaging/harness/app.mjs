// The app of a user: its folder as the tool's starter leaves it, what npm installs for it, and the packed package.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cache, root } from '../../../js/scripts/lib/paths.mjs';
import { run } from '../../../js/scripts/lib/run.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

/** The folders of the tools: their names are those of the rows. */
export const tools = readdirSync(path('../tools/'));

/** The package, as it was built last. */
export const tarball = () =>
  join(
    root,
    'target',
    readdirSync(join(root, 'target')).find((file) => /^proofkey-.*\.tgz$/.test(file)),
  );

const hash = (...texts) => createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 12);

/**
 * Outside the repository, where no parent folder lends an app its packages, its tsconfig.json or its lock file; each clone has its
 * own.
 */
const places = join(cache, 'packaging', hash(root));

/**
 * Makes the app anew; what npm installed is kept while the lock file stays. Gives its folder.
 *
 * @param {string} name of the tool's folder
 * @param {{ tarball: string, main?: string }} given `main`: where the app has its main module, if that is the one of `../app`
 */
export async function installApp(name, { tarball, main }) {
  const app = join(places, name);
  mkdirSync(app, { recursive: true });
  for (const file of readdirSync(app)) {
    if (file !== 'node_modules') rmSync(join(app, file), { recursive: true });
  }
  cpSync(path(`../tools/${name}/`), app, { recursive: true, filter: (file) => !file.endsWith('/tool.mjs') });
  if (main) {
    mkdirSync(dirname(join(app, main)), { recursive: true });
    cpSync(path('../app/main.js'), join(app, main));
  }
  await installDependencies(name, app);
  await putPackage(name, app, tarball);
  return app;
}

async function installDependencies(name, app) {
  if (!existsSync(join(app, 'package-lock.json'))) return;
  const stamp = join(app, 'node_modules/.installed');
  const wanted = hash(readFileSync(join(app, 'package-lock.json'), 'utf8'), process.version);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await run('npm', ['ci', '--prefer-offline', '--no-audit', '--no-fund'], {
    cwd: app,
    label: `Installing the app of ${name}`,
    log: `packaging-${name}-install`,
  });
  writeFileSync(stamp, wanted);
}

/** As `npm install proofkey` does: it has no dependencies, so its files and a line in package.json are all. */
async function putPackage(name, app, tarball) {
  // What a tool has kept of the package before.
  for (const folder of ['proofkey', '.cache', '.vite']) {
    rmSync(join(app, 'node_modules', folder), { recursive: true, force: true });
  }
  const place = join(app, 'node_modules/proofkey');
  mkdirSync(place, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', place, '--strip-components=1'], {
    label: `Unpacking the package into the app of ${name}`,
    quiet: true,
  });
  const { version } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
  const manifest = join(app, 'package.json');
  if (!existsSync(manifest)) return;
  const { dependencies, ...rest } = JSON.parse(readFileSync(manifest, 'utf8'));
  writeFileSync(manifest, JSON.stringify({ ...rest, dependencies: { ...dependencies, proofkey: version } }, null, 2));
}

/** The version of a package that npm has installed for the app. */
export function installedVersion(app, name) {
  return JSON.parse(readFileSync(join(app, 'node_modules', name, 'package.json'), 'utf8')).version;
}
