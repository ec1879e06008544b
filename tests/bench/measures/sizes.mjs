// Bytes: of the library alone, and of all files that the page of a first login has loaded, callback included.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sum } from '../../../js/scripts/size.mjs';
import { weigh } from '../harness/bundles.mjs';
import { signIn } from '../harness/visit.mjs';

/** @param {import('../harness/measure.mjs').Bench} bench */
export async function sizes({ world, rows, dist, attempt }) {
  for (const row of rows) {
    await attempt(row, 'sizes', async () => {
      const { files } = await signIn(world, row.name);
      const loaded = [...files].map((file) => ({ contents: readFileSync(join(dist, row.name, file)) }));
      return {
        ...(row.exports && (await weigh(row, files))),
        // With the page's own driver and the adapter: what weighs a library must be less.
        loaded: { files: files.size, ...sum(loaded) },
      };
    });
  }
}
