// The files of tests/types, compiled in an app that has installed the package. `@ts-expect-error` marks what must not compile.
import { expect, test } from '@playwright/test';
import { tarball } from './harness/app.mjs';
import { tryAll } from './harness/rows.mjs';

// npm installs the compilers; each checks the package's own types, too (`skipLibCheck: false`).
test.setTimeout(900_000);

test('complaint 37: claims, error codes and options are typed, by each module resolution, for ES modules and CommonJS', async () => {
  const rows = await tryAll(['typescript'], tarball());
  expect(rows.map(({ mode, failure }) => [mode, failure])).toEqual(
    ['node16', 'nodenext', 'bundler', 'node16 (5.9)', 'nodenext (5.9)', 'bundler (5.9)'].map((mode) => [
      mode,
      undefined,
    ]),
  );
});
