// What one entry imports later and another one at once.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';

/** Source of a chunk that is imported later -> how its file is called until its hash is known. */
const chunks = { 'js/src/page/page.ts': 'page-????????.js', 'js/src/wasm.ts': 'wasm-????????.js' };
/** The sources that import them at once. */
const importers = /\/js\/(src\/(eager|slim|vault\/page)|testing\/[\w-]+)\.ts$/;

/**
 * esbuild moves what is imported in both ways into a third file, and leaves of the chunk a line that imports it: to a page that loads
 * the modules as they are, one more round trip. Here the entry imports the chunk itself, as if it were another package's.
 */
export const wholeChunks = {
  name: 'whole-chunks',
  setup(build) {
    build.initialOptions.metafile = true;
    build.onResolve({ filter: /^\./ }, ({ importer, kind, path, resolveDir }) => {
      const name =
        chunks[relative(build.initialOptions.absWorkingDir, resolve(resolveDir, path)).replace(/\.js$/, '.ts')];
      if (!name || kind !== 'import-statement' || !importers.test(importer)) return undefined;
      return { path: `./${name}`, external: true };
    });
    build.onEnd(({ metafile: { outputs } }) => {
      const fileOf = (source) => Object.keys(outputs).find((path) => outputs[path].entryPoint === source);
      for (const path of Object.keys(outputs).filter((path) => path.endsWith('.js'))) {
        const file = join(build.initialOptions.absWorkingDir, path);
        const before = readFileSync(file, 'utf8');
        // The names are of one length, so that the source map stays right.
        const after = Object.entries(chunks).reduce(
          (text, [source, name]) => text.replace(`"./${name}"`, `"./${basename(fileOf(source))}"`),
          before,
        );
        if (after !== before) writeFileSync(file, after);
      }
    });
  },
};
