// Debian's Rust has the source of the standard library but no build of it for wasm32: made here, once for each
// compiler.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { cache } from '../paths.mjs';
import { sweep } from '../processes.mjs';
import { capture, run, StepError, temporary } from '../run.mjs';

const target = 'wasm32-unknown-unknown';

/** True if the library for this compiler is in the cache. */
export async function isKept(env) {
  return existsSync((await describe(env)).kept);
}

/** Puts the library where the compiler looks for it. Building takes a minute or two; a copy stays in the cache. */
export async function placeStandardLibrary(env) {
  const { kept, destination } = await describe(env);
  if (!existsSync(kept)) await build(env, kept);
  place(kept, destination);
}

async function describe(env) {
  const ask = async (...args) => (await capture('rustc', args, { env })).stdout.trim();
  const [sysroot, version] = await Promise.all([ask('--print', 'sysroot'), ask('-vV')]);
  // A library serves exactly the compiler that made it.
  const release = /^release: (.+)$/m.exec(version)?.[1] ?? 'unknown';
  const key = `${release}-${createHash('sha256').update(version).digest('hex').slice(0, 12)}`;
  return { kept: join(cache, 'std', key), destination: join(sysroot, 'lib/rustlib', target, 'lib') };
}

async function build(env, kept) {
  const work = temporary(join(cache, 'tmp'));
  const crate = join(work.path, 'src');
  mkdirSync(crate);
  writeFileSync(join(crate, 'lib.rs'), '');
  writeFileSync(join(work.path, 'Cargo.toml'), '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n');
  const parts = 'std,panic_abort,test,proc_macro';
  await run('cargo', ['build', '--release', `-Zbuild-std=${parts}`, '--target', target], {
    cwd: work.path,
    label: "Building Rust's standard library for wasm32",
    env: {
      ...env,
      RUSTC_BOOTSTRAP: '1',
      // Without bitcode the library cannot take part in the link-time optimisation of the release build.
      RUSTFLAGS: '-Cembed-bitcode=yes',
      CARGO_ENCODED_RUSTFLAGS: undefined,
      CARGO_TARGET_DIR: join(work.path, 'target'),
    },
    fix: 'start again with the network up: its parts come from the crate registry',
  });
  const lib = join(work.path, 'lib');
  copyLibraries(join(work.path, 'target', target, 'release/deps'), lib);
  mkdirSync(dirname(kept), { recursive: true });
  renameSync(lib, kept);
  work.dispose();
}

/** Whoever compiles meanwhile sees the old folder or the new one, never a half. */
function place(kept, destination) {
  const parent = dirname(destination);
  try {
    mkdirSync(parent, { recursive: true });
    for (const prefix of ['new-', 'old-']) sweep(parent, prefix);
    const fresh = temporary(parent, 'new-');
    copyLibraries(kept, join(fresh.path, 'lib'));
    const old = temporary(parent, 'old-');
    if (existsSync(destination)) renameSync(destination, join(old.path, 'lib'));
    renameSync(join(fresh.path, 'lib'), destination);
    for (const folder of [old, fresh]) folder.dispose();
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
    const message = `The standard library for wasm32 is built, but ${parent} may not be written`;
    throw new StepError(message, { fix: `as root, once: PROOFKEY_CACHE=${cache} node js/scripts/setup.mjs rust` });
  }
}

function copyLibraries(from, to) {
  mkdirSync(to);
  // Whatever the umask of root: every user's compiler reads them.
  chmodSync(to, 0o755);
  for (const name of readdirSync(from)) {
    if (!name.endsWith('.rlib') || name.startsWith('libempty-')) continue;
    copyFileSync(join(from, name), join(to, name), constants.COPYFILE_FICLONE);
    chmodSync(join(to, name), 0o644);
  }
}
