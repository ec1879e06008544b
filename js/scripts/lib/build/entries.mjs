// The JavaScript of the package: its entries, bundled, and their types.
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { root } from '../paths.mjs';
import { StepError } from '../step-error.mjs';
import { writeCommonJs } from './commonjs.mjs';
import { writeTypes } from './declarations.mjs';
import { writeRelayPage } from './relay-page.mjs';
import { wholeChunks } from './whole-chunks.mjs';

const own = {
  index: 'js/src/index.ts',
  eager: 'js/src/eager.ts',
  slim: 'js/src/slim.ts',
  vault: 'js/src/vault.ts',
  presets: 'js/src/presets.ts',
  'front-channel-logout': 'js/src/front-channel-logout.ts',
  idle: 'js/src/idle.ts',
  'initiate-login': 'js/src/initiate-login.ts',
  relay: 'js/src/relay.ts',
  react: 'js/react/index.ts',
  vue: 'js/vue/index.ts',
  testing: 'js/testing/index.ts',
  'testing/react': 'js/testing/react.tsx',
  'testing/vue': 'js/testing/vue.ts',
};

/** With the names of other libraries. */
const compat = {
  'compat/auth0': 'js/compat/auth0/index.ts',
  'compat/oidc-client': 'js/compat/oidc-client/index.ts',
};

/** What is loaded on a server alone: bundled by itself, so that no chunk of a browser's is cut because of it. */
const server = { server: 'js/server/index.ts' };

/** Name of an entry -> its source. The name is that of the file in `dist`, and of the path that an app imports. */
export const entries = { ...own, ...server, ...compat };

/** The core, and its parts. */
const wasm = ['core', 'login', 'session', 'extended'];
/** What is imported of them, besides: what is not `extended`, in one piece. */
const inlined = [...wasm, 'most'];

/** Never bundled: the app has them, or does without the entry. */
const external = ['react', 'react/jsx-runtime', 'vue', 'vue-router'];

/** Files that lie beside those of the script tag, which cannot be split -> their sources. */
const besides = {
  'proofkey-diagnosis': 'js/src/diagnosis/diagnose.ts',
  'proofkey-extended': 'js/src/script-extended.ts',
};
/** What those import later -> the file that it is in. */
const lazyOfScript = {
  './diagnosis/diagnose.js': 'proofkey-diagnosis',
  './dpop-key.js': 'proofkey-extended',
  'proofkey-extended-bytes': 'proofkey-extended',
  'proofkey-translated-extended': 'proofkey-fallback-extended',
};

/** A browser resolves such an import against the address of the script, as its `src` has it. */
const beside = {
  name: 'beside',
  setup(build) {
    build.onResolve({ filter: /./ }, ({ kind, path }) => {
      const name = kind === 'dynamic-import' && lazyOfScript[path];
      return name ? { path: `./${name}.js`, external: true } : undefined;
    });
  },
};

/** The worker's errors are told by the page, which has their hints. */
const withoutHints = {
  name: 'without-hints',
  setup(build) {
    build.onResolve({ filter: /\/hints\.js$/ }, () => ({ path: join(root, 'js/src/vault/hintless.ts') }));
  },
};

/** An entry with the names of another library imports our own, as an app does: no byte of those is another one for it. */
const onEntries = {
  name: 'on-entries',
  setup(build) {
    build.onResolve({ filter: /\/src\// }, ({ path, importer }) => {
      const name = basename(path);
      const isEntry = path.endsWith(`/src/${name}`) && name.replace(/\.js$/, '') in own;
      if (!isEntry)
        return { errors: [{ text: `${path} is no entry: an app could not import it, nor may ${importer}` }] };
      return { path: `../${name}`, external: true };
    });
  },
};

/** All entries have one class of errors: the server's takes it from the entry that everybody has. */
const oneClassOfErrors = {
  name: 'one-class-of-errors',
  setup(build) {
    const errors = join(root, 'js/src/errors.js');
    build.onResolve({ filter: /\/errors\.js$/ }, ({ path, resolveDir }) =>
      resolve(resolveDir, path) === errors ? { path: './index.js', external: true } : undefined,
    );
  },
};

/**
 * Writes `dist`.
 *
 * @param {{ core: string, dist: string }} places `core`: the folder of the compiled one
 */
export async function buildEntries({ core, dist }) {
  const esbuild = await import('esbuild');
  const common = {
    absWorkingDir: root,
    alias: {
      'proofkey-core-glue': join(core, 'glue.js'),
      ...Object.fromEntries(inlined.map((name) => [`proofkey-${name}-bytes`, join(core, `${name}-bytes.js`)])),
      'proofkey-translated-glue': join(core, 'translated-glue.js'),
      'proofkey-translated': join(core, 'translated.js'),
      'proofkey-translated-extended': join(core, 'translated-extended.js'),
    },
    bundle: true,
    legalComments: 'none',
    logLevel: 'warning',
    minify: true,
    outdir: dist,
    platform: 'browser',
    sourcemap: true,
    target: 'es2022',
  };
  await esbuild.build({
    ...common,
    entryPoints: own,
    external,
    format: 'esm',
    splitting: true,
    chunkNames: '[name]-[hash]',
    plugins: [wholeChunks],
  });
  await esbuild.build({ ...common, entryPoints: compat, format: 'esm', plugins: [onEntries] });
  await esbuild.build({ ...common, entryPoints: server, format: 'esm', plugins: [oneClassOfErrors] });
  await esbuild.build({ ...common, entryPoints: { proofkey: 'js/src/script.ts' }, format: 'iife', plugins: [beside] });
  await esbuild.build({
    ...common,
    entryPoints: { 'vault-worker': 'js/src/vault-worker.ts' },
    format: 'iife',
    plugins: [withoutHints],
  });
  keepFromBundlers(join(dist, 'vault-worker.js'));
  await esbuild.build({ ...common, entryPoints: besides, format: 'esm' });
  await esbuild.build({
    ...common,
    entryPoints: {
      'proofkey-fallback': 'js/src/javascript.ts',
      'proofkey-fallback-extended': 'proofkey-translated-extended',
    },
    format: 'esm',
    plugins: [beside],
    sourcemap: false,
  });
  for (const name of [/^javascript-/, /^translated-extended-/]) dropMap(dist, name);
  await writeRelayPage(dist, common);
  for (const name of wasm) cpSync(join(core, `${name}.wasm`), join(dist, `${name}.wasm`));
  await writeTypes(dist, Object.values(entries));
  await writeCommonJs(dist);
}

/**
 * Marks the one import of a file that cannot be split, so that bundlers leave it to the browser: esbuild drops such comments. It is at the end,
 * behind what a debugger needs the map for.
 */
function keepFromBundlers(path) {
  const before = readFileSync(path, 'utf8');
  const after = before.replace(/\bimport\((?=\w+\))/, '$&/* webpackIgnore: true *//* @vite-ignore */');
  if (after === before) throw new StepError(`${basename(path)} imports nothing`, { fix: 'see js/src/vault-worker.ts' });
  writeFileSync(path, after);
}

/** A map that leads to what a tool has written helps nobody, and is three times the file. */
function dropMap(dist, name) {
  const [file] = readdirSync(dist).filter((known) => name.test(known) && known.endsWith('.js'));
  const path = join(dist, file);
  rmSync(`${path}.map`);
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^\/\/# sourceMappingURL=.*\n/m, ''));
}
