// Builds the npm package: Rust core, wasm file, JavaScript entries, types, documents, tarball.
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildCore, coreInputs } from './lib/build/core.mjs';
import { buildEntries } from './lib/build/entries.mjs';
import { pack, writePackage } from './lib/build/package.mjs';
import { writePapers } from './lib/build/papers.mjs';
import { fingerprint } from './lib/fingerprint.mjs';
import { withLock } from './lib/lock.mjs';
import { cache, isMain, root, target } from './lib/paths.mjs';
import { main, temporary } from './lib/run.mjs';
import { setUp } from './setup.mjs';

/** All that the package is made from, beside the core. */
const packageInputs = [
  ...[
    'js/src',
    'js/react',
    'js/server',
    'js/vue',
    'js/testing',
    'js/compat',
    'js/scripts/build.mjs',
    'js/scripts/lib/build',
    'js/scripts/lib/errors.mjs',
    'js/scripts/lib/audit/licences.mjs',
    'pkg-template',
  ],
  ...['tsconfig.json', 'CHANGELOG.md', 'LICENSE-APACHE', 'LICENSE-MIT'],
];

const MOST_CORES = 20;

/**
 * Builds what is not built yet; gives the path of the tarball. `target/npm` is the package; one with cargo features has a folder of
 * its own.
 *
 * @param {{ features?: string[] }} [options] `features`: of Cargo.toml. The package is built with none.
 */
export async function build({ features = [] } = {}) {
  const { env } = await setUp(['npm', 'rust', 'wasm-tools']);
  const out = join(target, ...features);
  const npm = join(out, 'npm');
  const core = await coreOf(env, features, join(out, 'core'));
  const inputs = fingerprint(packageInputs, core);
  const stamp = join(out, 'build.json');
  const last = existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : {};
  if (last.inputs === inputs && existsSync(join(out, last.tarball))) return join(out, last.tarball);
  // A build that is broken off must not pass for the one before.
  const work = join(out, 'build');
  for (const path of [stamp, npm, work]) rmSync(path, { recursive: true, force: true });
  // The source maps name where a file lay: a place that is the same on every machine.
  cpSync(core, work, { recursive: true });
  await buildEntries({ core: work, dist: join(npm, 'dist') });
  await writePackage(npm);
  await writePapers(npm, env);
  const tarball = pack(npm, out);
  writeFileSync(stamp, JSON.stringify({ inputs, tarball }));
  return join(out, tarball);
}

/** The folder with the compiled core: in the cache, since it takes minutes and is the same in every clone and on every branch. */
async function coreOf(env, features, raw) {
  const cores = join(cache, 'cores');
  const core = join(cores, fingerprint(coreInputs, [features, env.RUSTUP_TOOLCHAIN ?? 'default']).slice(0, 16));
  return withLock(cores, async () => {
    if (existsSync(core)) return core;
    const work = temporary(cores);
    await buildCore({ env, features, raw, work: work.path });
    renameSync(work.path, core);
    forgetOld(cores);
    return core;
  });
}

/** Each state of the sources leaves a megabyte: the last ones are kept. */
function forgetOld(cores) {
  const made = readdirSync(cores).filter((name) => /^[0-9a-f]{16}$/.test(name));
  const newest = made.map((name) => join(cores, name)).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of newest.slice(MOST_CORES)) rmSync(old, { recursive: true });
}

if (isMain(import.meta.url)) {
  await main(async () => console.log(relative(root, await build())));
}
