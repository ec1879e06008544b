// THIRD-PARTY-LICENSES: who wrote what the package carries, and under which terms it does.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { shippable, taken } from '../audit/licences.mjs';
import { root } from '../paths.mjs';
import { StepError } from '../run.mjs';

/** Published without a text: taken under Apache-2.0, which they offer, and whose text names nobody. */
const textless = ['gloo-storage', 'gloo-utils', 'rust-std'];

/** @param {string} npm folder of the package @param {import('./crates.mjs').Crate[]} crates all but our own */
export function writeThirdPartyLicences(npm, crates) {
  writeFileSync(join(npm, 'THIRD-PARTY-LICENSES'), thirdPartyLicences(crates));
}

/** Texts that say the same are there once. @param {import('./crates.mjs').Crate[]} crates */
export function thirdPartyLicences(crates) {
  const texts = new Map();
  for (const crate of crates) {
    for (const file of textsOf(crate)) {
      const text = readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trimEnd();
      // Lines are broken in many ways.
      const key = text.split(/\s+/).join(' ');
      const entry = texts.get(key) ?? { text, crates: new Set() };
      texts.set(key, { ...entry, crates: entry.crates.add(`${crate.name} ${crate.version} (${crate.licence})`) });
    }
  }
  const line = '='.repeat(80);
  const sections = [...texts.values()].map(({ text, crates }) => [line, ...crates, line, '', text, ''].join('\n'));
  const head = `The WebAssembly core of Proofkey, and its translation to JavaScript, contain code of these Rust crates. Each is
named with all the licences that it is offered under; the text that follows is of the one that it is taken under.
`;
  return [head, ...sections].join('\n');
}

function textsOf(crate) {
  const licences = taken(crate.licence, shippable);
  if (!licences) {
    throw new StepError(`${crate.id} is offered as ${crate.licence}, which may not be in the package`, {
      fix: 'do without the crate, or add the licence to js/scripts/lib/audit/licences.mjs after reading it',
    });
  }
  // Of a choice, the one not taken stays out.
  const others = licences.includes('MIT') ? /apache|unlicense/i : /^$/;
  const texts = crate.texts.filter((file) => !others.test(basename(file)));
  if (textless.includes(crate.name)) texts.unshift(join(root, 'LICENSE-APACHE'));
  if (texts.length > 0) return texts;
  throw new StepError(`${crate.id} has no licence text`, {
    fix: `if it is offered under Apache-2.0: name it in ${basename(import.meta.url)}, beside those that are taken so`,
  });
}
