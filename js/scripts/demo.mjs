// Puts the packed package where the demo and the tests import it from: as npm would, and never the sources.
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';
import { root } from './lib/paths.mjs';

/** Builds and packs the package, and installs the tarball into www-demo. */
export async function install() {
  const tarball = await build();
  const place = join(root, 'www-demo/node_modules/proofkey');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  // A package without dependencies is its files: unpacking them needs neither npm nor network.
  execFileSync('tar', ['-xzf', tarball, '-C', place, '--strip-components=1']);
  return tarball;
}
