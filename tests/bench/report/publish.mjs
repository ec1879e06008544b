// What is published of a run: its results, the page, the chart, and the block of the README between two marks.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bin, root } from '../../../js/scripts/lib/paths.mjs';
import { run, StepError } from '../../../js/scripts/lib/run.mjs';
import { measures } from '../harness/measure.mjs';
import { here } from '../rows.mjs';
import { chart } from './chart.mjs';
import { linesOf } from './lines.mjs';
import { block, page } from './markdown.mjs';

const marks = ['<!-- written by npm run bench -- --write -->', '<!-- up to here -->'];

const json = join(here, 'results.json');

/** @param {object} results with their failures */
export async function publish(results) {
  writeFileSync(json, JSON.stringify(results));
  await run(bin('biome'), ['format', '--write', json], { label: 'Formatting the results', quiet: true });
  render();
}

/** All but the results, made of them. */
export function render() {
  const results = JSON.parse(readFileSync(json, 'utf8'));
  const lines = linesOf(results, Object.keys(measures));
  writeFileSync(join(root, 'www-demo/docs/benchmarks.svg'), chart(results));
  writeFileSync(join(root, 'www-demo/docs/benchmarks.md'), page({ ...results, lines }));
  const readme = join(root, 'README.md');
  writeFileSync(readme, withBlock(readFileSync(readme, 'utf8'), block(results)));
}

function withBlock(text, content) {
  const [begin, end] = marks.map((mark) => text.indexOf(mark));
  if (begin < 0 || end < begin) {
    throw new StepError('README.md has no place for the results', {
      fix: `put two lines in it: ${marks.join(' and ')}`,
    });
  }
  return `${text.slice(0, begin + marks[0].length)}\n\n${content}\n\n${text.slice(end)}`;
}
