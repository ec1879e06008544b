// Side by side with ReachFive's own SDK: both make the same walk and meet the same trouble, in a browser. Prints the page
// and fails if the one in www-demo/docs is not current; `-- --write` renews that.
import { parseArgs } from 'node:util';
import { install } from './demo.mjs';
import { isMain } from './lib/paths.mjs';
import { main } from './lib/run.mjs';
import { setUp } from './setup.mjs';

/** @param {{ write?: boolean }} [options] */
export async function compare({ write = false } = {}) {
  const { env } = await setUp(['npm', 'browser']);
  Object.assign(process.env, env);
  await install();
  const { measure } = await import('../../tests/reachfive/side-by-side/measure.mjs');
  const { markdown } = await import('../../tests/reachfive/side-by-side/markdown.mjs');
  const { keepPage } = await import('../../tests/reachfive/side-by-side/page.mjs');
  const measured = await measure();
  console.log(markdown(measured));
  keepPage(measured, { write });
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({ options: { write: { type: 'boolean' } } });
  await main(() => compare(values));
}
