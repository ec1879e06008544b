// The table of the documentation and the tests: whoever reads the one finds the other.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';

const here = new URL('.', import.meta.url);

/** The rows that are shown here; the others wait for a later capability. */
const rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 18, 19, 20, 21, 22, 24, 25, 29, 30, 31, 32, 33, 39, 41];

/** The names of the tests, by row; what a loop fills in is a dot leader, as in the table. */
function namesInTests() {
  const names = new Set();
  for (const file of readdirSync(here).filter((name) => name.endsWith('.spec.mjs'))) {
    const source = readFileSync(new URL(file, here), 'utf8');
    for (const [, , name] of source.matchAll(/^\s*test\(\s*(['"`])(complaint \d\d: .*?)\1,/gm)) {
      names.add(name.replace(/\$\{[^}]*\}/g, '…'));
    }
  }
  return names;
}

/** `[row, names]` of each line of the table. */
function linesOfTable() {
  const page = readFileSync(new URL('../../www-demo/docs/complaints.md', here), 'utf8');
  return [...page.matchAll(/^\| (\d+) \|.*$/gm)].map(([line, row]) => [
    Number(row),
    [...line.matchAll(/`(complaint \d\d: [^`]*)`/g)].map(([, name]) => name),
  ]);
}

test('the table of complaints names every row, and for each the tests that there are', () => {
  const lines = linesOfTable();
  expect(lines.map(([row]) => row)).toEqual(rows);
  for (const [row, names] of lines) {
    expect(names, `row ${row}`).not.toEqual([]);
    const prefix = `complaint ${String(row).padStart(2, '0')}: `;
    for (const name of names) expect(name.startsWith(prefix), name).toBe(true);
  }
  const listed = lines.flatMap(([, names]) => names);
  expect(listed.toSorted()).toEqual([...namesInTests()].toSorted());
});
