import { addTests } from '../../harness/tested.mjs';

export const title = 'Vitest';
export const note = '5 wants Node 22';

const vitest = (environment, files) => async (bench) => {
  addTests(bench.app);
  await bench.run('vitest', ['run', '--globals', '--environment', environment, ...files]);
};

export const checks = {
  node: vitest('node', ['client']),
  jsdom: vitest('jsdom', []),
  'happy-dom': vitest('happy-dom', []),
};
