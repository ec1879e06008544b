// Playwright's runner with browsers that are not its own: one project for each engine.
import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  outputDir: '../../target/playwright-engines',
  forbidOnly: true,
  workers: 2,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], [fileURLToPath(new URL('../../js/scripts/lib/flaky.mjs', import.meta.url))]],
  projects: process.env.ENGINES.split(',').map((name) => ({
    name,
    use: { engine: name },
    // Its windows are shown on one screen, where one alone has the focus: a popup that closes gives it back to the page that it came
    // from, as with a user, where no other test has a window as well.
    ...(name === 'webkit' ? { workers: 1 } : {}),
  })),
});
