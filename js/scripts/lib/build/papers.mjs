// The papers of the package: what it is made of, under which terms, and what its files hash to.
import { linkedCrates } from './crates.mjs';
import { writeIntegrity } from './integrity.mjs';

/** @param {string} npm folder of the package @param {NodeJS.ProcessEnv} env of set-up */
export async function writePapers(npm, env) {
  writeIntegrity(npm);
  const [core, ...crates] = await linkedCrates(env);
  // Only now: set-up may just have installed what they import.
  const { writeBillOfMaterials } = await import('./bill-of-materials.mjs');
  const { writeThirdPartyLicences } = await import('./third-party.mjs');
  writeBillOfMaterials(npm, [core, ...crates]);
  writeThirdPartyLicences(npm, crates);
}
