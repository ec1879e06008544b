// The page of the documentation says what is so: all of it is measured anew.
import { expect, test } from '@playwright/test';
import { measure } from './side-by-side/measure.mjs';
import { differences, keepPage } from './side-by-side/page.mjs';
import { rounds } from './side-by-side/trace.mjs';

// The many pages need no film; a difference is told in words.
test.use({ trace: 'off', screenshot: 'off' });

test('the side-by-side page is what both libraries do', async () => {
  // Two browsers, twenty experiments each: half a minute on an idle machine.
  test.setTimeout(240_000);
  keepPage(await measure());
});

test('a page is current while its byte figures are at most 2 % off and all else is the same', () => {
  const page = 'scripts: 1000 B, gzip 500 B\n1 token request';
  expect(differences(page, 'scripts: 1020 B, gzip 490 B\n1 token request')).toEqual([]);
  expect(differences(page, 'scripts: 1021 B, gzip 500 B\n1 token request')).toHaveLength(1);
  expect(differences(page, 'scripts: 1000 B, gzip 489 B\n2 token request')).toHaveLength(2);
  expect(differences(page, 'scripts: 1000 B, gzip 500 B')).toHaveLength(1);
});

test('requests that overlap are one round, and those that follow one another are as many as they are', () => {
  const at = (start, end) => ({ start, end });
  expect(rounds([])).toBe(0);
  expect(rounds([at(0, 3), at(1, 2)])).toBe(1);
  expect(rounds([at(0, 1), at(0, 4), at(2, 3)])).toBe(2);
  // A preflight that ends as it begins, listed after the request that it is for.
  expect(rounds([at(0, 1), at(2, 3), at(2, 2)])).toBe(3);
});
