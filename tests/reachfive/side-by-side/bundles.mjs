// What an app makes of either library: a page that uses it, and the library alone, for its weight.
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { root } from '../../../js/scripts/lib/paths.mjs';
import { bundled, sum } from '../../../js/scripts/size.mjs';

const here = fileURLToPath(new URL('./page/', import.meta.url));

const settings = {
  absWorkingDir: root,
  bundle: true,
  // The packed package, where js/scripts/demo.mjs puts it.
  nodePaths: [join(root, 'www-demo/node_modules')],
  format: 'esm',
  legalComments: 'none',
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

/** What a login of each takes, and the chunks that it imports for it. */
const logins = {
  'identity-core': { contents: `export { createClient } from '@reachfive/identity-core';`, chunks: [] },
  proofkey: {
    contents: `export { createClient } from 'proofkey'; export { reachfive, reachfiveParams } from 'proofkey/presets';`,
    chunks: ['page', 'wasm'],
  },
};

/**
 * Bytes of a library without an app: `{ eager, lazy, login }`, each `{ raw, gzip, brotli }`. Eager is loaded with the page,
 * lazy when it is imported; a login needs what it loads of both.
 */
export async function weightOf(library) {
  const { contents, chunks } = logins[library];
  const { eager, imported } = await bundled({ contents, nodePaths: settings.nodePaths });
  const lazy = imported(...chunks);
  return { eager: sum(eager), lazy: sum(lazy), login: sum([...eager, ...lazy]) };
}
