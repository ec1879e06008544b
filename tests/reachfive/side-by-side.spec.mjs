// The page of the documentation says what is so: all of it is measured anew.
import { test } from '@playwright/test';
import { measure } from './side-by-side/measure.mjs';
import { keepPage } from './side-by-side/page.mjs';

test('the side-by-side page is what both libraries do', async () => {
  // Two browsers, twenty experiments each: half a minute on an idle machine.
  test.setTimeout(240_000);
  keepPage(await measure());
});
