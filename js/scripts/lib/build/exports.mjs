// Who gets which file: `exports` of the package, and what stands in for it with those who do not read it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { declarationOf } from './declarations.mjs';

/**
 * The paths under which the entries are imported. The order counts, the first condition that is known wins:
 *
 * - `module-sync`: Node that can `require` an ES module (20.19 and later), so that `import` and `require` meet in one copy;
 * - `module`: bundlers, whatever the app writes, for the same reason;
 * - `import`: TypeScript and all other loaders of ES modules;
 * - `require`: Jest, and older Node.
 *
 * @param {Record<string, string>} entries
 */
export function exportsOf(entries) {
  const paths = Object.entries(entries).map(([name, source]) => {
    const esm = { types: `./dist/types/${declarationOf(source)}`, default: `./dist/${name}.js` };
    const cjs = { types: `./dist/cjs/types/${declarationOf(source)}`, default: `./dist/cjs/${name}.js` };
    return [pathOf(name), { 'module-sync': esm, module: esm.default, import: esm, require: cjs }];
  });
  return Object.fromEntries(paths);
}

/**
 * A folder for each path, as packages had them before `exports`: TypeScript with `"moduleResolution": "node"` looks there, and
 * `typesVersions` would serve it alone.
 *
 * @param {string} npm @param {Record<string, string>} entries
 */
export function writeFolders(npm, entries) {
  const folders = Object.keys(entries).filter((name) => name !== 'index');
  for (const name of folders) {
    const folder = join(npm, name);
    mkdirSync(folder, { recursive: true });
    const fields = legacyFields(name, entries[name], (path) => relative(folder, join(npm, path)));
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...fields, sideEffects: false })}\n`);
  }
  return folders;
}

/** What is read where `exports` is not. @param {(path: string) => string} place */
export const legacyFields = (name, source, place = (path) => `./${path}`) => ({
  main: place(`dist/cjs/${name}.js`),
  module: place(`dist/${name}.js`),
  types: place(`dist/cjs/types/${declarationOf(source)}`),
});

const pathOf = (name) => (name === 'index' ? '.' : `./${name}`);
