// Requests of scripts to the server, in order, and how long the longest chain of them is.
import { pathsOf } from '../harness/requests.mjs';
import { signIn } from '../harness/visit.mjs';

/** @param {import('../harness/measure.mjs').Bench} bench */
export async function requests({ world, rows, attempt }) {
  for (const row of rows) {
    await attempt(row, 'requests', async () => {
      // Slow answers: what is sent before one has come did not wait for it.
      const { log } = await signIn(world, row.name, { conditions: { delayMs: 100 } });
      return pathsOf(log);
    });
  }
}
