// Every sample of the migration guide is in the file that is compiled.
import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';

const read = (path) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

test('the samples of the guide are compiled', () => {
  const guide = read('www-demo/docs/migrate-from-auth0-spa-js.md');
  const compiled = read('tests/types/compat-auth0.ts') + read('tests/types/compat-auth0-after.ts');
  const samples = [...guide.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, sample]) => sample);
  expect(samples).toHaveLength(4);
  for (const sample of samples) {
    // The files import more of the same packages.
    const body = sample.replace(/^(\/\/|import ).*\n+/gm, '');
    expect(compiled).toContain(body);
    for (const [, names, from] of sample.matchAll(/^import \{ (.*) \} from '(.*)';$/gm)) {
      const imported = compiled.match(new RegExp(`import \\{([^}]*)\\} from '${from}';`))?.[1];
      for (const name of names.split(', ')) expect(imported?.split(/[\s,]+/)).toContain(name);
    }
  }
});
