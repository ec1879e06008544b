// What an app makes of either library: a page that uses it, and the library alone, for its weight.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { root } from '../../../js/scripts/lib/paths.mjs';

const here = fileURLToPath(new URL('./page/', import.meta.url));

const settings = {
  absWorkingDir: root,
  bundle: true,
  // The packed package, where js/scripts/demo.mjs puts it.
  nodePaths: [join(root, 'www-demo/node_modules')],
  format: 'esm',
  legalComments: 'none',
  metafile: true,
  minify: true,
  outdir: 'out',
  splitting: true,
  target: 'es2022',
  write: false,
};

/** The files of the page that uses a library, by their names; `app.js` is what the page loads. */
export async function pageOf(library) {
  const { outputFiles } = await esbuild.build({
    ...settings,
    entryPoints: { app: join(here, `${library}.js`) },
    chunkNames: '[name]-[hash]',
  });
  return new Map(outputFiles.map(({ path, contents }) => [path.slice(join(root, 'out/').length), contents]));
}

const exported = {
  'identity-core': `export { createClient } from '@reachfive/identity-core';`,
  proofkey: `export { createClient } from 'proofkey'; export { reachfive, reachfiveParams } from 'proofkey/presets';`,
};

/**
 * Bytes of a library without an app: `{ eager, lazy, login }`, each `{ raw, gzip, brotli }`. Eager is loaded with the page,
 * lazy when it is imported; a login needs what it loads of both.
 */
export async function weightOf(library) {
  const { metafile, outputFiles } = await esbuild.build({
    ...settings,
    stdin: { contents: exported[library], resolveDir: root },
  });
  const main = Object.keys(metafile.outputs).find((path) => metafile.outputs[path].entryPoint === '<stdin>');
  const eager = new Set([main]);
  for (const path of eager) {
    for (const { kind, path: next } of metafile.outputs[path].imports) if (kind === 'import-statement') eager.add(next);
  }
  const isEager = ({ path }) => eager.has(path.slice(root.length + 1));
  // The same core once more, for browsers without WebAssembly, is in no login that is measured here.
  const inLogin = outputFiles.filter((file) => isEager(file) || /\/inline-[^/]*\.js$/.test(file.path));
  return {
    eager: sum(outputFiles.filter(isEager)),
    lazy: sum(inLogin.filter((file) => !isEager(file))),
    login: sum(inLogin),
  };
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
