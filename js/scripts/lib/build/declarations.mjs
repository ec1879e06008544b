// The types of the package: what an entry leads to, and nothing else.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bin } from '../paths.mjs';
import { run } from '../run.mjs';

/**
 * Writes `dist/types`.
 *
 * @param {string} dist @param {string[]} sources of the entries
 */
export async function writeTypes(dist, sources) {
  const types = join(dist, 'types');
  await run(bin('tsc'), ['--outDir', types], { label: 'Writing the types' });
  const reached = new Set();
  for (const source of sources) reach(join(types, declarationOf(source)), reached);
  for (const name of readdirSync(types, { recursive: true })) {
    if (name.endsWith('.ts') && !reached.has(join(types, name))) rmSync(join(types, name));
  }
}

/** Where the types of a source are, below `dist/types`. @param {string} source */
export const declarationOf = (source) => source.replace(/^js\/(.*)\.tsx?$/, '$1.d.ts');

/** Notes a file and all that it imports from the package. */
function reach(file, reached) {
  if (reached.has(file)) return;
  reached.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/\b(?:from |import\()["'](\.[^"']*)\.js["']/g)) {
    reach(join(dirname(file), `${path}.d.ts`), reached);
  }
}
