// The core that makes pairs: `core` here, built as the package's core is.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { coreInputs, rustFlags } from '../../../js/scripts/lib/build/core.mjs';
import { fingerprint } from '../../../js/scripts/lib/fingerprint.mjs';
import { bin, root, target } from '../../../js/scripts/lib/paths.mjs';
import { run } from '../../../js/scripts/lib/run.mjs';
import { setUp } from '../../../js/scripts/setup.mjs';
import { here } from '../rows.mjs';

const out = join(target, 'bench/core');
const stamp = join(out, 'built.txt');

/** Builds it unless it is there; gives its two files. @returns {Promise<{ glue: string, wasm: string }>} */
export async function buildPairs() {
  const { env } = await setUp(['npm', 'rust', 'wasm-tools']);
  const inputs = fingerprint([...coreInputs, 'tests/bench/core'], env.RUSTUP_TOOLCHAIN ?? 'default');
  const files = { glue: join(out, 'pairs.js'), wasm: join(out, 'pairs_bg.wasm') };
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return files;
  rmSync(stamp, { force: true });
  const options = ['--mode', 'force', '--target', 'web', '--no-pack', '--no-typescript', '--out-dir', out];
  const cargoOptions = ['--locked', '-Zbuild-std=std,panic_abort'];
  await run('wasm-pack', ['build', join(here, 'core'), ...options, '--out-name', 'pairs', '--', ...cargoOptions], {
    cwd: root,
    env: {
      ...env,
      CARGO_ENCODED_RUSTFLAGS: rustFlags.join('\x1f'),
      CARGO_TARGET_DIR: join(target, 'bench/cargo'),
      RUSTC_BOOTSTRAP: '1',
    },
    label: 'Compiling a core that makes pairs',
  });
  await run(bin('wasm-opt'), [files.wasm, '-Oz', '--converge', '-o', files.wasm], { label: 'Optimising that one' });
  writeFileSync(stamp, inputs);
  return files;
}
