// The Rust core twice, as WebAssembly and as plain JavaScript, each with the glue that makes instances of it.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { bin, root, target } from '../paths.mjs';
import { step } from '../progress.mjs';
import { run, together } from '../run.mjs';
import { withoutCustom } from './binary.mjs';
import { certain } from './certain.mjs';
import { functionSizes } from './functions.mjs';
import { instantiable } from './glue.mjs';
import { ordered } from './order.mjs';
import { shorten } from './shorten.mjs';
import { split } from './split.mjs';
import { instances, joining } from './translated.mjs';

/** What the core is made from: files, and the npm packages of tools. */
export const coreInputs = [
  ...['src', 'Cargo.toml', 'Cargo.lock'],
  ...['binary', 'certain', 'core', 'functions', 'glue', 'order', 'shorten', 'split', 'translated'].map(
    (name) => `js/scripts/lib/build/${name}.mjs`,
  ),
  ...['binaryen', '@gfx/zopfli'].map((name) => `node_modules/${name}/package.json`),
];

/** Flags of the release build; `src/README.md` tells what each one saves. */
export const rustFlags = [
  ...['-Zunstable-options', '-Cpanic=immediate-abort', '-Zlocation-detail=none', '-Zfmt-debug=none'],
  // Off by default where size counts, and yet smaller with it.
  '-Zinline-mir=yes',
  // Eight times the default: what is inlined so early is simplified before LLVM sees it.
  '-Zinline-mir-threshold=400',
  ...['--cfg', 'getrandom_backend="wasm_js"'],
  ...['--cfg', 'sha2_backend="soft"', '--cfg', 'sha2_backend_soft="compact"'],
];

/** Takes what is for other tools out of a module. */
const strip = ['--strip-debug', '--strip-producers', '--strip-target-features'];

/**
 * Writes into a folder: `core.wasm`; the same in parts, `login.wasm`, `session.wasm` and `extended.wasm`; the first two as one, `most.wasm`; each
 * of the five to be imported, as `core-bytes.js` and so on; their `glue.js`; `translated.js`, `translated-extended.js` and their
 * `translated-glue.js`; `functions.json`, the bytes of each function of the parts, for whoever asks what grew.
 *
 * @param {object} options
 * @param {object} options.env of set-up
 * @param {string[]} options.features of Cargo.toml
 * @param {string} options.raw where wasm-pack writes
 * @param {string} options.work the folder, which is there
 */
export async function buildCore({ env, features, raw, work }) {
  const build = { env, features };
  await together([
    () => webAssembly({ ...build, raw }, work),
    () => plainJavaScript({ ...build, raw: `${raw}-mvp` }, work),
  ]);
}

async function webAssembly(build, work) {
  await compile({ ...build, label: 'Compiling the core to WebAssembly' });
  const { path, features } = await answeredIn(build.raw);
  const known = features.map((name) => `--enable-${name}`);
  const { wasm, glue } = await optimised(path, 'Optimising it', [...known, '-g']);
  writeFileSync(join(work, 'glue.js'), glue);
  const parts = split(await textOf(named(wasm, build.raw), known));
  await write(wasm, join(work, 'core'));
  const functions = {};
  for (const [name, part] of Object.entries(parts)) {
    const bytes = await smallest(part, join(build.raw, name), [...known, '-g']);
    // Of the others put together there is nothing new to tell.
    if (name !== 'most') functions[name] = functionSizes(bytes);
    await write(bytes, join(work, name));
  }
  writeFileSync(join(work, 'functions.json'), JSON.stringify(functions));
}

/** The compiled module with what is certain in a browser, as text; and what it uses of WebAssembly, which no module tells that is made of it. */
async function answeredIn(raw) {
  const text = await textOf(join(raw, 'core_bg.wasm'));
  const path = join(raw, 'answered.wat');
  writeFileSync(path, certain(text));
  return { path, features: /^ ;; features section: (.*)$/m.exec(text)?.[1].split(', ') ?? [] };
}

/** With its folder: both builds are at work at the same time. */
const shown = (path) => join(basename(dirname(path)), basename(path));

/** Writes a module that has names; gives its path. */
function named(wasm, raw) {
  const path = join(raw, 'named.wasm');
  writeFileSync(path, wasm);
  return path;
}

/** A module in the text format. */
async function textOf(wasm, options = []) {
  const text = wasm.replace(/wasm$/, 'wat');
  await run(bin('wasm-dis'), [wasm, ...options, '-o', text], { label: `Reading ${shown(wasm)}` });
  return readFileSync(text, 'utf8');
}

/** One part, given as text: it is smaller without the others. */
async function smallest(part, path, options) {
  const [wat, smaller] = ['wat', 'wasm'].map((kind) => `${path}.${kind}`);
  writeFileSync(wat, part);
  await run(bin('wasm-opt'), [wat, ...options, '-Oz', '--converge', '-o', smaller], {
    label: `Optimising ${shown(smaller)}`,
  });
  return readFileSync(smaller);
}

/** A module without its names, its functions in the order that packs best; and the same to be imported. */
async function write(named, path) {
  const done = step(`Packing ${basename(path)}.wasm`);
  const wasm = await ordered(withoutCustom(named), async (bytes) => (await packed(bytes, 5)).length);
  // An engine has the last word on what the tools wrote.
  await WebAssembly.compile(wasm);
  writeFileSync(`${path}.wasm`, wasm);
  const bytes = (await packed(wasm, 15)).toString('base64');
  writeFileSync(`${path}-bytes.js`, `export default '${bytes}';\n`);
  done();
}

/** Slower than gzip by seconds, once; 6 % smaller for every visitor. More rounds are slower and smaller. */
async function packed(bytes, rounds) {
  const { gzipAsync } = await import('@gfx/zopfli');
  return Buffer.from(await gzipAsync(bytes, { numiterations: rounds }));
}

/** wasm2js translates the first WebAssembly alone, which had no reference types: a build of its own. */
async function plainJavaScript(build, work) {
  const targetDirectory = join(target, 'mvp');
  await compile({
    ...build,
    env: { ...build.env, CARGO_TARGET_DIR: targetDirectory },
    flags: ['-Ctarget-cpu=mvp'],
    label: 'Compiling it once more, for those who have none',
  });
  const { path } = await answeredIn(build.raw);
  const { wasm, glue } = await optimised(path, 'Optimising the other one', ['--mvp-features', '-g']);
  const parts = split(await textOf(named(wasm, build.raw), ['--mvp-features']), false);
  for (const [name, file, made] of [
    ['most', 'translated', instances],
    ['extended', 'translated-extended', joining],
  ]) {
    await smallest(parts[name], join(build.raw, name), ['--mvp-features', ...strip]);
    const translated = join(build.raw, `${file}.js`);
    const options = ['--mvp-features', '-Oz', '-o', translated];
    await run(bin('wasm2js'), [join(build.raw, `${name}.wasm`), ...options], {
      label: `Translating ${name}.wasm to JavaScript`,
    });
    writeFileSync(join(work, `${file}.js`), await made(readFileSync(translated, 'utf8')));
  }
  writeFileSync(join(work, 'translated-glue.js'), glue);
}

async function compile({ env, features, raw, flags = [], label }) {
  // `force` skips wasm-pack's checks of the toolchain, which set-up has made. The standard library is compiled along:
  // only so can it be built without the machinery of panics.
  const options = ['--mode', 'force', '--target', 'web', '--no-pack', '--no-typescript', '--out-dir', raw];
  const cargoOptions = ['-Zbuild-std=std,panic_abort', ...features.flatMap((name) => ['--features', name])];
  await run('wasm-pack', ['build', root, ...options, '--out-name', 'core', '--', ...cargoOptions], {
    label: [label, ...features].join(', with '),
    // CARGO_ENCODED_RUSTFLAGS separates by a control character, so that no quoting is needed.
    env: { ...env, RUSTC_BOOTSTRAP: '1', CARGO_ENCODED_RUSTFLAGS: [...rustFlags, ...flags].join('\x1f') },
  });
}

/** The module and its glue, as small as they get. */
async function optimised(module, label, options) {
  const raw = dirname(module);
  const smaller = join(raw, 'smaller.wasm');
  // Without a flag the module names the features that it needs; --all-features writes what engines refuse.
  // The linker puts the stack first, so that nothing is stored below 1024; control flow that is taken apart and put together anew is
  // smaller.
  const passes = ['--low-memory-unused', '-Oz', '--flatten', '--rereloop', '-Oz', '-Oz', '--converge'];
  await run(bin('wasm-opt'), [module, ...passes, ...options, '-o', smaller], { label });
  return shorten(readFileSync(smaller), instantiable(readFileSync(join(raw, 'core.js'), 'utf8')));
}
