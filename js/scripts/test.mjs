// All tests: checks, native, in three browsers, end to end. `-- --only NAME` runs one part, `-- --browsers firefox,webkit`
// those browsers of the parts that use all; what follows goes to Playwright.
import { join } from 'node:path';
import { taken } from './lib/args.mjs';
import { engines, enginesOf, onScreen } from './lib/engines.mjs';
import { flakyTests, forgetFlaky } from './lib/flaky.mjs';
import { bin, root, target } from './lib/paths.mjs';
import { main, run, StepError } from './lib/run.mjs';
import { setUp } from './setup.mjs';

const parts = {
  check: async () => (await import('./check.mjs')).check(),
  async native() {
    await run('cargo', ['test', '--quiet'], { label: 'Native tests of core and flows', inherit: true });
    // The end-to-end tests sign in with it; it takes a minute that no browser should have to share.
    const { buildNative } = await import('../../tests/native/build.mjs');
    await buildNative();
  },
  simulation: async () => (await import('./simulation.mjs')).simulation(),
  async browser(_rest, names) {
    const { env } = await setUp(['npm', 'rust', 'wasm-tools', ...names.map((name) => engines[name].need)]);
    await writeFacade();
    const tests = ['browser', 'browser_denied'].flatMap((name) => ['--test', name]);
    for (const name of names) {
      const args = ['test', '--headless', ...engines[name].wasmPack(env), '.', ...tests];
      await run(...onScreen([name], env, 'wasm-pack', args), {
        label: `The exported API in ${name}`,
        inherit: true,
        env: {
          ...env,
          // The test runner would prefer these to the driver that it is told to use.
          GECKODRIVER: undefined,
          SAFARIDRIVER: undefined,
          RUSTFLAGS: '--cfg getrandom_backend="wasm_js"',
          CARGO_TARGET_DIR: join(target, 'wasm-test'),
        },
      });
    }
  },
  async engines(rest, names) {
    const { env } = await setUp(['npm', ...names.map((name) => engines[name].need)]);
    const { build } = await import('./build.mjs');
    await build();
    const args = ['test', '--config', 'tests/engines/playwright.config.mjs', ...rest];
    await run(...onScreen(names, env, bin('playwright'), args), {
      label: `Sign-in, refresh and logout in ${names.join(', ')}`,
      inherit: true,
      env: { ...env, ENGINES: names.join(',') },
    });
  },
  async conformance() {
    const { conformance } = await import('./conformance.mjs');
    for (const engine of ['wasm', 'javascript']) await conformance({ engine });
  },
  async e2e(rest) {
    const { env } = await setUp(['npm', 'browser', 'advisories']);
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
  async docs(rest) {
    const { env } = await setUp(['npm', 'browser']);
    await (await import('./docs.mjs')).buildDocs();
    await run(bin('playwright'), ['test', '--config', 'tests/docs/playwright.config.mjs', ...rest], {
      label: 'The documentation',
      inherit: true,
      env,
    });
  },
  async packaging(rest) {
    const { env } = await setUp(['npm', 'browser']);
    await (await import('./packaging.mjs')).packaging({ ci: true });
    await run(bin('playwright'), ['test', '--config', 'tests/packaging/playwright.config.mjs', ...rest], {
      label: 'The package in bundlers',
      inherit: true,
      env,
    });
  },
};

/** What the facade lends to the core, for tests that are written in Rust. */
async function writeFacade() {
  const { build } = await import('esbuild');
  await build({
    stdin: {
      contents: `export { discoveryOf } from './js/src/discovery.ts'; export { hostOf } from './js/src/page/host.ts';`,
      resolveDir: root,
    },
    bundle: true,
    globalName: 'facade',
    outfile: join(target, 'facade.js'),
    target: 'es2022',
  });
}

await main(async () => {
  const args = process.argv.slice(2);
  const only = taken(args, '--only');
  const names = enginesOf(taken(args, '--browsers'));
  if (only !== undefined && !(only in parts)) {
    throw new StepError(`There is no part ${only}`, { fix: `choose among ${Object.keys(parts).join(' ')}` });
  }
  const times = [];
  forgetFlaky();
  for (const name of only ? [only] : Object.keys(parts)) {
    const start = performance.now();
    await parts[name](args, names);
    times.push(`${name} ${Math.round((performance.now() - start) / 1000)} s`);
  }
  console.log(`\nAll passed: ${times.join(', ')}\n${flakyTests()}`);
});
