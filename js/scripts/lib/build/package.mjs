// What makes a folder with JavaScript an npm package: manifest, documents, tarball.
import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, errorPage } from '../errors.mjs';
import { root } from '../paths.mjs';
import { entries } from './entries.mjs';
import { exportsOf, legacyFields, writeFolders } from './exports.mjs';

/** Writes all but `dist` into the folder of the package. @param {string} npm */
export async function writePackage(npm) {
  const { version } = cargoPackage();
  const manifest = JSON.parse(readFileSync(join(root, 'pkg-template/package.json'), 'utf8'));
  const filled = {
    ...manifest,
    version,
    exports: { ...exportsOf(entries), ...manifest.exports },
    ...legacyFields('index', entries.index),
    files: [...manifest.files, ...new Set(writeFolders(npm, entries).map((folder) => folder.split('/')[0]))],
  };
  writeFileSync(join(npm, 'package.json'), `${JSON.stringify(filled, null, 2)}\n`);
  for (const file of ['LICENSE-APACHE', 'LICENSE-MIT', 'CHANGELOG.md']) cpSync(join(root, file), join(npm, file));
  cpSync(join(root, 'pkg-template/README.md'), join(npm, 'README.md'));
  const errors = await catalogue();
  writeFileSync(join(npm, 'errors.json'), `${JSON.stringify(errors, null, 2)}\n`);
  writeFileSync(join(npm, 'ERRORS.md'), errorPage(errors));
}

function cargoPackage() {
  const metadata = execFileSync('cargo', ['metadata', '--no-deps', '--offline', '--format-version=1'], { cwd: root });
  return JSON.parse(metadata.toString()).packages[0];
}

/** Gives the name of the tarball. @param {string} npm @param {string} out where it is put */
export function pack(npm, out) {
  const said = execFileSync('npm', ['pack', '--json', '--pack-destination', out], { cwd: npm, stdio: 'pipe' });
  const listing = JSON.parse(said.toString());
  // npm 12 and later give an object by package name.
  return (Array.isArray(listing) ? listing[0] : Object.values(listing)[0]).filename;
}
