// The reference of the crate, as docs.rs will show it.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, target } from './paths.mjs';
import { run } from './run.mjs';

/** Writes it, without a link that leads nowhere; gives the folder. */
export async function rustdoc() {
  const folder = join(target, 'rustdoc');
  // What is no more would stay.
  rmSync(join(folder, 'doc'), { recursive: true, force: true });
  await run('cargo', ['doc', '--quiet', '--no-deps', '--lib', '--target-dir', folder], {
    cwd: root,
    label: 'Reference of the crate',
    env: { RUSTDOCFLAGS: '-D warnings' },
  });
  return join(folder, 'doc');
}
