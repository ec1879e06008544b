// All measures of one run.
import { cpus } from 'node:os';
import { step } from '../../../js/scripts/lib/progress.mjs';
import { say } from '../../../js/scripts/lib/run.mjs';
import { cold } from '../measures/cold.mjs';
import { expired } from '../measures/expired.mjs';
import { pairs } from '../measures/pairs.mjs';
import { requests } from '../measures/requests.mjs';
import { sizes } from '../measures/sizes.mjs';
import { warm } from '../measures/warm.mjs';
import { buildPages, buildPairsPage } from './bundles.mjs';
import { buildPairs } from './core.mjs';
import { World } from './world.mjs';

/** In the order of a run. `pairs` is of no row. */
export const measures = { sizes, requests, cold, warm, expired, pairs };

/**
 * @typedef {object} Bench what a measure is given
 * @property {World} world
 * @property {Awaited<ReturnType<typeof buildPages>>} rows
 * @property {string} dist
 * @property {number} runs
 * @property {(row: import('../rows.mjs').Row, name: string, measure: () => Promise<unknown>) => Promise<void>} attempt keeps what was
 * measured; a library that fails does not end the run
 * @property {(text: string) => void} progress
 */

/** How often a row may fail before it is left alone. */
const MOST_FAILURES = 3;

/**
 * @param {object} wanted
 * @param {import('../rows.mjs').Row[]} wanted.rows
 * @param {string[]} wanted.names of measures
 * @param {number} wanted.runs
 * @param {string} wanted.dist
 * @param {boolean} [wanted.http1] the authorization server speaks HTTP/1.1 alone
 * @param {(results: object) => void} wanted.keep called after each measure: a run that is broken off has not been for nothing
 */
export async function measureAll({ rows, names, runs, dist, http1, keep }) {
  const built = await buildPages(rows, dist);
  if (names.includes('pairs')) await buildPairsPage(await buildPairs(), dist);
  const world = await World.start({ rows: built, dist, http1 });
  const results = {
    environment: environmentOf(world),
    runs,
    rows: Object.fromEntries(
      rows.map(({ name, title, version, isCompared }) => [name, { title, version, isCompared }]),
    ),
  };
  const failures = new Map();
  const attempt = async (row, name, measure) => {
    const before = failures.get(row.name) ?? [];
    if (before.length >= MOST_FAILURES) return;
    try {
      results.rows[row.name][name] = await measure();
    } catch (error) {
      say(`  ${row.title}, ${name}: ${error.message.split('\n')[0]}`);
      failures.set(row.name, [...before, `${name}: ${error.message}`]);
    }
  };
  try {
    for (const name of names) {
      const done = step(`Measuring: ${name}`);
      const progress = (text) => say(`  ${name}: ${text}`);
      const found = await measures[name]({ world, rows: built, dist, runs, attempt, progress });
      if (found) results[name] = found;
      done();
      keep(results);
    }
  } finally {
    await world.close();
  }
  return { results, failures: Object.fromEntries(failures) };
}

const environmentOf = (world) => ({
  date: new Date().toISOString().slice(0, 10),
  cpu: `${cpus().length} x ${cpus()[0].model}`,
  node: process.versions.node,
  chromium: world.version,
});
