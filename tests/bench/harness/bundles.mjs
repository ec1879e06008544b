// The bundle of each row's page, and what its library weighs: minified by esbuild, split where a library asks for it.
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { sum } from '../../../js/scripts/size.mjs';
import { here } from '../rows.mjs';

const common = {
  absWorkingDir: here,
  bundle: true,
  define: { 'process.env.NODE_ENV': '"production"', global: 'globalThis' },
  format: 'esm',
  legalComments: 'none',
  logLevel: 'error',
  metafile: true,
  minify: true,
  platform: 'browser',
  splitting: true,
  target: 'es2022',
};

/**
 * Writes the page of every row. Gives the rows with what a page has to name, and what a file was made from.
 *
 * @param {import('../rows.mjs').Row[]} rows
 * @param {string} dist
 */
export async function buildPages(rows, dist) {
  rmSync(dist, { recursive: true, force: true });
  return Promise.all(
    rows.map(async (row) => {
      const main = 'page/driver.js';
      const alias = {
        'sdk-adapter': join(here, 'adapters', `${row.adapter}.js`),
        ...(row.entry && { 'sdk-entry': row.entry }),
      };
      const outputs = await buildPage(main, { alias, outdir: join(dist, row.name) });
      for (const asset of row.assets ?? []) {
        copyFileSync(join(here, 'node_modules', asset), join(dist, row.name, basename(asset)));
      }
      const [entry, ...chunks] = [...loadedWith(outputs, main)].map((file) => basename(file));
      if (entry !== 'main.js') throw new Error(`the page of ${row.name} starts with ${entry}`);
      const sources = Object.entries(outputs).map(([file, { inputs }]) => [basename(file), Object.keys(inputs)]);
      return { ...row, chunks, sources: Object.fromEntries(sources) };
    }),
  );
}

/** The page that makes pairs. @param {{ glue: string, wasm: string }} core @param {string} dist */
export async function buildPairsPage({ glue, wasm }, dist) {
  const outdir = join(dist, 'pairs');
  await buildPage('page/pairs.js', { alias: { 'proofkey-pairs': glue }, outdir });
  copyFileSync(wasm, join(outdir, basename(wasm)));
}

async function buildPage(main, { alias, outdir }) {
  const { metafile } = await build({ ...common, alias, entryPoints: { main: join(here, main) }, outdir });
  return metafile.outputs;
}

/**
 * What a library weighs: bundled alone, as an app imports it.
 *
 * @param {Awaited<ReturnType<typeof buildPages>>[number]} row
 * @param {Set<string>} files of its page, as a sign-in has loaded them
 */
export async function weigh(row, files) {
  const { metafile, outputFiles } = await build({
    ...common,
    external: row.external,
    outdir: join(here, 'out'),
    stdin: { contents: row.exports, resolveDir: here },
    write: false,
  });
  const { outputs } = metafile;
  const eager = loadedWith(outputs, '<stdin>');
  // The same modules in another bundle: of what is imported late, a sign-in needs only a part.
  const used = new Set([...files].flatMap((file) => row.sources[file] ?? []));
  const isUsed = ({ inputs }) => Object.keys(inputs).length > 0 && Object.keys(inputs).every((file) => used.has(file));
  const contents = new Map(outputFiles.map(({ path, contents }) => [basename(path), { contents }]));
  const pick = (wanted) => wanted.map((file) => contents.get(basename(file)));
  const late = Object.keys(outputs).filter((file) => !eager.has(file));
  const assets = (row.assets ?? []).filter((asset) => files.has(basename(asset)));
  const lazy = [
    ...pick(late.filter((file) => isUsed(outputs[file]))),
    ...assets.map((asset) => ({ contents: readFileSync(join(here, 'node_modules', asset)) })),
  ];
  return { eager: sum(pick([...eager])), lazy: sum(lazy), firstLogin: sum([...pick([...eager]), ...lazy]) };
}

/** The file that a module was made into, and those that it imports at once. */
function loadedWith(outputs, module) {
  // What is imported late has an entry point of its own.
  const loaded = new Set([Object.keys(outputs).find((file) => outputs[file].entryPoint === module)]);
  for (const file of loaded) {
    for (const { kind, path, external } of outputs[file].imports) {
      if (kind === 'import-statement' && !external) loaded.add(path);
    }
  }
  return loaded;
}
