// The same package for `require`: for Jest, and whatever else knows no ES modules.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes `dist/cjs`, which mirrors the ES modules of `dist` file by file: chunks stay shared, so that all entries have one
 * `ProofkeyError`. Without source maps: this is not what a browser loads.
 *
 * @param {string} dist
 */
export async function writeCommonJs(dist) {
  const { transform } = await import('esbuild');
  const cjs = join(dist, 'cjs');
  // The files of the script tag and the worker are no modules.
  const modules = readdirSync(dist, { recursive: true }).filter((name) =>
    /^(?!proofkey|vault-worker).*\.js$/.test(name),
  );
  for (const name of modules) {
    // As a text, not as a file: below a package.json with `"type": "module"` esbuild would make `default` the whole module.
    const { code } = await transform(readFileSync(join(dist, name), 'utf8'), {
      format: 'cjs',
      legalComments: 'none',
      minify: true,
      // With the list of names that Node reads when an ES module imports the file.
      platform: 'node',
      // `import()` becomes a promise of `require`: Jest refuses import() without a flag of Node's.
      supported: { 'dynamic-import': false },
      target: 'es2022',
    });
    mkdirSync(dirname(join(cjs, name)), { recursive: true });
    writeFileSync(join(cjs, name), code);
  }
  // Types have a module format, too: TypeScript takes it from the package.json above them.
  cpSync(join(dist, 'types'), join(cjs, 'types'), { recursive: true });
  writeFileSync(join(cjs, 'package.json'), `${JSON.stringify({ type: 'commonjs', sideEffects: false })}\n`);
}
