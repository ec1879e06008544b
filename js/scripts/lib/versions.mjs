// The versions of the tools that set-up installs. Debian's packages are not pinned: its archive keeps only the newest.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { StepError } from './step-error.mjs';

/** @returns {Record<'wasm-pack' | 'wasm-bindgen-cli' | 'cargo-fuzz' | 'cargo-audit' | 'geckodriver', string>} */
export function versions() {
  // The tool and the crate speak a protocol that changes with every version: one number for both, so they cannot part.
  const ofCrate = { 'wasm-bindgen-cli': locked('wasm-bindgen') };
  return { 'wasm-pack': '0.15.1', ...ofCrate, 'cargo-fuzz': '0.13.2', 'cargo-audit': '0.22.2', geckodriver: '0.37.1' };
}

/** @param {string} crate */
function locked(crate) {
  const lockFile = readFileSync(join(root, 'Cargo.lock'), 'utf8');
  const version = new RegExp(`^name = "${crate}"\\nversion = "([^"]+)"`, 'm').exec(lockFile)?.[1];
  if (version) return version;
  throw new StepError(`Cargo.lock does not name ${crate}`, {
    fix: 'git checkout Cargo.lock, or cargo generate-lockfile',
  });
}
