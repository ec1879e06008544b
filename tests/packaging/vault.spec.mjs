// The vault in a bundler, as its page of the documentation has it: the worker is found, and is a file of the app.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { build } from '../../js/scripts/build.mjs';
import { logs } from '../../js/scripts/lib/paths.mjs';
import { installApp } from './harness/app.mjs';
import { marksOf } from './harness/marks.mjs';
import { launch, signInAt } from './harness/sign-in.mjs';
import { benchOf, toolOf } from './harness/tool.mjs';

const worker = `new Worker(new URL('proofkey/vault-worker.js', import.meta.url), { type: 'module' })`;

/** The app of every tool, with its session in a vault. */
function moveToVault(file) {
  const before = readFileSync(file, 'utf8');
  const after = before
    .replace(`from 'proofkey'`, `from 'proofkey/vault'`)
    .replace(`  scope: 'openid profile',\n`, `$&  worker: () => ${worker},\n`);
  expect(after.match(/vault/g)).toHaveLength(2);
  writeFileSync(file, after);
}

for (const [name, modes] of [
  ['vite', ['dev', 'build and preview']],
  ['webpack', ['dev server', 'build']],
]) {
  for (const mode of modes) {
    test(`an app with a vault signs in: ${name}, ${mode}`, async () => {
      const tool = await toolOf(name);
      const app = await installApp(name, { tarball: await build(), main: tool.main });
      moveToVault(join(app, tool.main));
      const row = `packaging-vault-${name}-${mode.replaceAll(' ', '-')}`;
      const { bench, output } = await benchOf({ app, row });
      const browser = await launch();
      const served = await tool.modes[mode](bench);
      try {
        const marks = marksOf(join(app, 'node_modules/proofkey/dist'));
        const screenshot = join(logs, `${row}.png`);
        // There is no core but in the worker.
        await signInAt(browser, { url: served.url, engine: 'wasm', marks, screenshot });
      } finally {
        await served.close();
        await browser.close();
      }
      expect(output()).not.toMatch(/\bwarn(ing)?\b/i);
    });
  }
}
