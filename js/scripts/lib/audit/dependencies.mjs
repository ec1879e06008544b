// The licences of all that the repository uses, tools and tests included. What ships is held to a shorter list, by the build.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../paths.mjs';
import { capture, StepError } from '../run.mjs';
import { taken, usable } from './licences.mjs';

/** Fails if a crate or an npm package is under a licence that is not on the list. */
export async function checkLicences() {
  const crates = await lockedCrates();
  const packages = lockedPackages(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const refused = refusals([...crates, ...packages]);
  console.error(`licences: ${crates.length} crates, ${packages.length} npm packages`);
  if (refused.length === 0) return;
  throw new StepError(refused.join('\n'), {
    fix: 'do without it, or add the licence to js/scripts/lib/audit/licences.mjs after reading it',
  });
}

/** @param {{ name: string, licence?: string }[]} dependencies */
export function refusals(dependencies) {
  return dependencies
    .filter(({ licence }) => !licence || !taken(licence, usable))
    .map(({ name, licence }) => `${name} is offered ${licence ? `as ${licence}` : 'without a licence'}`);
}

/** Those that a build for this machine or for wasm may ask for. */
async function lockedCrates() {
  const host = /^host: (.+)$/m.exec((await capture('rustc', ['-vV'], { cwd: root })).stdout)?.[1];
  const found = new Map();
  for (const platform of [host, 'wasm32-unknown-unknown']) {
    const { code, stdout, stderr } = await capture(
      'cargo',
      ['metadata', '--locked', '--format-version=1', '--filter-platform', platform],
      { cwd: root },
    );
    if (code !== 0) {
      throw new StepError('cargo metadata does not tell the licences', {
        tail: stderr,
        fix: 'start again with the network up',
      });
    }
    for (const { name, version, license } of JSON.parse(stdout).packages) {
      found.set(`${name}@${version}`, { name: `${name} ${version}`, licence: license });
    }
  }
  return [...found.values()];
}

/** @param {string} lockFile what it says */
export function lockedPackages(lockFile) {
  const entries = Object.entries(JSON.parse(lockFile).packages).filter(([path]) => path !== '');
  return entries.map(([path, { version, license }]) => ({
    name: `${path.replace(/^.*node_modules\//, '')} ${version}`,
    licence: license,
  }));
}
