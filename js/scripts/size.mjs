// The bytes that an app pays: measured on the packed package, bundled as an app would.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { isMain, root, target } from './lib/paths.mjs';
import { main } from './lib/run.mjs';

const dist = join(target, 'npm/dist');

/** The largest that an entry may be, in bytes of gzip. It only ever goes down. */
const budget = JSON.parse(readFileSync(join(root, 'js/scripts/budget.json'), 'utf8'));

/** `{ firstLogin, entries: { eager, core, slim, script } }`, each `{ raw, gzip, brotli }` in bytes. */
export async function sizes() {
  const entry = await bundled(join(dist, 'index.js'));
  const slim = await bundled(join(dist, 'slim.js'));
  const core = entry.lazy.filter((file) => basename(file.path).startsWith('inline'));
  const entries = {
    eager: sum(entry.eager),
    core: sum(core),
    slim: sum([...slim.eager, { contents: readFileSync(join(dist, 'core.wasm')) }]),
    script: sum([{ contents: readFileSync(join(dist, 'proofkey.js')) }]),
  };
  return { firstLogin: sum([...entry.eager, ...core]), entries };
}

/** The table, and what is over its budget. */
export async function report() {
  const { firstLogin, entries } = await sizes();
  const rows = [
    ['eager JavaScript', entries.eager, budget.eager],
    ['lazy core', entries.core, budget.core],
    ['first login (both)', firstLogin, budget.firstLogin],
    ['slim (JavaScript and .wasm)', entries.slim, budget.slim],
    ['script-tag file', entries.script, budget.script],
  ];
  const line = (...cells) => cells.map((cell, i) => (i ? String(cell).padStart(9) : cell.padEnd(28))).join('');
  return [
    line('bytes', 'raw', 'gzip', 'brotli', 'budget'),
    ...rows.map(([name, { raw, gzip, brotli }, most]) => line(name, raw, gzip, brotli, most)),
    ...rows.filter(([, { gzip }, most]) => gzip > most).map(([name]) => `OVER BUDGET: ${name}`),
  ].join('\n');
}

/** Bundles one entry, minified and split; tells what is loaded with it from what is imported later. */
async function bundled(entryPoint) {
  const esbuild = await import('esbuild');
  const { metafile, outputFiles } = await esbuild.build({
    stdin: { contents: `export { createClient } from ${JSON.stringify(entryPoint)};`, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    chunkNames: '[name]-[hash]',
    format: 'esm',
    metafile: true,
    minify: true,
    outdir: 'out',
    splitting: true,
    target: 'es2022',
    write: false,
  });
  const main = Object.keys(metafile.outputs).find((path) => metafile.outputs[path].entryPoint === '<stdin>');
  const eager = new Set([main]);
  for (const path of eager) {
    for (const { kind, path: next } of metafile.outputs[path].imports) if (kind === 'import-statement') eager.add(next);
  }
  const isEager = ({ path }) => eager.has(path.slice(root.length + 1));
  return { eager: outputFiles.filter(isEager), lazy: outputFiles.filter((file) => !isEager(file)) };
}

/** Files are compressed one by one, as a server sends them. */
function sum(files) {
  const total = { raw: 0, gzip: 0, brotli: 0 };
  for (const { contents } of files) {
    total.raw += contents.length;
    total.gzip += gzipSync(contents, { level: 9 }).length;
    total.brotli += brotliCompressSync(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  }
  return total;
}

if (isMain(import.meta.url)) {
  const { build } = await import('./build.mjs');
  await main(async () => {
    await build();
    console.log(process.argv.includes('--json') ? JSON.stringify(await sizes()) : await report());
  });
}
