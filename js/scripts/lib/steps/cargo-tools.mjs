// Programs that cargo installs, at pinned versions, compiled once into the cache.
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { cache } from '../paths.mjs';
import { capture, run, temporary } from '../run.mjs';
import { versions } from '../versions.mjs';
import { isProgram, which } from './which.mjs';

/** crate -> the programs that it installs and we need, the one that tells its version first */
const programs = {
  'wasm-pack': ['wasm-pack'],
  'wasm-bindgen-cli': ['wasm-bindgen', 'wasm-bindgen-test-runner'],
  'cargo-fuzz': ['cargo-fuzz'],
  'cargo-audit': ['cargo-audit'],
  geckodriver: ['geckodriver'],
};
const tools = join(cache, 'tools');

/** Only speed of compilation counts: the tools run for a fraction of a second either way. Nine minutes become two. */
const fastBuild = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: '0',
  CARGO_PROFILE_RELEASE_LTO: 'off',
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
  // What the caller has set for wasm must not reach tools for this machine.
  RUSTFLAGS: undefined,
  CARGO_ENCODED_RUSTFLAGS: undefined,
  CARGO_BUILD_TARGET: undefined,
};

/**
 * The need for some of the crates, as set-up asks for it.
 * @param {(keyof typeof programs)[]} crates
 */
export function cargoTools(...crates) {
  return {
    /** @returns {Promise<{ PATH?: string } | undefined>} */
    probe: async () => ((await missing(crates)).length === 0 ? environment() : undefined),
    /** @returns {Promise<{ PATH?: string }>} */
    async install() {
      const work = temporary(join(cache, 'tmp'));
      // One after the other, because most of what they are made of is the same and lies in one target directory.
      for (const crate of await missing(crates)) await cargoInstall(crate, work.path);
      work.dispose();
      return environment();
    },
  };
}

async function missing(crates) {
  const absent = crates.filter((crate) => !existsSync(home(crate)));
  const elsewhere = await Promise.all(absent.map(isOnPath));
  return absent.filter((_, index) => !elsewhere[index]);
}

/** The folder is renamed into place when it is complete: that it exists is enough. */
const home = (crate) => join(tools, `${crate}-${versions()[crate]}`);

/** The same version, installed by the user. */
async function isOnPath(crate) {
  const [first, ...others] = programs[crate];
  const path = which(first);
  if (!path || !others.every((name) => isProgram(join(dirname(path), name)))) return false;
  const { stdout } = await capture(path, ['--version']);
  return stdout.trim().split(' ')[1] === versions()[crate];
}

/** All that are here, whoever asks: of two needs, the later one's PATH is used. */
function environment() {
  const ours = Object.keys(programs)
    .map(home)
    .filter((path) => existsSync(path));
  if (ours.length === 0) return {};
  return { PATH: [...ours.map((path) => join(path, 'bin')), process.env.PATH].join(delimiter) };
}

async function cargoInstall(crate, work) {
  const version = versions()[crate];
  const staging = join(work, crate);
  // --force: a user's configuration of cargo may name another root where it is installed already.
  const args = ['install', '--force', '--root', staging, `${crate}@${version}`];
  const options = {
    // Not in the repository: its own toolchain file and configuration are for the crate, not for tools.
    cwd: work,
    env: { ...fastBuild, CARGO_TARGET_DIR: join(work, 'target') },
    log: `install-${crate}`,
    fix: `start again with the network up; or cargo install ${crate}@${version}, which is then used.
It needs a C compiler (Debian: build-essential, macOS: xcode-select --install)`,
  };
  const label = `Compiling ${crate} ${version}`;
  try {
    await run('cargo', [...args, '--locked'], { ...options, label, optional: true });
  } catch (error) {
    // Its lock file may name a version that the registry in use does not carry.
    if (!/failed to select a version|no matching package/.test(readFileSync(error.log, 'utf8'))) throw error;
    await run('cargo', args, { ...options, label: `${label} without its lock file` });
  }
  mkdirSync(tools, { recursive: true });
  renameSync(staging, home(crate));
}
