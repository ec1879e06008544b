// Who asks for the package in which way gets one and the same, with names and no default.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { build as esbuild } from 'esbuild';
import { installApp, tarball } from './harness/app.mjs';

test.setTimeout(600_000);
// They share one app.
test.describe.configure({ mode: 'serial' });

let app;
let entries;

test.beforeAll(async () => {
  // It has both frameworks in it.
  app = await installApp('vitest', { tarball: tarball() });
  const { exports } = JSON.parse(readFileSync(join(app, 'node_modules/proofkey/package.json'), 'utf8'));
  entries = Object.keys(exports)
    .filter((path) => exports[path].import)
    .map((path) => `proofkey${path.slice(1)}`);
});

/** What a program of the app prints. */
const node = (source, ...flags) =>
  JSON.parse(execFileSync(process.execPath, [...flags, '--eval', source], { cwd: app, encoding: 'utf8' }));

const report = `
  const classes = new Set(Object.values(modules).map(({ ProofkeyError }) => ProofkeyError).filter(Boolean));
  const names = Object.fromEntries(Object.entries(modules).map(([entry, module]) => [entry, Object.keys(module).sort()]));
  const [ProofkeyError] = classes;
  const { fakeError } = modules['proofkey/testing'];
  console.log(JSON.stringify({ names, classes: classes.size, isOne: fakeError('timeout') instanceof ProofkeyError }));`;

const byImport = () =>
  node(
    `const modules = {}; for (const entry of ${JSON.stringify(entries)}) modules[entry] = await import(entry); ${report}`,
    '--input-type=module',
  );

/** As Node before 20.19 does it, and Jest. */
const byRequire = (...flags) =>
  node(
    `const modules = {}; for (const entry of ${JSON.stringify(entries)}) modules[entry] = require(entry); ${report}`,
    '--input-type=commonjs',
    ...flags,
  );

test('complaint 38: every entry is there by import and by require, with the same names and no default', () => {
  const imported = byImport();
  expect(Object.keys(imported.names)).toEqual(entries);
  expect(entries).toContain('proofkey/testing/vue');
  for (const names of Object.values(imported.names)) {
    expect(names.length).toBeGreaterThan(0);
    expect(names).not.toContain('default');
  }
  expect(byRequire().names).toEqual(imported.names);
  expect(byRequire('--no-experimental-require-module').names).toEqual(imported.names);
});

test('complaint 38: ProofkeyError is one class in all entries', () => {
  for (const { classes, isOne } of [byImport(), byRequire(), byRequire('--no-experimental-require-module')]) {
    expect({ classes, isOne }).toEqual({ classes: 1, isOne: true });
  }
});

test('complaint 38: whoever knows no exports finds every entry in a folder', () => {
  for (const entry of entries) {
    const { main, module, types } = JSON.parse(readFileSync(join(app, 'node_modules', entry, 'package.json'), 'utf8'));
    for (const file of [main, module, types]) {
      expect(readFileSync(join(app, 'node_modules', entry, file), 'utf8'), `${entry}: ${file}`).toMatch(/exports?\b/);
    }
  }
});

/** An app in which one part imports and another one requires. */
const mixed = `import { ProofkeyError } from 'proofkey';
import { createProofkey } from 'proofkey/vue';
import { required } from './required.cjs';
console.log(JSON.stringify({ isOne: required.ProofkeyError === ProofkeyError, isVue: required.createProofkey === createProofkey }));
`;
const required = `exports.required = { ...require('proofkey'), ...require('proofkey/vue') };\n`;

/** Puts the mixed app into a folder, has it bundled there, and runs the bundle. */
async function bundled(folder, bundle) {
  writeFileSync(join(folder, 'mixed.mjs'), mixed);
  writeFileSync(join(folder, 'required.cjs'), required);
  const out = join(folder, 'mixed-bundle');
  const file = await bundle(join(folder, 'mixed.mjs'), out);
  return JSON.parse(
    execFileSync(process.execPath, ['--import', 'data:text/javascript,globalThis.self=globalThis', file], {
      encoding: 'utf8',
    }),
  );
}

const bundlers = {
  Node: async (entry) => entry,
  async esbuild(entry, outdir) {
    await esbuild({
      entryPoints: [entry],
      outdir,
      bundle: true,
      format: 'esm',
      splitting: true,
      outExtension: { '.js': '.mjs' },
    });
    return join(outdir, 'mixed.mjs');
  },
  async Vite(entry, outDir) {
    const config = {
      root: app,
      logLevel: 'error',
      build: { outDir, lib: { entry, formats: ['es'], fileName: 'mixed' } },
    };
    // In a process of its own: it sets NODE_ENV, which the tests after this one would inherit.
    const source = `import { build } from 'vite'; await build(${JSON.stringify(config)});`;
    execFileSync(process.execPath, ['--input-type=module', '--eval', source], { cwd: app });
    return join(outDir, 'mixed.js');
  },
};

for (const [name, bundle] of Object.entries(bundlers)) {
  test(`complaint 38: an app that mixes import and require has one copy of the package (${name})`, async () => {
    expect(await bundled(app, bundle)).toEqual({ isOne: true, isVue: true });
  });
}

for (const [name, tool] of Object.entries({ webpack: 'webpack', Rspack: '@rspack/core' })) {
  test(`complaint 38: so it has with the bundlers that resolve by themselves (${name})`, async () => {
    const other = await installApp(name.toLowerCase(), { tarball: tarball() });
    const bundle = async (entry, path) => {
      const output = { path, filename: 'mixed.cjs', publicPath: '' };
      // Vue is not in this app.
      const config = { mode: 'production', target: 'web', context: other, entry, output, externals: { vue: '{}' } };
      const source = `import pack from '${tool}'; pack(${JSON.stringify(config)}, (error) => { if (error) throw error; });`;
      execFileSync(process.execPath, ['--input-type=module', '--eval', source], { cwd: other });
      return join(path, 'mixed.cjs');
    };
    expect(await bundled(other, bundle)).toEqual({ isOne: true, isVue: true });
  });
}
