// What a signed-in app does all the time: asks for the access token, which is fresh, and reads who the user is.
import { setTimeout as sleep } from 'node:timers/promises';
import { spread } from '../harness/statistics.mjs';
import { signedInPage } from '../harness/visit.mjs';

const BATCH = 10_000;
const ROUNDS = 5;

/** @param {import('../harness/measure.mjs').Bench} bench */
export async function warm({ world, rows, attempt, progress }) {
  const found = new Map(rows.map(({ name }) => [name, { token: [], read: [] }]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const row of rows.filter(({ tokenCall, isVariant }) => tokenCall && !isVariant)) {
      await attempt(row, 'warm', async () => {
        const all = found.get(row.name);
        const { token, read, batch, requests } = await oneRound(world, row.name);
        all.token.push(...token);
        all.read.push(...read);
        return { token: spread(all.token, 3), read: spread(all.read, 3), batch, requests };
      });
    }
    progress(`round ${round + 1} of ${ROUNDS}`);
  }
}

function oneRound(world, name) {
  return world.visit(async (context) => {
    world.set();
    const page = await signedInPage(context, name);
    await sleep(300);
    world.set();
    const measured = await page.evaluate(measure, { most: BATCH, batches: 5 });
    return { ...measured, requests: world.log.length };
  });
}

/** Runs in the page; gives microseconds for each call. The page's clock ticks in tenths of a millisecond. */
async function measure({ most, batches }) {
  const { sdk, client } = window.bench;
  const began = performance.now();
  for (let call = 0; call < 300; call += 1) await sdk.getToken(client);
  const each = (performance.now() - began) / 300;
  // Where a call takes milliseconds, a batch of ten thousand would take a minute.
  const batch = each > 0.05 ? 300 : most;
  const token = [];
  const read = [];
  for (let count = 0; count < batches; count += 1) {
    const start = performance.now();
    for (let call = 0; call < batch; call += 1) await sdk.getToken(client);
    token.push(((performance.now() - start) * 1000) / batch);
    if (!sdk.read) continue;
    const again = performance.now();
    for (let call = 0; call < most; call += 1) sdk.read(client);
    read.push(((performance.now() - again) * 1000) / most);
  }
  if (sdk.read && !sdk.read(client).user?.sub) throw new Error('the snapshot does not know the user');
  return { token, read, batch };
}
