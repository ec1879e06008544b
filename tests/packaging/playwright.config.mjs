// What is told of the package in bundlers and frameworks: apart from the end-to-end tests, since their package has hooks in it.
import config from '../playwright.config.mjs';

const { projects: _, ...base } = config;

export default {
  ...base,
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: '../../target/playwright-packaging',
  // Bundlers use all cores by themselves.
  workers: 1,
  timeout: 300_000,
};
