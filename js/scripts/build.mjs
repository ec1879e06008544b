// Builds the npm package: Rust core, wasm file, JavaScript entries, types, documents, tarball.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { catalogue, errorPage } from './lib/errors.mjs';
import { fingerprint } from './lib/fingerprint.mjs';
import { instantiable } from './lib/glue.mjs';
import { bin, isMain, root, target } from './lib/paths.mjs';
import { main, run } from './lib/run.mjs';
import { shorten } from './lib/shorten.mjs';
import { setUp } from './setup.mjs';

/** Flags of the release build; `src/README.md` tells what each one saves. */
const rustFlags = [
  ...['-Zunstable-options', '-Cpanic=immediate-abort', '-Zlocation-detail=none', '-Zfmt-debug=none'],
  // Off by default where size counts, and yet smaller with it.
  '-Zinline-mir=yes',
  // Eight times the default: what is inlined so early is simplified before LLVM sees it.
  '-Zinline-mir-threshold=400',
  ...['--cfg', 'getrandom_backend="wasm_js"'],
  ...['--cfg', 'sha2_backend="soft"', '--cfg', 'sha2_backend_soft="compact"'],
];

/** All that a build is made from. */
const inputs = [
  ...[
    'src',
    'js/src',
    'js/scripts/build.mjs',
    'js/scripts/lib/errors.mjs',
    'js/scripts/lib/glue.mjs',
    'js/scripts/lib/shorten.mjs',
    'pkg-template',
    'tsconfig.json',
  ],
  ...['Cargo.toml', 'Cargo.lock', 'package-lock.json', 'CHANGELOG.md', 'LICENSE-APACHE', 'LICENSE-MIT'],
];

/** What a build writes, and where: `target/npm` is the package; one with cargo features has a folder of its own. */
function places(features) {
  const out = join(target, ...features);
  const npm = join(out, 'npm');
  return { out, glue: join(out, 'core'), work: join(out, 'build'), npm, dist: join(npm, 'dist') };
}

/**
 * Builds what is not built yet; gives the path of the tarball.
 *
 * @param {{ features?: string[] }} [options] `features`: of Cargo.toml. The package is built with none.
 */
export async function build({ features = [] } = {}) {
  const { env } = await setUp(['npm', 'rust', 'wasm-tools']);
  const at = places(features);
  const now = fingerprint(inputs, env.RUSTUP_TOOLCHAIN ?? 'default');
  const stamp = join(at.out, 'build.json');
  const last = existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : {};
  if (last.fingerprint === now && existsSync(join(at.out, last.tarball))) return join(at.out, last.tarball);
  // A build that is broken off must not pass for the one before.
  rmSync(stamp, { force: true });
  await compile(env, features, at);
  await assemble(at);
  const tarball = pack(at);
  writeFileSync(stamp, JSON.stringify({ fingerprint: now, tarball }));
  return join(at.out, tarball);
}

async function compile(env, features, { glue, work }) {
  // `force` skips wasm-pack's checks of the toolchain, which set-up has made. The standard library is compiled along:
  // only so can it be built without the machinery of panics.
  const options = ['--mode', 'force', '--target', 'web', '--no-pack', '--no-typescript', '--out-dir', glue];
  const cargoOptions = ['-Zbuild-std=std,panic_abort', ...features.flatMap((name) => ['--features', name])];
  await run('wasm-pack', ['build', root, ...options, '--out-name', 'core', '--', ...cargoOptions], {
    label: ['Compiling the core to WebAssembly', ...features].join(', with '),
    // CARGO_ENCODED_RUSTFLAGS separates by a control character, so that no quoting is needed.
    env: { ...env, RUSTC_BOOTSTRAP: '1', CARGO_ENCODED_RUSTFLAGS: rustFlags.join('\x1f') },
  });
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  // No feature flags: the module names the features that it needs, and --all-features writes what engines refuse.
  const strip = ['--strip-debug', '--strip-producers', '--strip-target-features'];
  const wasm = join(work, 'core.wasm');
  await run(bin('wasm-opt'), [join(glue, 'core_bg.wasm'), '-Oz', '--converge', ...strip, '-o', wasm], {
    label: 'Optimising it',
  });
  const short = shorten(readFileSync(wasm), instantiable(readFileSync(join(glue, 'core.js'), 'utf8')));
  // An engine has the last word on what the tools wrote.
  await WebAssembly.compile(short.wasm);
  writeFileSync(wasm, short.wasm);
  writeFileSync(join(work, 'glue.js'), short.glue);
  // Slower than gzip by seconds, once; 6 % smaller for every visitor.
  const { gzipAsync } = await import('@gfx/zopfli');
  const bytes = Buffer.from(await gzipAsync(short.wasm, { numiterations: 15 })).toString('base64');
  writeFileSync(join(work, 'bytes.js'), `export default '${bytes}';\n`);
}

async function assemble({ work, npm, dist }) {
  const esbuild = await import('esbuild');
  rmSync(npm, { recursive: true, force: true });
  const common = {
    absWorkingDir: root,
    alias: { 'proofkey-core-glue': join(work, 'glue.js'), 'proofkey-core-bytes': join(work, 'bytes.js') },
    bundle: true,
    legalComments: 'none',
    logLevel: 'warning',
    minify: true,
    outdir: dist,
    platform: 'browser',
    sourcemap: true,
    target: 'es2022',
  };
  await esbuild.build({
    ...common,
    entryPoints: ['index', 'slim', 'presets', 'front-channel-logout'].map((name) => `js/src/${name}.ts`),
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
  });
  await esbuild.build({ ...common, entryPoints: { proofkey: 'js/src/script.ts' }, format: 'iife' });
  cpSync(join(work, 'core.wasm'), join(dist, 'core.wasm'));
  await run(bin('tsc'), ['--outDir', dist], { label: 'Writing the types' });

  const { version } = cargoPackage();
  const manifest = JSON.parse(readFileSync(join(root, 'pkg-template/package.json'), 'utf8'));
  writeFileSync(join(npm, 'package.json'), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
  for (const file of ['LICENSE-APACHE', 'LICENSE-MIT', 'CHANGELOG.md']) cpSync(join(root, file), join(npm, file));
  cpSync(join(root, 'pkg-template/README.md'), join(npm, 'README.md'));
  const errors = await catalogue();
  writeFileSync(join(npm, 'errors.json'), `${JSON.stringify(errors, null, 2)}\n`);
  writeFileSync(join(npm, 'ERRORS.md'), errorPage(errors));
}

function cargoPackage() {
  const metadata = execFileSync('cargo', ['metadata', '--no-deps', '--offline', '--format-version=1'], { cwd: root });
  return JSON.parse(metadata.toString()).packages[0];
}

/** Gives the name of the tarball. */
function pack({ out, npm }) {
  const said = execFileSync('npm', ['pack', '--json', '--pack-destination', out], { cwd: npm, stdio: 'pipe' });
  const listing = JSON.parse(said.toString());
  // npm 12 and later give an object by package name.
  return (Array.isArray(listing) ? listing[0] : Object.values(listing)[0]).filename;
}

if (isMain(import.meta.url)) {
  await main(async () => console.log(relative(root, await build())));
}
