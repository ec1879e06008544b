import { join } from 'node:path';
import { root, target } from '../../js/scripts/lib/paths.mjs';
import { run } from '../../js/scripts/lib/run.mjs';

/** Compiles the example; gives the path of the program. */
export async function buildNative() {
  const folder = join(target, 'native');
  await run('cargo', ['build', '--locked', '--manifest-path', 'tests/native/Cargo.toml', '--target-dir', folder], {
    cwd: root,
    label: 'Compiling the native example',
  });
  return join(folder, 'debug/proofkey-native');
}
