// The documentation as its readers meet it: the site on a phone, and the first page done as it says.
import config from '../playwright.config.mjs';

const { projects: _, ...base } = config;

export default {
  ...base,
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: '../../target/playwright-docs',
  // The newcomer's machine does nothing else.
  workers: 1,
  timeout: 300_000,
};
