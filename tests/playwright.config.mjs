import { fileURLToPath } from 'node:url';
import { defineConfig } from '@playwright/test';

const e2e = [
  ...['sign-in', 'session', 'sign-out', 'failures', 'trap'],
  ...['signatures', 'userinfo', 'retry-after', 'secrets'],
];

export default defineConfig({
  testDir: '.',
  testMatch: [
    'bound',
    'e2e',
    'compat/*',
    'complaints',
    'csp',
    'frameworks',
    'js',
    'native',
    'presets',
    'reachfive',
    'server',
    'vault',
  ].map((folder) => `${folder}/*.spec.mjs`),
  outputDir: '../target/playwright',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  // No retries here: whoever works on the code is to see what fails once in a thousand times, too. Continuous integration tries again
  // (.ci/run), and names what passed then.
  reporter: [['list'], [fileURLToPath(new URL('../js/scripts/lib/flaky.mjs', import.meta.url))]],
  projects: [
    { name: 'wasm' },
    {
      // What a session goes through, once more without WebAssembly.
      name: 'javascript',
      testMatch: [...e2e.map((name) => `e2e/${name}.spec.mjs`), 'bound/*.spec.mjs', 'complaints/*.spec.mjs'],
      // Of those the last two play in apps that have their own engine.
      testIgnore: ['memory', 'table', 'guards', 'hash-routers'].map((name) => `complaints/${name}.spec.mjs`),
      use: { engine: 'javascript' },
    },
  ],
  use: {
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: process.env.CHROME,
      args: [
        // Chromium refuses its sandbox to root, which is who runs tests in a container.
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
        ...['--disable-component-update', '--disable-sync'],
      ],
    },
  },
});
