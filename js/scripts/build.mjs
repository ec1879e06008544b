// Builds the npm package: Rust core, wasm file, JavaScript entries, types, documents, tarball.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildCore, coreInputs } from './lib/build/core.mjs';
import { buildEntries } from './lib/build/entries.mjs';
import { pack, writePackage } from './lib/build/package.mjs';
import { fingerprint } from './lib/fingerprint.mjs';
import { isMain, root, target } from './lib/paths.mjs';
import { main } from './lib/run.mjs';
import { setUp } from './setup.mjs';

/** All that the package is made from, beside the core. */
const packageInputs = [
  ...[
    'js/src',
    'js/react',
    'js/vue',
    'js/testing',
    'js/scripts/build.mjs',
    'js/scripts/lib/build',
    'js/scripts/lib/errors.mjs',
    'pkg-template',
  ],
  ...['tsconfig.json', 'CHANGELOG.md', 'LICENSE-APACHE', 'LICENSE-MIT'],
];

/**
 * Builds what is not built yet; gives the path of the tarball. `target/npm` is the package; one with cargo features has a folder of
 * its own.
 *
 * @param {{ features?: string[] }} [options] `features`: of Cargo.toml. The package is built with none.
 */
export async function build({ features = [] } = {}) {
  const { env } = await setUp(['npm', 'rust', 'wasm-tools']);
  const out = join(target, ...features);
  const places = { raw: join(out, 'core'), work: join(out, 'build'), npm: join(out, 'npm') };
  const core = fingerprint(coreInputs, env.RUSTUP_TOOLCHAIN ?? 'default');
  await unlessDone(join(out, 'core.json'), core, () => buildCore({ env, features, ...places }));
  const { tarball } = await unlessDone(join(out, 'package.json'), fingerprint(packageInputs, core), async () => {
    rmSync(places.npm, { recursive: true, force: true });
    await buildEntries({ ...places, dist: join(places.npm, 'dist') });
    await writePackage(places.npm);
    return { tarball: pack(places.npm, out) };
  });
  return join(out, tarball);
}

/** Does what was not done with the same inputs. @param {string} stamp where it is noted, with what `work` gives */
async function unlessDone(stamp, inputs, work) {
  const last = existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : {};
  if (last.inputs === inputs) return last;
  // A build that is broken off must not pass for the one before.
  rmSync(stamp, { force: true });
  const done = { inputs, ...(await work()) };
  writeFileSync(stamp, JSON.stringify(done));
  return done;
}

if (isMain(import.meta.url)) {
  await main(async () => console.log(relative(root, await build())));
}
