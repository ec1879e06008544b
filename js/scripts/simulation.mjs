// The simulation: a million steps of tabs, a strict authorization server and everything that goes wrong between them.
// `-- --steps N --seed S`; `--broken` shows that bugs put in on purpose are found.
import { parseArgs } from 'node:util';
import { isMain, root } from './lib/paths.mjs';
import { main, run, StepError } from './lib/run.mjs';

/** @param {{ steps?: string, seed?: string, broken?: boolean }} [options] */
export async function simulation({ steps = '1000000', seed = '1', broken = false } = {}) {
  for (const [name, text] of Object.entries({ steps, seed })) {
    if (!/^[1-9]\d{0,14}$/.test(text)) {
      throw new StepError(`--${name} must be a whole number above 0`, { fix: 'npm run test:simulation -- --seed 7' });
    }
  }
  if (broken) return (await import('../../tests/simulation/broken.mjs')).showBroken();
  const args = ['test', '--quiet', '--release', '--test', 'simulation', '--', '--nocapture', '--test-threads', '1'];
  await run('cargo', args, {
    cwd: root,
    env: { SIMULATION_STEPS: steps, SIMULATION_SEED: seed },
    label: 'Simulation',
    inherit: true,
    fix: 'the seed above plays the same steps again; what it shows gets a failing test in tests/flow',
  });
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({
    options: { steps: { type: 'string' }, seed: { type: 'string' }, broken: { type: 'boolean' } },
  });
  await main(() => simulation(values));
}
