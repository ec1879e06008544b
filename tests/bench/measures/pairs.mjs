// PKCE pairs as others make them, as Proofkey's core does, and authorization URLs, each of which has such a pair in it; in turns, in
// one page.
import { spread } from '../harness/statistics.mjs';
import { APP } from '../harness/world.mjs';
import { IN_CORE } from '../rows.mjs';

const BATCH = 10_000;
const ROUNDS = 5;

/** @param {import('../harness/measure.mjs').Bench} bench */
export async function pairs({ world, progress }) {
  const found = await world.visit(async (context) => {
    world.set();
    const page = await context.newPage();
    await page.goto(`${APP}/app/pairs/`);
    await page.waitForFunction(() => window.pairs);
    await page.evaluate(() => window.pairs.check());
    const names = await page.evaluate(() => window.pairs.names);
    const makers = Object.fromEntries(
      names.map((name) => [name, ({ name, count }) => window.pairs.pairs(name, count)]),
    );
    makers[IN_CORE] = ({ count }) => window.pairs.inCore(count);
    makers.authorizationUrl = ({ count }) => window.pairs.urls(count);
    const found = Object.fromEntries(Object.keys(makers).map((name) => [name, []]));
    // The first round is for the engine to find out what is hot.
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [name, make] of Object.entries(makers)) {
        found[name].push(await page.evaluate(make, { name, count: BATCH }));
      }
      progress(`round ${round + 1} of ${ROUNDS + 1}`);
    }
    return found;
  });
  return Object.fromEntries(Object.entries(found).map(([name, all]) => [name, spread(all.slice(1), 2)]));
}
