// A Rust toolchain that can build wasm32: the one in use, with rustup's help where it can download, else Debian's own.
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { capture, run, StepError, say } from '../run.mjs';
import { canInstall, isDebian, missingPackages } from './apt.mjs';
import { isKept, placeStandardLibrary } from './std.mjs';
import { which } from './which.mjs';

const target = 'wasm32-unknown-unknown';
const debian = ['rustc-web', 'cargo-web', 'rust-web-src', 'rust-web-llvm', 'rust-web-clippy', 'lld-22'];
/** Where Debian's toolchain lies. The variable exists for the tests of set-up, which must not touch the system's. */
const prefix = process.env.PROOFKEY_DEBIAN_PREFIX ?? '/usr';
const linked = 'proofkey-debian';
const byHand = `rustup target add ${target} && rustup component add rust-src`;

/** @typedef {{ RUSTUP_TOOLCHAIN?: string }} RustEnv for what is compiled for wasm; native tests keep their toolchain */

/** @returns {Promise<RustEnv | undefined>} */
export async function probe() {
  if (!which('cargo')) throw new StepError('cargo is missing', { fix: 'install Rust with rustup: https://rustup.rs' });
  if (await isReady({})) return {};
  const env = await debianEnv();
  // The checks run clippy for wasm with this toolchain too.
  return env && existsSync(join(prefix, 'bin/cargo-clippy')) && (await isReady(env)) ? env : undefined;
}

/** Lets rustup try. @returns {Promise<string[]>} the Debian packages that are needed since it could not */
export async function packages() {
  // Debian's toolchain was chosen before, and only the library in it is lost: no need to ask the network again.
  const env = await debianEnv();
  if (env && (await isKept(env))) return missingPackages(debian);
  const refused = await askRustup();
  if (!refused) return [];
  if (!isDebian()) throw refused;
  say("  rustup cannot get the wasm32 target: Debian's own Rust will build it");
  return missingPackages(debian);
}

/** After the packages. @returns {Promise<RustEnv>} */
export async function install() {
  if (await isReady({})) return {};
  const env = (await debianEnv()) ?? (await linkDebian());
  await placeStandardLibrary(env);
  if (await isReady(env)) return env;
  throw new StepError("Debian's Rust still cannot build for wasm32", { fix: `${byHand}, or see target/logs` });
}

/** @returns {Promise<StepError | undefined>} why it could not */
async function askRustup() {
  if (!which('rustup')) {
    return new StepError(`This Rust has no ${target} target, or no rust-src`, {
      fix: 'install Rust with rustup: https://rustup.rs',
    });
  }
  // Where there is another way, a network that does not answer must not cost minutes.
  const hurry = canInstall() ? { limit: 120, env: { RUSTUP_MAX_RETRIES: '1' } } : {};
  try {
    const shared = { ...hurry, optional: isDebian(), cwd: root, fix: `with the network up: ${byHand}`, grace: 10 };
    await run('rustup', ['target', 'add', target], { ...shared, label: 'Asking rustup for the wasm32 target' });
    await run('rustup', ['component', 'add', 'rust-src'], { ...shared, label: 'Asking rustup for rust-src' });
  } catch (error) {
    return error;
  }
  if (await isReady({})) return undefined;
  return new StepError('rustup added the wasm32 target, but it cannot be used', { fix: 'rustup update stable' });
}

/**
 * True if the toolchain compiles for wasm32 and has the source of its standard library, which the release build
 * compiles.
 */
async function isReady(env) {
  const sysroot = await sysrootOf('rustc', env);
  if (!sysroot || !existsSync(join(sysroot, 'lib/rustlib/src/rust/library/Cargo.lock'))) return false;
  // Files may be there and be another version's: ask the compiler. `test` and `proc_macro` come last in an
  // installation.
  const args = ['--crate-name', 'probe', '--crate-type', 'lib', '--target', target, '--emit', 'metadata=-', '-'];
  const input = '#![feature(test)] extern crate test; extern crate proc_macro;';
  const { code } = await capture('rustc', args, { cwd: root, env: { ...env, RUSTC_BOOTSTRAP: '1' }, input });
  return code === 0;
}

/** The environment in which `cargo` is Debian's. */
async function debianEnv() {
  const sysroot = await sysrootOf(join(prefix, 'bin/rustc'), {});
  if (!sysroot) return undefined;
  // rustup takes a path for a toolchain since 1.28 or so; without rustup, PATH already leads to Debian's.
  for (const env of [{}, { RUSTUP_TOOLCHAIN: prefix }, { RUSTUP_TOOLCHAIN: linked }]) {
    if ((await sysrootOf('rustc', env)) === sysroot) return env;
  }
  return undefined;
}

/** For a rustup that does not take a path. */
async function linkDebian() {
  const fix = 'rustup self update, then start again';
  await run('rustup', ['toolchain', 'link', linked, prefix], { label: "Linking Debian's Rust", fix });
  const env = await debianEnv();
  if (env) return env;
  throw new StepError(`Debian's Rust under ${prefix} cannot be chosen`, { fix });
}

/** @type {Map<string, string>} */
const sysroots = new Map();

/** Remembered: each question costs 50 ms, and every script asks. @param {string} rustc @param {RustEnv} env */
async function sysrootOf(rustc, env) {
  const key = `${rustc} ${env.RUSTUP_TOOLCHAIN}`;
  if (sysroots.has(key)) return sysroots.get(key);
  const { code, stdout } = await capture(rustc, ['--print', 'sysroot'], { cwd: root, env });
  // A refusal is not remembered: packages may bring the toolchain yet.
  if (code !== 0) return undefined;
  sysroots.set(key, realpathSync(stdout.trim()));
  return sysroots.get(key);
}
