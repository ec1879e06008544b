// What the script-tag build is made of, as CycloneDX: for those who must know without reading the sources.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Enums, Models, Serialize, Spec } from '@cyclonedx/cyclonedx-library';

/**
 * Writes `dist/proofkey.cdx.json`: without a date, and with a serial number that is made of the rest, so that the same build has
 * the same bill.
 *
 * @param {string} npm folder of the package @param {import('./crates.mjs').Crate[]} crates our own first
 */
export function writeBillOfMaterials(npm, [core, ...crates]) {
  const bom = new Models.Bom();
  const proofkey = new Models.Component(Enums.ComponentType.Library, core.name, {
    bomRef: core.id,
    version: core.version,
    purl: `pkg:npm/${core.name}@${core.version}`,
    licenses: new Models.LicenseRepository([new Models.LicenseExpression(core.licence)]),
    components: new Models.ComponentRepository(filesOf(join(npm, 'dist'))),
  });
  bom.metadata.component = proofkey;
  bom.metadata.lifecycles.add(Enums.LifecyclePhase.Build);
  const components = new Map(crates.map((crate) => [crate.id, componentOf(crate)]));
  for (const crate of crates) connect(components.get(crate.id), crate, components);
  connect(proofkey, core, components);
  for (const component of components.values()) bom.components.add(component);
  bom.serialNumber = serialNumber(serialized(bom));
  writeFileSync(join(npm, 'dist/proofkey.cdx.json'), `${serialized(bom)}\n`);
}

/** The files that a page loads. */
function filesOf(dist) {
  const names = ['', '-extended', '-fallback', '-fallback-extended'].map((name) => `proofkey${name}.js`);
  return names
    .filter((name) => existsSync(join(dist, name)))
    .map((name) => {
      const content = createHash('sha384')
        .update(readFileSync(join(dist, name)))
        .digest('hex');
      const hashes = new Models.HashDictionary([[Enums.HashAlgorithm['SHA-384'], content]]);
      return new Models.Component(Enums.ComponentType.File, name, { bomRef: name, hashes });
    });
}

/** @param {import('./crates.mjs').Crate} crate */
function componentOf({ id, name, version, licence, checksum }) {
  return new Models.Component(Enums.ComponentType.Library, name, {
    bomRef: id,
    version,
    // The standard library is no crate of the registry.
    purl: checksum ? `pkg:cargo/${name}@${version}` : `pkg:generic/${name}@${version}`,
    hashes: new Models.HashDictionary(checksum ? [[Enums.HashAlgorithm['SHA-256'], checksum]] : []),
    licenses: new Models.LicenseRepository([new Models.LicenseExpression(licence.replaceAll('/', ' OR '))]),
  });
}

function connect(component, { dependencies }, components) {
  for (const id of dependencies) component.dependencies.add(components.get(id).bomRef);
}

function serialized(bom) {
  const serializer = new Serialize.JsonSerializer(new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6));
  return serializer.serialize(bom, { sortLists: true, space: 2 });
}

/** A UUID of version 8, which is for what one makes it of. @param {string} text */
function serialNumber(text) {
  const hex = createHash('sha256').update(text).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}
