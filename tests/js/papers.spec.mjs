// What the package says of itself: hashes, parts, licences.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { expect, test } from '@playwright/test';
import { thirdPartyLicences } from '../../js/scripts/lib/build/third-party.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (file) => readFileSync(`${root}target/npm/${file}`, 'utf8');
const bill = () => JSON.parse(read('dist/proofkey.cdx.json'));

const hash = (file, encoding) =>
  createHash('sha384')
    .update(readFileSync(`${root}target/npm/dist/${file}`))
    .digest(encoding);

/** What cargo's own tree says is linked, macros and tests left out. */
function treeOfCargo() {
  const args = ['--locked', '--target', 'wasm32-unknown-unknown', '--edges', 'normal,no-proc-macro'];
  const tree = execFileSync('cargo', ['tree', ...args, '--prefix', 'none', '--format', '{p}'], { cwd: root });
  const lines = tree.toString().trim().split('\n').slice(1);
  return [...new Set(lines.map((line) => line.replace(/ v([^ ]+).*/, '@$1')))].sort();
}

test('integrity.json has the hash of every file that a page can load by itself, and the README that of the script', () => {
  const integrity = JSON.parse(read('integrity.json'));
  const files = Object.keys(integrity);
  expect(files).toEqual(expect.arrayContaining(['proofkey.js', 'core.wasm']));
  for (const file of files) expect(integrity[file], file).toBe(`sha384-${hash(file, 'base64')}`);
  expect(read('README.md')).toContain(`<script src="/proofkey.js" integrity="${integrity['proofkey.js']}">`);
});

test('the bill of materials is valid CycloneDX 1.6 and names the files by their hashes', async () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  expect(await validator.validate(read('dist/proofkey.cdx.json'))).toBeNull();
  for (const { name, hashes } of bill().metadata.component.components) {
    expect(hashes, name).toEqual([{ alg: 'SHA-384', content: hash(name, 'hex') }]);
  }
  expect(bill().metadata.component.components.map(({ name }) => name)).toContain('proofkey.js');
});

test('the bill of materials has exactly the crates that cargo links for wasm, each with its checksum, and the standard library', () => {
  const { components, dependencies } = bill();
  const refs = components.map((component) => component['bom-ref']);
  const std = refs.find((ref) => ref.startsWith('rust-std@'));
  const partsOfStd = dependencies.find(({ ref }) => ref === std).dependsOn;
  const ours = refs.filter((ref) => ref !== std && !(partsOfStd.includes(ref) && !treeOfCargo().includes(ref)));
  expect(ours.sort()).toEqual(treeOfCargo());
  expect(partsOfStd.some((ref) => ref.startsWith('hashbrown@'))).toBe(true);
  const lock = readFileSync(`${root}Cargo.lock`, 'utf8');
  for (const ref of ours) {
    const component = components.find((one) => one['bom-ref'] === ref);
    expect(component.purl).toBe(`pkg:cargo/${ref}`);
    expect(lock).toContain(`checksum = "${component.hashes[0].content}"`);
  }
});

test('nothing in the bill of materials tells when or where it was made', () => {
  expect(bill().metadata.timestamp).toBeUndefined();
  expect(read('dist/proofkey.cdx.json')).not.toContain(root);
  expect(read('THIRD-PARTY-LICENSES')).not.toContain(root);
});

test('THIRD-PARTY-LICENSES names every part of the bill of materials', () => {
  const text = read('THIRD-PARTY-LICENSES');
  for (const { name, version } of bill().components) expect(text).toContain(`\n${name} ${version} (`);
});

const crate = { id: 'new@1.0.0', name: 'new', version: '1.0.0', licence: 'MIT', texts: [`${root}LICENSE-MIT`] };

test('a crate without a licence text, or under a licence that may not be in the package, ends the build', () => {
  expect(thirdPartyLicences([crate])).toContain('new 1.0.0 (MIT)');
  expect(() => thirdPartyLicences([{ ...crate, texts: [] }])).toThrow('new@1.0.0 has no licence text');
  expect(() => thirdPartyLicences([{ ...crate, licence: 'GPL-3.0-only' }])).toThrow(
    'new@1.0.0 is offered as GPL-3.0-only, which may not be in the package',
  );
});

test('of a crate that offers a choice, only the text of the licence that is taken is there', () => {
  const texts = [`${root}LICENSE-APACHE`, `${root}LICENSE-MIT`];
  expect(thirdPartyLicences([{ ...crate, licence: 'MIT OR Apache-2.0', texts }])).not.toContain('Apache License');
});
