// Playwright's runner with browsers that are not its own: one project for each engine.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: '../../target/playwright-engines',
  forbidOnly: true,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  projects: process.env.ENGINES.split(',').map((name) => ({ name, use: { engine: name } })),
});
