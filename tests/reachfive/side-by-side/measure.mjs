// All that the page says, measured: for each library in a browser and against a server of its own, both at once.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../js/scripts/lib/paths.mjs';
import { weightOf } from './bundles.mjs';
import { experiments } from './experiments.mjs';
import { stores, walk } from './walk.mjs';
import { LIBRARIES, World } from './world.mjs';

const versionOf = (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).version;

/** Column by column: `{ 'identity-core': Measured, proofkey: Measured }`. */
export async function measure() {
  const columns = await Promise.all(LIBRARIES.map(measured));
  return Object.fromEntries(LIBRARIES.map((library, at) => [library, columns[at]]));
}

const versions = {
  'identity-core': () => versionOf('node_modules/@reachfive/identity-core'),
  proofkey: () => versionOf('www-demo/node_modules/proofkey'),
};

async function measured(library) {
  const world = await World.start();
  try {
    // First: each of these ends when nothing is on its way any more, and would see what an experiment has left behind.
    const walks = {
      walk: await walk(world, library),
      hs256: await walk(world, library, { clientId: 'spa-hs256' }),
      // The one option that changes what is sent for a login, where a library has it.
      ...(library === 'proofkey' && { fixed: await walk(world, library, { discovery: false }) }),
    };
    const outcomes = [];
    for (const [, play] of experiments) outcomes.push(await play(world, library));
    const version = versions[library]();
    return { version, weight: await weightOf(library), stores: await stores(world, library), ...walks, outcomes };
  } finally {
    await world.stop();
  }
}
