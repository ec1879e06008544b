// Everything that is checked without running the product. `-- --only NAME` runs one, `-- --fix` repairs the formatting, `-- --only api
// --write` renews the files of the public API.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { disagreements } from './lib/errors.mjs';
import { bin, isMain, root, target } from './lib/paths.mjs';
import { repositoryFiles } from './lib/repository.mjs';
import { main, run, StepError } from './lib/run.mjs';
import { setUp } from './setup.mjs';

const npm = join(target, 'npm');

/** Name of a check -> what it needs, and what it does. */
const checks = {
  format: {
    needs: [],
    async run({ fix }) {
      const mode = fix ? [] : ['--check'];
      const shared = { fix: 'npm run check -- --fix' };
      await run('cargo', ['fmt', ...mode], { ...shared, label: 'format' });
      // Workspaces of their own.
      for (const other of ['tests/fuzz', 'tests/bench/core', 'tests/native']) {
        const manifest = ['--manifest-path', join(other, 'Cargo.toml')];
        await run('cargo', ['fmt', ...manifest, ...mode], { ...shared, label: `format: ${other}` });
      }
    },
  },
  biome: {
    needs: ['npm'],
    run: ({ fix }) =>
      run(bin('biome'), fix ? ['check', '--write'] : ['ci', '--error-on-warnings'], {
        label: 'biome',
        fix: 'npm run check -- --fix',
      }),
  },
  house: { needs: [], run: house },
  errors: { needs: ['npm'], run: errors },
  layering: {
    needs: [],
    run: () => run('cargo', ['test', '--quiet', '--test', 'layering'], { label: 'layering' }),
  },
  clippy: {
    needs: ['rust'],
    async run({ env }) {
      const strict = ['--', '-D', 'warnings'];
      await run('cargo', ['clippy', '--quiet', '--all-targets', ...strict], { label: 'clippy: core and tests' });
      // The driver and the boundary exist in a build for wasm only, the hooks of the tests with all features only.
      const clippy = [
        'clippy',
        '--quiet',
        '--target',
        'wasm32-unknown-unknown',
        '--target-dir',
        join(target, 'clippy'),
      ];
      await run('cargo', [...clippy, '--all-features', ...strict], { label: 'clippy: driver and boundary', env });
      const native = ['--manifest-path', 'tests/native/Cargo.toml', '--target-dir', join(target, 'native')];
      await run('cargo', ['clippy', '--quiet', ...native, ...strict], { label: 'clippy: native example' });
      const bench = ['--manifest-path', 'tests/bench/core/Cargo.toml'];
      await run('cargo', [...clippy, ...bench, ...strict], { label: 'clippy: pairs for the bench', env });
    },
  },
  types: {
    needs: ['npm', 'package'],
    async run() {
      await run(bin('tsc'), ['--noEmit', '--emitDeclarationOnly', 'false', '--declaration', 'false'], {
        label: 'types: sources',
      });
      await run(bin('tsc'), ['--project', 'tests/types'], { label: 'types: as an app sees them' });
      await run(bin('tsc'), ['--project', 'tests/types/vue'], { label: 'types: as a Vue app sees them' });
    },
  },
  samples: {
    needs: ['npm', 'package'],
    run: async () => (await import('./lib/audit/samples.mjs')).checkSamples(),
  },
  package: {
    needs: ['npm', 'package'],
    async run() {
      await run(bin('publint'), ['--strict', npm], { label: 'package: publint' });
      // No modules: files to serve, and one for script tags.
      const files = [
        '--exclude-entrypoints',
        'core.wasm',
        'login.wasm',
        'session.wasm',
        'extended.wasm',
        'relay.html',
        'script',
        'vault-worker.js',
      ];
      await run(bin('attw'), ['--pack', npm, ...files], { label: 'package: are the types wrong' });
    },
  },
  release: {
    needs: ['npm', 'package'],
    // It asks both registries, and builds the crate once more.
    onDemand: true,
    run: async () => (await import('./lib/audit/release.mjs')).checkRelease(),
  },
  api: {
    needs: ['npm', 'package'],
    run: async ({ write }) => (await import('./lib/audit/api.mjs')).checkApi({ write }),
  },
  licences: {
    needs: ['npm'],
    run: async () => (await import('./lib/audit/dependencies.mjs')).checkLicences(),
  },
  advisories: {
    needs: ['npm'],
    // Whoever asks for it by name wants an answer.
    run: async ({ only }) => (await import('./lib/audit/advisories.mjs')).checkAdvisories({ required: Boolean(only) }),
  },
  reproducible: {
    needs: ['npm'],
    // Minutes, and nothing that a change of one line would break unseen.
    onDemand: true,
    run: async () => (await import('./lib/audit/reproducible.mjs')).checkReproducible(),
  },
  size: {
    needs: ['npm', 'package'],
    async run() {
      const { report } = await import('./size.mjs');
      const table = await report();
      console.error(table);
      if (table.includes('OVER BUDGET')) {
        throw new StepError('The package is over its budget', {
          fix: 'look at the table: js/scripts/budget.json only goes down',
        });
      }
    },
  },
};

/** Top-level entries that may be there (src/README.md and CONTRIBUTING.md tell what each one is). */
const topLevel =
  /^(\..+|Cargo\.(toml|lock)|src|js|pkg-template|www-demo|tests|package(-lock)?\.json|README\.md|LICENSE-(APACHE|MIT)|CHANGELOG\.md|biome\.json|tsconfig\.json)$/;

/** The rules of the house that a program can check: the top level, and the length of source files. */
async function house() {
  const files = repositoryFiles();
  const strangers = new Set(files.map((file) => file.split('/')[0]).filter((name) => !topLevel.test(name)));
  const lines = (file) => readFileSync(join(root, file), 'utf8').split('\n').length - 1;
  const sources = files
    .filter((file) => /^(src|js|www-demo)\/.*\.(rs|tsx?|mjs|jsx?|vue|css)$/.test(file))
    .map((file) => [lines(file), file]);
  const lengths = sources.map(([length]) => length).sort((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)];
  console.error(`house: ${lengths.length} source files, median ${median} lines, longest ${lengths.at(-1)}`);

  const long = sources.filter(([length]) => length > 300).map(([length, file]) => `${file} has ${length} lines`);
  const problems = [...[...strangers].map((name) => `${name} does not belong at the top level`), ...long];
  if (median > 150) problems.push(`the median source file has ${median} lines`);
  if (problems.length > 0) throw new StepError(problems.join('\n'), { fix: 'split the file by what it speaks of' });
}

/** Every code is given by the core or the facade, documented, and hinted at; and no other is. */
async function errors() {
  const problems = await disagreements();
  if (problems.length === 0) return console.error('errors: core, facade, hints and catalogue agree');
  throw new StepError(problems.join('\n'), {
    fix: 'src/error.rs, js/src/hints.ts and pkg-template/errors.json name the same codes; CONTRIBUTING.md tells of it',
  });
}

/** Runs all checks but those on demand, or one. The package is built first if a check looks at it. */
export async function check({ only, fix = false, write = false } = {}) {
  const names = only ? [only] : Object.keys(checks).filter((name) => !checks[name].onDemand);
  if (!names.every((name) => name in checks)) {
    throw new StepError(`There is no check ${only}`, { fix: `choose among ${Object.keys(checks).join(' ')}` });
  }
  const needs = new Set(names.flatMap((name) => checks[name].needs));
  if (needs.delete('package')) {
    const { build } = await import('./build.mjs');
    await build();
  }
  const { env } = await setUp([...needs]);
  for (const name of names) await checks[name].run({ env, fix, write, only });
}

if (isMain(import.meta.url)) {
  const { values } = parseArgs({
    options: { only: { type: 'string' }, fix: { type: 'boolean' }, write: { type: 'boolean' } },
  });
  await main(() => check(values));
}
