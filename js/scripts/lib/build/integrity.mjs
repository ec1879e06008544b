// Subresource Integrity: the hashes of the files that a page may load by itself, from its own server or another's.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StepError } from '../run.mjs';

/** What a script tag or `fetch` asks for; the chunks of the other entries are a bundler's, which hashes what it writes. */
const files = [
  'proofkey.js',
  'proofkey-extended.js',
  'proofkey-fallback.js',
  'proofkey-fallback-extended.js',
  'proofkey-diagnosis.js',
  'vault-worker.js',
  'core.wasm',
  'login.wasm',
  'session.wasm',
  'extended.wasm',
];

/** Writes `integrity.json`, and the hash into the tag that the package's README shows. @param {string} npm */
export function writeIntegrity(npm) {
  const dist = join(npm, 'dist');
  const integrity = Object.fromEntries(
    files.filter((file) => existsSync(join(dist, file))).map((file) => [file, hashOf(join(dist, file))]),
  );
  writeFileSync(join(npm, 'integrity.json'), `${JSON.stringify(integrity, null, 2)}\n`);
  const readme = readFileSync(join(npm, 'README.md'), 'utf8');
  const filled = readme.replace('integrity="sha384-..."', `integrity="${integrity['proofkey.js']}"`);
  if (filled === readme) {
    throw new StepError('pkg-template/README.md shows no tag with a hash', {
      fix: 'write integrity="sha384-..." in it',
    });
  }
  writeFileSync(join(npm, 'README.md'), filled);
}

/** sha384, as the specification advises. @param {string} file */
const hashOf = (file) => `sha384-${createHash('sha384').update(readFileSync(file)).digest('base64')}`;
