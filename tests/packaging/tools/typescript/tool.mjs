import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const title = 'TypeScript';
export const note = '5.9, the last one that is written in JavaScript, is tried beside it';

/** By the compiler, the module options; `.cts` files are CommonJS where the option tells formats apart. */
const compile = (compiler, options, files) => async (bench) => {
  cpSync(fileURLToPath(new URL('../../../types/', import.meta.url)), join(bench.app, 'src'), { recursive: true });
  const compilerOptions = {
    ...{ target: 'ES2022', lib: ['ES2022', 'DOM', 'DOM.Iterable'], jsx: 'react-jsx', noEmit: true, types: [] },
    ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck: false },
    ...options,
  };
  writeFileSync(join(bench.app, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: files }));
  await bench.run('node', [`node_modules/${compiler}/bin/tsc`]);
};

const esm = ['src/*.ts', 'src/*.tsx'];
const both = [...esm, 'src/*.cts'];

export const checks = {
  node16: compile('typescript', { module: 'node16' }, both),
  nodenext: compile('typescript', { module: 'nodenext' }, both),
  bundler: compile('typescript', { module: 'esnext', moduleResolution: 'bundler' }, esm),
  'node16 (5.9)': compile('typescript-5', { module: 'node16' }, both),
  'nodenext (5.9)': compile('typescript-5', { module: 'nodenext' }, both),
  'bundler (5.9)': compile('typescript-5', { module: 'esnext', moduleResolution: 'bundler' }, esm),
};
