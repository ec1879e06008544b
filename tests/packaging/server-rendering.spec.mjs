// Where there is no browser: importing, creating and rendering; and the page that takes over what was rendered there.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { build } from '../../js/scripts/build.mjs';
import { target } from '../../js/scripts/lib/paths.mjs';
import { installApp } from './harness/app.mjs';
import { marksOf } from './harness/marks.mjs';
import { signInAt } from './harness/sign-in.mjs';
import { benchOf, toolOf } from './harness/tool.mjs';

const rendering = fileURLToPath(new URL('../support/server-render/', import.meta.url));

// What the tests import is the package as it is packed.
test.beforeAll(() => build());

/** Runs it in a Node of its own that notes which globals of a page the package touches. */
function watched(...args) {
  const said = execFileSync(process.execPath, ['--import', join(rendering, 'traps.mjs'), ...args], {
    encoding: 'utf8',
  });
  const [printed, touched] = said.split('\ntouched: ');
  return { printed, touched: JSON.parse(touched) };
}

for (const how of ['import', 'require']) {
  test(`complaint 27: by ${how}, no module of the package touches a global of the browser`, () => {
    const { exports } = JSON.parse(readFileSync(join(target, 'npm/package.json'), 'utf8'));
    const files = Object.values(exports).map((conditions) => conditions[how]?.default ?? conditions);
    const modules = files.filter((file) => typeof file === 'string' && file.endsWith('.js'));
    expect(modules.length).toBeGreaterThan(5);
    for (const module of modules) {
      const file = JSON.stringify(join(target, 'npm', module));
      const code = how === 'import' ? `await import(${file})` : `require(${file})`;
      const type = how === 'import' ? 'module' : 'commonjs';
      expect(watched(`--input-type=${type}`, '--eval', code).touched, module).toEqual([]);
    }
  });
}

for (const [framework, html] of [
  ['react', '<p>loading</p><p>on the way</p><p>signing in</p>'],
  ['vue', '<p>loading</p>'],
]) {
  test(`complaint 27: a client and an app of ${framework} are rendered on a server, as loading, and touch none`, () => {
    expect(watched(join(rendering, `${framework}.mjs`))).toEqual({ printed: html, touched: [] });
    // The same client in a page: what would be noticed.
    expect(watched(join(rendering, 'page.mjs')).touched).toEqual(expect.arrayContaining(['fetch', 'location']));
  });
}

test('complaint 27: a Next.js app renders on the server, hydrates without a warning, and signs in', async ({
  browser,
}, info) => {
  const app = await installApp('next', { tarball: await build() });
  const { modes, rendered } = await toolOf('next');
  const { bench } = await benchOf({ app, row: 'complaint-27-next' });
  // While it is developed: React tells of a difference in full.
  const { url, close } = await modes.dev(bench);
  const marks = marksOf(join(app, 'node_modules/proofkey/dist'));
  const given = { url, engine: 'wasm', marks, rendered, screenshot: info.outputPath('next.png') };
  await signInAt(browser, given).finally(close);
});
