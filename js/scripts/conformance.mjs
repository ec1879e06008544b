// The conformance runner: every case through the public API of the packed package, in a browser, against servers that
// misbehave. `-- --cases FILE` plays another file of the same form, `--only TEXT` the cases whose id begins so;
// `--engine javascript` plays them in a browser without WebAssembly; `--json` prints the results as an array; `--write`
// renews www-demo/docs/conformance.md; `--broken` shows that cases can fail.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { isMain } from './lib/paths.mjs';
import { main, StepError } from './lib/run.mjs';
import { setUp } from './setup.mjs';

/** @param {{ cases?: string, only?: string, engine?: 'wasm' | 'javascript', json?: boolean, write?: boolean, broken?: boolean }} options */
export async function conformance({
  cases: file,
  only = '',
  engine = 'wasm',
  json = false,
  write = false,
  broken = false,
} = {}) {
  const { env } = await setUp(['npm', 'browser']);
  Object.assign(process.env, env);
  await build();
  const { read, results, table, pageOf } = await import('../../tests/conformance/report.mjs');
  if (broken) return (await import('../../tests/conformance/broken.mjs')).showBroken(read());
  const path = file && resolve(process.env.INIT_CWD ?? '.', file);
  const cases = path ? readCases(path) : read();
  const chosen = cases.filter(({ id }) => id.startsWith(only));
  const outcome = await results(chosen, { file: path, lenient: file !== undefined, engine });
  const failed = outcome.filter(({ pass }) => pass === false);
  if (json) console.log(JSON.stringify(outcome, null, 1));
  else console.log(table(outcome));
  if (!file && !only) await pageOf(outcome, { write });
  if (failed.length > 0) {
    throw new StepError(
      `${failed.length} of ${outcome.length} cases deviate: ${failed.map(({ id }) => id).join(' ')}`,
      {
        fix: 'npm run test:conformance -- --only ID plays one alone',
      },
    );
  }
}

function readCases(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new StepError(`${path} cannot be read: ${error.message}`, {
      fix: 'give a JSON array in the form of cases.json',
    });
  }
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string' },
      only: { type: 'string' },
      engine: { type: 'string' },
      json: { type: 'boolean' },
      write: { type: 'boolean' },
      broken: { type: 'boolean' },
    },
  });
  await main(() => conformance(values));
}
