// Proofkey beside its peers, measured: bytes, requests, first visits, warm calls, expired tokens. tests/bench/README.md tells how.
// `-- --only sizes,cold` measures a part, `--peers proofkey,auth0-spa-js` some rows, `--runs 5` less often, `--http1` with an
// authorization server that speaks HTTP/1.1 alone; `--write` renews what is published: the results, the page in www-demo/docs, the chart and
// the block of the README. `--render` makes the last three of the results that are published, and measures nothing.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { isMain, root, target } from './lib/paths.mjs';
import { main, run, StepError } from './lib/run.mjs';
import { installIn, isInstalled } from './lib/steps/npm.mjs';
import { setUp } from './setup.mjs';

const folder = join(root, 'tests/bench');
const place = join(target, 'bench');

/** @param {{ only?: string, peers?: string, runs?: string, http1?: boolean, write?: boolean, render?: boolean }} [options] */
export async function bench({ only, peers, runs = '15', http1 = false, write = false, render = false } = {}) {
  if (write && (only || peers || http1)) {
    throw new StepError('What is published comes from one whole run', { fix: 'npm run bench -- --write' });
  }
  if (!/^[1-9]\d?$/.test(runs))
    throw new StepError(`--runs ${runs} is no number of runs`, { fix: 'npm run bench -- --runs 15' });
  if (render) return (await import('../../tests/bench/report/publish.mjs')).render();
  const { env } = await setUp(['npm', 'browser']);
  Object.assign(process.env, env);
  await install(await build());
  const { measureAll, measures } = await import('../../tests/bench/harness/measure.mjs');
  const { rows } = await import('../../tests/bench/rows.mjs');
  const { linesOf } = await import('../../tests/bench/report/lines.mjs');
  const { promised, tables } = await import('../../tests/bench/report/figures.mjs');
  const { printed } = await import('../../tests/bench/report/table.mjs');
  const names = chosen(only, Object.keys(measures), 'measure');
  const wanted = chosen(
    peers,
    rows().map(({ name }) => name),
    'row',
  );
  mkdirSync(place, { recursive: true });
  const keep = (results) => writeFileSync(join(place, 'results.json'), JSON.stringify(results, null, 2));
  const { results, failures } = await measureAll({
    rows: rows().filter(({ name }) => wanted.includes(name)),
    names,
    runs: Number(runs),
    dist: join(place, 'dist'),
    http1,
    keep,
  });
  const lines = linesOf(results, names);
  keep({ ...results, lines, failures });
  console.log(printed([...tables(results), promised(lines)]));
  if (write) {
    const { publish } = await import('../../tests/bench/report/publish.mjs');
    await publish({ ...results, failures });
  }
  complain(lines, failures);
}

/** The peers, and the package as `npm install proofkey` puts it there: it has no dependencies. */
async function install(tarball) {
  // Without their scripts: what is wanted are files to bundle.
  if (!isInstalled(folder)) await installIn(folder, 'Installing the peers', ['--ignore-scripts']);
  const proofkey = join(folder, 'node_modules/proofkey');
  rmSync(proofkey, { recursive: true, force: true });
  mkdirSync(proofkey, { recursive: true });
  await run('tar', ['-xzf', tarball, '-C', proofkey, '--strip-components=1'], {
    label: 'Unpacking the package',
    quiet: true,
  });
}

/** The names of a list with commas; all without one. */
function chosen(list, known, what) {
  const names = list?.split(',') ?? known;
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return known.filter((name) => names.includes(name));
  throw new StepError(`There is no ${what} ${unknown.join(' ')}`, { fix: `choose among ${known.join(',')}` });
}

function complain(lines, failures) {
  const broken = lines.filter(({ holds }) => !holds).map(({ line }) => `does not hold: ${line}`);
  const failed = Object.entries(failures).flatMap(([name, all]) => all.map((failure) => `failed: ${name}, ${failure}`));
  if (broken.length + failed.length === 0) return;
  throw new StepError([...broken, ...failed].join('\n'), {
    fix: 'npm run bench -- --only MEASURE --peers ROW tries a part again; target/bench/results.json has all figures',
  });
}

if (isMain(import.meta.url)) {
  await main(() => {
    const { values } = parseArgs({
      options: {
        ...{ only: { type: 'string' }, peers: { type: 'string' }, runs: { type: 'string' } },
        ...{ http1: { type: 'boolean' }, write: { type: 'boolean' }, render: { type: 'boolean' } },
      },
    });
    return bench(values);
  });
}
