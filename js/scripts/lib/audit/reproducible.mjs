// Whether whoever builds the package gets these bytes: a second build elsewhere, with nothing compiled yet, compared byte by byte.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { build } from '../../build.mjs';
import { cache, root, target } from '../paths.mjs';
import { repositoryFiles } from '../repository.mjs';
import { run, StepError, temporary } from '../run.mjs';

/** Fails with the names of the files that differ. */
export async function checkReproducible() {
  const tarball = await build();
  const work = temporary(tmpdir(), 'proofkey-build-');
  try {
    const clone = join(work.path, 'a folder of another name');
    copySources(clone);
    // Whoever goes on working meanwhile may build again.
    const first = join(work.path, 'first');
    cpSync(join(target, 'npm'), join(first, 'npm'), { recursive: true });
    cpSync(tarball, join(first, basename(tarball)));
    const elsewhere = join(work.path, 'cache');
    borrowTools(elsewhere);
    await run(process.execPath, ['js/scripts/build.mjs'], {
      cwd: clone,
      // What a machine may have otherwise, too.
      env: { PROOFKEY_CACHE: elsewhere, TZ: 'Pacific/Auckland', LC_ALL: 'C', CARGO_TARGET_DIR: undefined },
      label: 'Building it again elsewhere, from nothing',
    });
    const second = join(clone, relative(root, target));
    const parts = ['npm', basename(tarball)];
    const differ = parts.flatMap((part) => differences(join(first, part), join(second, part)));
    if (differ.length > 0) {
      throw new StepError(`A second build differs in ${differ.map((file) => file || 'the tarball').join(', ')}`, {
        fix: 'no path, date or order of a machine in it',
      });
    }
    console.error(`reproducible: ${basename(tarball)} is the same, byte for byte`);
  } finally {
    work.dispose();
  }
}

/** As a clone would have them, with what is not committed yet. */
function copySources(clone) {
  for (const file of repositoryFiles()) cpSync(join(root, file), join(clone, file));
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
}

/** Tools are pinned, and not what is tested; compiled cores are. */
function borrowTools(elsewhere) {
  mkdirSync(elsewhere);
  for (const name of ['tools', 'std'].filter((name) => existsSync(join(cache, name)))) {
    symlinkSync(join(cache, name), join(elsewhere, name));
  }
}

/** The files that are not the same in two folders, or are in one alone; or a file itself. */
function differences(one, other) {
  const files = new Set([...filesOf(one), ...filesOf(other)]);
  return [...files].sort().filter((file) => {
    const [a, b] = [one, other].map((place) => join(place, file));
    return !existsSync(a) || !existsSync(b) || !readFileSync(a).equals(readFileSync(b));
  });
}

function filesOf(place) {
  if (statSync(place).isFile()) return [''];
  const entries = readdirSync(place, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => relative(place, join(entry.parentPath, entry.name)));
}
