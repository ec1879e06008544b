// First visits, in rounds: each row once in a round, in another order each time, so that a machine that gets slower is that for all.
import { spread } from '../harness/statistics.mjs';
import { signIn } from '../harness/visit.mjs';

const slowNetwork = { rttMs: 100, megabits: 10 };

/** `isMain`: what the limits speak of, and what gets all of the runs. */
export const modes = {
  plain: {},
  cpu4: { cpu: 4 },
  tcp: { network: slowNetwork, isMain: true },
  tcpcold: { network: slowNetwork, conditions: { dropsConnections: true }, isMain: true },
};

/** @param {import('../harness/measure.mjs').Bench} bench */
export async function cold({ world, rows, runs, attempt, progress }) {
  const found = new Map(
    rows.map(({ name }) => [name, Object.fromEntries(Object.keys(modes).map((mode) => [mode, []]))]),
  );
  // The first visit of all starts what a browser starts but once.
  await signIn(world, rows[0].name);
  for (let round = 0; round < runs; round += 1) {
    const order = rows.map((_, at) => rows[(at + round) % rows.length]);
    for (const [mode, { isMain, ...circumstances }] of Object.entries(modes)) {
      for (const row of order.filter((row) => round < roundsOf(row, isMain, runs))) {
        await attempt(row, 'cold', async () => {
          found.get(row.name)[mode].push(await signIn(world, row.name, circumstances));
          return summary(found.get(row.name));
        });
      }
    }
    progress(`round ${round + 1} of ${runs}`);
  }
}

const roundsOf = ({ isCompared }, isMain, runs) => {
  if (isCompared) return isMain ? runs : Math.ceil(runs / 3);
  return isMain ? Math.ceil(runs / 3) : Math.ceil(runs / 5);
};

const summary = (byMode) =>
  Object.fromEntries(
    Object.entries(byMode)
      .filter(([, visits]) => visits.length > 0)
      .map(([mode, visits]) => [
        mode,
        {
          redirect: spread(visits.map(({ redirect }) => redirect)),
          callback: spread(visits.map(({ callback }) => callback)),
        },
      ]),
  );
