// Apps are tested where there is no browser. `npm run test:packaging` has the same rows in its table.
import { expect, test } from '@playwright/test';
import { tarball } from './harness/app.mjs';
import { tryAll } from './harness/rows.mjs';

/** What an app's own tests ran in. */
async function expectPassed(tool, modes) {
  const rows = await tryAll([tool], tarball());
  expect(rows.map(({ mode, failure }) => [mode, failure])).toEqual(modes.map((mode) => [mode, undefined]));
}

// npm installs the tools.
test.setTimeout(600_000);

test('complaint 28: an app is tested with Vitest in node, jsdom and happy-dom, with a fake client and with its real one', async () => {
  await expectPassed('vitest', ['node', 'jsdom', 'happy-dom']);
});

test('complaint 28: an app is tested with Jest, which requires the package, in node and in jsdom', async () => {
  await expectPassed('jest', ['node (CJS)', 'jsdom (CJS)']);
});

test('complaint 28: so it is with the Jest before', async () => {
  await expectPassed('jest-29', ['node (CJS)', 'jsdom (CJS)']);
});
