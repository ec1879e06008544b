// What an app pays for a login before anybody wants to log in, whatever its bundler is.
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { build } from '../../js/scripts/build.mjs';
import { installApp } from './harness/app.mjs';
import { marksOf } from './harness/marks.mjs';
import { benchOf, toolOf } from './harness/tool.mjs';
import { weigh } from './harness/weigh.mjs';

const KB = 1024;

for (const name of ['vite', 'webpack', 'rspack', 'rollup', 'esbuild', 'parcel']) {
  test(`complaint 36: a smallest app built with ${name} starts with at most 5 KB of the package, and the core comes later`, async ({
    browser,
  }) => {
    const tool = await toolOf(name);
    const tarball = await build();
    const renew = () => installApp(name, { tarball, main: tool.main });
    const app = await renew();
    const { bench } = await benchOf({ app, row: `packaging-${name}-weight` });
    const marks = marksOf(join(app, 'node_modules/proofkey/dist'));
    const { eager, lazy } = await weigh(browser, {
      bench,
      main: tool.main,
      renew,
      serve: tool.modes[tool.weighed],
      marks,
    });
    console.log(`${name}: ${eager} bytes of gzip at the start, ${lazy} later`);
    expect(eager).toBeLessThanOrEqual(5 * KB);
    expect(eager + lazy).toBeLessThanOrEqual(52 * KB);
  });
}
