// The crates whose code is in the core, with those of Rust's standard library.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../paths.mjs';
import { capture, StepError } from '../run.mjs';

/**
 * @typedef {object} Crate
 * @property {string} id name and version
 * @property {string} name
 * @property {string} version
 * @property {string} licence SPDX expression
 * @property {string[]} texts files with its licences and notices
 * @property {string} [checksum] SHA-256 of what the registry gave
 * @property {string[]} dependencies ids
 */

/**
 * Gives them sorted, our own first. What only runs while the core is compiled (macros, build scripts) is not among them.
 *
 * @param {NodeJS.ProcessEnv} env of set-up
 * @returns {Promise<Crate[]>}
 */
export async function linkedCrates(env) {
  const [core, ...crates] = linkedWith(['proofkey'], await metadata(env, join(root, 'Cargo.toml')));
  const library = join(await sysroot(env), 'lib/rustlib/src/rust/library');
  const std = await standardLibrary(env, library);
  const ours = [...crates, ...std].sort((a, b) => (a.id < b.id ? -1 : 1));
  return [{ ...core, dependencies: [...core.dependencies, std[0].id] }, ...ours];
}

/** Its own parts are one crate here: they have no version but the compiler's. */
async function standardLibrary(env, library) {
  const crates = linkedWith(['std', 'panic_abort'], await metadata(env, join(library, 'sysroot/Cargo.toml')));
  const parts = crates.filter(({ checksum }) => !checksum);
  const foreign = crates.filter(({ checksum }) => checksum);
  const ids = foreign.map(({ id }) => id);
  const folders = readdirSync(library, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const version = /^release: (.+)$/m.exec((await capture('rustc', ['-vV'], { cwd: root, env })).stdout)[1];
  const own = {
    id: `rust-std@${version}`,
    name: 'rust-std',
    version,
    licence: [...new Set(parts.map(({ licence }) => `(${licence})`))].join(' AND '),
    // Some modules are repositories of their own, with authors of their own.
    texts: folders.flatMap(({ name }) => licenceTexts(join(library, name))),
    dependencies: ids,
  };
  const known = foreign.map((crate) => ({
    ...crate,
    dependencies: crate.dependencies.filter((id) => ids.includes(id)),
  }));
  return [own, ...known];
}

/** What cargo says of a crate, for wasm: `linked` are the ids of what is linked with it, which metadata alone does not tell. */
async function metadata(env, manifest) {
  const target = 'wasm32-unknown-unknown';
  const all = await cargo(env, manifest, ['metadata', '--format-version=1', '--filter-platform', target]);
  const only = ['--edges', 'normal,no-proc-macro', '--prefix', 'none', '--format', '{p}'];
  const tree = await cargo(env, manifest, ['tree', '--target', target, ...only]);
  return {
    ...JSON.parse(all),
    linked: new Set(
      tree
        .trim()
        .split('\n')
        .map((line) => line.replace(/ v([^ ]+).*/, '@$1')),
    ),
  };
}

async function cargo(env, manifest, args) {
  const { code, stdout, stderr } = await capture('cargo', [...args, '--locked', '--manifest-path', manifest], {
    cwd: root,
    // The standard library asks for features of the compiler that only it may use.
    env: { ...env, RUSTC_BOOTSTRAP: '1' },
  });
  if (code === 0) return stdout;
  throw new StepError(`cargo ${args[0]} does not tell which crates are in the core`, {
    tail: stderr,
    fix: 'start again with the network up: it reads the sources of all crates',
  });
}

/** The crates that are linked with the named ones, those first. @returns {Crate[]} */
function linkedWith(names, { packages, resolve, workspace_root, linked }) {
  const checksums = lockedChecksums(join(workspace_root, 'Cargo.lock'));
  const packageOf = new Map(packages.map((crate) => [crate.id, crate]));
  const nodeOf = new Map(resolve.nodes.map((node) => [node.id, node]));
  const idOf = (id) => `${packageOf.get(id).name}@${packageOf.get(id).version}`;
  // The graph also has what only tests switch on.
  const next = (id) =>
    nodeOf.get(id).deps.flatMap(({ pkg, dep_kinds }) => {
      return dep_kinds.some(({ kind }) => kind === null) && linked.has(idOf(pkg)) ? [pkg] : [];
    });
  const found = new Set(names.map((name) => packages.find((crate) => crate.name === name && !crate.source).id));
  for (const id of found) for (const dependency of next(id)) found.add(dependency);
  return [...found].map((id) => {
    const { name, version, license, manifest_path } = packageOf.get(id);
    return {
      id: idOf(id),
      name,
      version,
      licence: license,
      texts: licenceTexts(dirname(manifest_path)),
      checksum: checksums.get(idOf(id)),
      dependencies: next(id).map(idOf),
    };
  });
}

/** Only crates of a registry have one. */
function lockedChecksums(lockFile) {
  const entry = /^name = "(.+)"\nversion = "(.+)"\nsource = ".+"\nchecksum = "(.+)"$/gm;
  const found = readFileSync(lockFile, 'utf8').matchAll(entry);
  return new Map([...found].map(([, name, version, checksum]) => [`${name}@${version}`, checksum]));
}

const licenceTexts = (folder) =>
  readdirSync(folder)
    .filter((name) => /^(un)?licen[cs]e|^notice/i.test(name))
    .sort()
    .map((name) => join(folder, name));

const sysroot = async (env) => (await capture('rustc', ['--print', 'sysroot'], { cwd: root, env })).stdout.trim();
