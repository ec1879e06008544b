import { addTests } from '../../harness/tested.mjs';

export const title = 'Jest';

const jest = (environment, files) => async (bench) => {
  addTests(bench.app);
  await bench.run('jest', [`--env=${environment}`, ...files]);
};

/** By `require`, as Jest comes: packages are neither transformed nor loaded as ES modules. */
export const checks = { 'node (CJS)': jest('node', ['client']), 'jsdom (CJS)': jest('jsdom', []) };
