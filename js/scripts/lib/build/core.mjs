// The Rust core as WebAssembly, and the glue that makes instances of it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, root } from '../paths.mjs';
import { run } from '../run.mjs';
import { instantiable } from './glue.mjs';
import { shorten } from './shorten.mjs';

/** What the core is made from. */
export const coreInputs = [
  ...['src', 'Cargo.toml', 'Cargo.lock', 'package-lock.json'],
  ...['core', 'glue', 'shorten'].map((name) => `js/scripts/lib/build/${name}.mjs`),
];

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

/**
 * Writes `core.wasm`, `glue.js` and `bytes.js` into a folder.
 *
 * @param {object} options
 * @param {object} options.env of set-up
 * @param {string[]} options.features of Cargo.toml
 * @param {string} options.raw where wasm-pack writes
 * @param {string} options.work the folder
 */
export async function buildCore({ env, features, raw, work }) {
  await compile({ env, features, raw });
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  // No feature flags: the module names the features that it needs, and --all-features writes what engines refuse.
  const strip = ['--strip-debug', '--strip-producers', '--strip-target-features'];
  const wasm = join(work, 'core.wasm');
  await run(bin('wasm-opt'), [join(raw, 'core_bg.wasm'), '-Oz', '--converge', ...strip, '-o', wasm], {
    label: 'Optimising it',
  });
  const short = shorten(readFileSync(wasm), instantiable(readFileSync(join(raw, 'core.js'), 'utf8')));
  // An engine has the last word on what the tools wrote.
  await WebAssembly.compile(short.wasm);
  writeFileSync(wasm, short.wasm);
  writeFileSync(join(work, 'glue.js'), short.glue);
  // Slower than gzip by seconds, once; 6 % smaller for every visitor.
  const { gzipAsync } = await import('@gfx/zopfli');
  const bytes = Buffer.from(await gzipAsync(short.wasm, { numiterations: 15 })).toString('base64');
  writeFileSync(join(work, 'bytes.js'), `export default '${bytes}';\n`);
}

async function compile({ env, features, raw }) {
  // `force` skips wasm-pack's checks of the toolchain, which set-up has made. The standard library is compiled along:
  // only so can it be built without the machinery of panics.
  const options = ['--mode', 'force', '--target', 'web', '--no-pack', '--no-typescript', '--out-dir', raw];
  const cargoOptions = ['-Zbuild-std=std,panic_abort', ...features.flatMap((name) => ['--features', name])];
  await run('wasm-pack', ['build', root, ...options, '--out-name', 'core', '--', ...cargoOptions], {
    label: ['Compiling the core to WebAssembly', ...features].join(', with '),
    // CARGO_ENCODED_RUSTFLAGS separates by a control character, so that no quoting is needed.
    env: { ...env, RUSTC_BOOTSTRAP: '1', CARGO_ENCODED_RUSTFLAGS: rustFlags.join('\x1f') },
  });
}
