// The bytes that an app pays: measured on the packed package, bundled as an app would; and which functions of the core grew since that
// was last written down. `-- --write` writes it down: the table of functions, budgets that became smaller, the block of the README,
// and www-demo/docs/size.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { grown } from './lib/growth.mjs';
import { isMain, root, target } from './lib/paths.mjs';
import { main, StepError } from './lib/run.mjs';
import { sizePage } from './lib/size-page.mjs';

const dist = join(target, 'npm/dist');
const clientOf = (entry) => `export { createClient } from ${JSON.stringify(join(dist, entry))};`;

const read = (file) => JSON.parse(readFileSync(file, 'utf8'));
const written = (file, value) => writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
const [budgetFile, functionsFile] = ['budget', 'functions'].map((name) => join(root, `js/scripts/${name}.json`));

/** The largest that an entry may be, in bytes of gzip. It only ever goes down. */
const budget = read(budgetFile);

/**
 * `{ firstLogin, whole, entries: { eager, core, session, extended, fallback, eagerEntry, slim, script, vault } }`, each `{ raw, gzip, brotli }` in bytes. `session` is the
 * part of the core that is loaded when somebody has signed in, `extended` what only some options ask for; without WebAssembly and with a
 * script tag, that is `fallbackExtended` and `scriptExtended`. `vault` is what a page loads, `vaultWorker` the file of its worker.
 */
export async function sizes() {
  const entry = await bundled({ contents: clientOf('index.js') });
  const eagerEntry = await bundled({ contents: clientOf('eager.js') });
  const slim = await bundled({ contents: clientOf('slim.js') });
  const vault = await bundled({ contents: clientOf('vault.js') });
  const core = entry.imported('page', 'wasm');
  const session = entry.imported('session-bytes');
  const extended = entry.imported('extended-bytes', 'dpop-key');
  const entries = {
    eager: sum(entry.eager),
    core: sum(core),
    session: sum(session),
    extended: sum(extended),
    fallback: sum(entry.imported('page', 'fallback', 'javascript')),
    fallbackExtended: sum(entry.imported('translated-extended', 'dpop-key')),
    eagerEntry: sum(eagerEntry.eager),
    slim: sum([...slim.eager, { contents: readFileSync(join(dist, 'login.wasm')) }]),
    script: sum([{ contents: readFileSync(join(dist, 'proofkey.js')) }]),
    scriptExtended: sum([{ contents: readFileSync(join(dist, 'proofkey-extended.js')) }]),
    vault: sum(vault.eager),
    vaultWorker: sum([{ contents: readFileSync(join(dist, 'vault-worker.js')) }]),
  };
  return {
    firstLogin: sum([...entry.eager, ...core]),
    whole: sum([...entry.eager, ...core, ...session]),
    entries,
  };
}

/** The table, and what is over its budget. @param {Awaited<ReturnType<typeof sizes>>} [measured] */
export async function report(measured) {
  const { firstLogin, whole, entries } = measured ?? (await sizes());
  const rows = [
    ['eager JavaScript', entries.eager, budget.eager],
    ['lazy core', entries.core, budget.core],
    ['first login (both)', firstLogin, budget.firstLogin],
    ['once somebody has signed in', entries.session, budget.session],
    ['all three', whole, budget.whole],
    ['DPoP, PAR, JARM, resources', entries.extended, budget.extended],
    ['lazy core without wasm', entries.fallback, budget.fallback],
    ['the same, without wasm', entries.fallbackExtended, budget.fallbackExtended],
    ['proofkey/eager (all in one)', entries.eagerEntry, budget.eagerEntry],
    ['slim, the same both', entries.slim, budget.slim],
    ['script-tag file', entries.script, budget.script],
    ['the same, beside the script', entries.scriptExtended, budget.scriptExtended],
    ['vault, in the page', entries.vault, budget.vault],
    ['vault, its worker', entries.vaultWorker, budget.vaultWorker],
  ];
  const line = (...cells) => cells.map((cell, i) => (i ? String(cell).padStart(9) : cell.padEnd(30))).join('');
  return [
    line('bytes', 'raw', 'gzip', 'brotli', 'budget'),
    ...rows.map(([name, { raw, gzip, brotli }, most]) => line(name, raw, gzip, brotli, most ?? 'none')),
    ...rows.filter(([, { gzip }, most]) => gzip > most).map(([name]) => `OVER BUDGET: ${name}`),
  ].join('\n');
}

/** Each function of the core as it was built last: no part of the package. */
const functions = () => read(join(target, 'build/functions.json'));

/** Writes down what was measured. Budgets are in tens of bytes. @returns {Promise<string>} what it did not do */
async function write() {
  const measured = await sizes();
  const { entries, ...sums } = measured;
  const refused = [];
  for (const [name, { gzip }] of Object.entries({ ...entries, ...sums })) {
    const now = Math.ceil(gzip / 10) * 10;
    if (now > budget[name])
      refused.push(`NOT RAISED: the budget of ${name} stays ${budget[name]}, measured are ${gzip}`);
    else budget[name] = now;
  }
  written(budgetFile, budget);
  written(functionsFile, functions());
  const core = (name) => readFileSync(join(dist, `${name}.wasm`));
  const modules = { login: core('login'), session: core('session'), extended: core('extended') };
  const of = (value) => Object.fromEntries(Object.entries(modules).map(([name, bytes]) => [name, value(bytes)]));
  const packed = of((contents) => sum([{ contents }]).gzip);
  const page = sizePage({ sizes: { ...measured, packed }, functions: functions(), wasm: of(({ length }) => length) });
  writeFileSync(join(root, 'www-demo/docs/size.md'), page);
  const readme = join(root, 'README.md');
  const block = /(?<=`npm run size`[^`]*```text\n)[^`]*(?=```)/;
  const text = readFileSync(readme, 'utf8');
  if (!block.test(text))
    throw new StepError('README.md has no block for sizes', { fix: 'put a ```text after `npm run size`' });
  const table = await report(measured);
  writeFileSync(
    readme,
    text.replace(block, () => `${table.replace(/^OVER BUDGET.*$/gm, '').trimEnd()}\n`),
  );
  return refused.join('\n');
}

/**
 * Bundles a module, minified and split; tells what is loaded with it from what is imported later.
 *
 * @param {{ contents: string, nodePaths?: string[] }} module its source, and where it finds packages
 */
export async function bundled({ contents, nodePaths = [] }) {
  const esbuild = await import('esbuild');
  const { metafile, outputFiles } = await esbuild.build({
    stdin: { contents, resolveDir: root },
    nodePaths,
    legalComments: 'none',
    // The package says that none of its files has effects when it is loaded, so esbuild leaves out a chunk that another one imports for its
    // effects alone; its own splitting wrote that import, to keep an order that does not matter here.
    logOverride: { 'ignored-bare-import': 'silent' },
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
  const { outputs } = metafile;
  const main = Object.keys(outputs).find((path) => outputs[path].entryPoint === '<stdin>');
  const eager = loadedWith(outputs, [main]);
  const filesOf = (paths) => outputFiles.filter(({ path }) => paths.has(path.slice(root.length + 1)));
  return {
    eager: filesOf(eager),
    /** What comes with the chunks of these names and was not there before. */
    imported(...names) {
      const chunks = Object.keys(outputs).filter((path) => names.some((name) => basename(path).startsWith(`${name}-`)));
      if (chunks.length !== names.length) throw new Error(`No single chunk for each of ${names}: ${chunks}`);
      return filesOf(new Set([...loadedWith(outputs, chunks)].filter((path) => !eager.has(path))));
    },
  };
}

/** The files, and those that they import statically. */
function loadedWith(outputs, paths) {
  const loaded = new Set(paths);
  for (const path of loaded) {
    for (const { kind, path: next } of outputs[path].imports) if (kind === 'import-statement') loaded.add(next);
  }
  return loaded;
}

/** Files are compressed one by one, as a server sends them. */
export function sum(files) {
  const total = { raw: 0, gzip: 0, brotli: 0 };
  for (const { contents } of files) {
    total.raw += contents.length;
    total.gzip += gzipSync(contents, { level: 9 }).length;
    total.brotli += brotliCompressSync(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  }
  return total;
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, write: { type: 'boolean' } } });
  const { build } = await import('./build.mjs');
  await main(async () => {
    await build();
    if (values.json) return console.log(JSON.stringify(await sizes()));
    const changes = grown(read(functionsFile), functions());
    const refused = values.write ? await write() : '';
    console.log([await report(), ...changes, refused].filter(Boolean).join('\n'));
  });
}
