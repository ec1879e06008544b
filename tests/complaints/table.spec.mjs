// The table of the documentation and the tests: whoever reads the one finds the other.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';

const here = new URL('.', import.meta.url);

/** Where tests are named after a row. */
const folders = ['complaints', 'csp', 'packaging'].map((name) => new URL(`../${name}/`, here));

/** Every row of the table. */
const rows = Array.from({ length: 41 }, (_, before) => before + 1);

/** The names of the tests by row, in the order of the alphabet; what a loop fills in is a mark of omission, as in the table. */
function namesInTests() {
  const names = {};
  const specs = folders.flatMap((folder) => readdirSync(folder).map((name) => new URL(name, folder)));
  for (const file of specs.filter(({ pathname }) => pathname.endsWith('.spec.mjs'))) {
    const source = readFileSync(file, 'utf8');
    for (const [, , row, name] of source.matchAll(/^\s*(?:test|react|vue)\(\s*(['"`])complaint (\d\d): (.*?)\1,/gm)) {
      names[Number(row)] ??= [];
      names[Number(row)].push(name.replace(/\$\{[^}]*\}/g, '…'));
    }
  }
  return names;
}

/** The same, as the table of the documentation has it. */
function namesInTable() {
  const page = readFileSync(new URL('../../www-demo/docs/complaints.md', here), 'utf8');
  const lines = [...page.matchAll(/^\| (\d+) \| [^|]+ \| ([^|]+) \| [^|]*\|$/gm)];
  return lines.map(([, row, names]) => [Number(row), names.split('<br>')]);
}

const sorted = (names) => names.toSorted();

test('the table of complaints names every row, and for each the tests that there are', () => {
  const inTests = namesInTests();
  const inTable = namesInTable();
  expect(inTable.map(([row]) => row)).toEqual(rows);
  expect(Object.keys(inTests).map(Number)).toEqual(rows);
  for (const [row, names] of inTable) expect(sorted(names), `row ${row}`).toEqual(sorted(inTests[row]));
});
