// The packed package in a real app of each tool, with no configuration because of it: built by the tool, signed in by a real browser.
// Prints one table; `-- --only vite,next` tries some tools, `--ci` those of every test run, `--write` renews the page in www-demo/docs.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { isMain, root } from './lib/paths.mjs';
import { main, StepError } from './lib/run.mjs';
import { setUp } from './setup.mjs';

/** They run in `npm test`. */
const ofEveryRun = ['vite', 'webpack', 'next', 'script', 'node'];

/** @param {{ only?: string, ci?: boolean, write?: boolean }} [options] */
export async function packaging({ only, ci = false, write = false } = {}) {
  const { env } = await setUp(['npm', 'browser']);
  Object.assign(process.env, env);
  const tarball = await build();
  const { tools } = await import('../../tests/packaging/harness/app.mjs');
  const { tryAll } = await import('../../tests/packaging/harness/rows.mjs');
  const { page, table } = await import('../../tests/packaging/harness/report.mjs');
  const names = only?.split(',') ?? (ci ? ofEveryRun : tools);
  const unknown = names.filter((name) => !tools.includes(name));
  if (unknown.length > 0) {
    throw new StepError(`No such tool: ${unknown.join(' ')}`, { fix: `choose among ${tools.join(' ')}` });
  }
  const rows = await tryAll(names, tarball, { weighs: !ci });
  console.log(table(rows));
  const failed = rows.filter(({ failure }) => failure);
  if (failed.length > 0) {
    throw new StepError(`${failed.length} of ${rows.length} rows of the packaging table failed`, {
      fix: 'npm run test:packaging -- --only TOOL tries one alone; target/logs/packaging-* has what it printed',
    });
  }
  if (!write) return;
  if (only || ci) throw new StepError('The page is about all tools', { fix: 'npm run test:packaging -- --write' });
  writeFileSync(join(root, 'www-demo/docs/packaging.md'), page(rows));
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, ci: { type: 'boolean' }, write: { type: 'boolean' } },
  });
  await main(() => packaging(values));
}
