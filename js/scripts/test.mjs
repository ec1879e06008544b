// All tests: checks, native, in a browser, end to end. `-- --only NAME` runs one part; what follows goes to Playwright.
import { join } from 'node:path';
import { bin, target } from './lib/paths.mjs';
import { main, run, StepError } from './lib/run.mjs';
import { setUp } from './setup.mjs';

const parts = {
  check: async () => (await import('./check.mjs')).check(),
  native: () => run('cargo', ['test', '--quiet'], { label: 'Native tests of core and flows', inherit: true }),
  simulation: async () => (await import('./simulation.mjs')).simulation(),
  async browser() {
    const { env } = await setUp(['rust', 'wasm-tools', 'browser']);
    const driver = ['--headless', '--chrome', '--chromedriver', env.CHROMEDRIVER];
    const tests = ['browser', 'browser_denied'].flatMap((name) => ['--test', name]);
    await run('wasm-pack', ['test', ...driver, '.', ...tests], {
      label: 'The exported API in a browser',
      inherit: true,
      env: { ...env, RUSTFLAGS: '--cfg getrandom_backend="wasm_js"', CARGO_TARGET_DIR: join(target, 'wasm-test') },
    });
  },
  conformance: async () => (await import('./conformance.mjs')).conformance(),
  async e2e(rest) {
    const { env } = await setUp(['npm', 'browser']);
    const { install } = await import('./demo.mjs');
    await install();
    const { build } = await import('./build.mjs');
    await build({ features: ['test-hooks'] });
    await run(bin('playwright'), ['test', '--config', 'tests/playwright.config.mjs', ...rest], {
      label: 'End to end',
      inherit: true,
      env,
    });
  },
};

await main(async () => {
  const args = process.argv.slice(2);
  const at = args.indexOf('--only');
  const only = at < 0 ? undefined : args.splice(at, 2)[1];
  if (only !== undefined && !(only in parts)) {
    throw new StepError(`There is no part ${only}`, { fix: `choose among ${Object.keys(parts).join(' ')}` });
  }
  const times = [];
  for (const name of only ? [only] : Object.keys(parts)) {
    const start = performance.now();
    await parts[name](args);
    times.push(`${name} ${Math.round((performance.now() - start) / 1000)} s`);
  }
  console.log(`\nAll passed: ${times.join(', ')}`);
});
