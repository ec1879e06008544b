// What `npm run check -- --only samples` takes for a sample, and that one which is wrong does not pass.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { checkSamples, samplesOf } from '../../js/scripts/lib/audit/samples.mjs';
import { target } from '../../js/scripts/lib/paths.mjs';

// They share the log of the compiler.
test.describe.configure({ mode: 'default' });

const block = (code, mark = '') => `\`\`\`ts${mark}\n${code}\n\`\`\`\n`;

test('a sample is a block of TypeScript, and one that imports nothing goes on where the last one ended', () => {
  const text = [
    block("import { a } from 'proofkey';"),
    block("import { old } from 'old';", ' [old]'),
    block('a();'),
    `1. In a list:\n\n   \`\`\`ts [old]\n   old();\n   \`\`\`\n`,
    block("import { b } from 'proofkey';"),
    '```js\nno();\n```\n',
  ].join('\n');
  expect(samplesOf(text)).toEqual([
    { needs: undefined, code: "import { a } from 'proofkey';\na();\n" },
    { needs: 'old', code: "import { old } from 'old';\n   old();\n" },
    { needs: undefined, code: "import { b } from 'proofkey';\n" },
  ]);
});

/** What the check says of pages. @param {string[]} [homes] what they may need is installed there */
async function checked(name, pages, homes) {
  const place = join(target, 'samples-of-the-tests', name);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(join(place, 'docs/providers'), { recursive: true });
  for (const [page, text] of Object.entries(pages)) writeFileSync(join(place, 'docs', page), text);
  return checkSamples({ docs: join(place, 'docs'), folder: join(place, 'samples'), homes }).then(
    () => 'compiles',
    ({ message, tail }) => `${message}\n${tail}`,
  );
}

const right = block(
  "import { createClient } from 'proofkey';\ncreateClient({ issuer: '', clientId: '', redirectUri: '' });",
);

test('a call that is not there fails the check, in a guide as well as in a page of a provider', async () => {
  const wrong = block(
    "import { UserManager } from 'proofkey/compat/oidc-client';\nUserManager.prototype.querySessionStatus();",
  );
  expect(await checked('right', { 'migrate-from-a.md': right, 'providers/a.md': right })).toBe('compiles');
  for (const page of ['migrate-from-a.md', 'providers/a.md']) {
    expect(await checked(`wrong-${page.length}`, { [page]: wrong })).toContain("'querySessionStatus' does not exist");
  }
});

test('so does one of another library that is installed; and a page without a sample', async () => {
  const other = block(
    "import { UserManager } from 'oidc-client-ts';\nUserManager.prototype.signInNow();",
    ' [oidc-client-ts]',
  );
  expect(await checked('other', { 'migrate-from-a.md': other })).toContain("'signInNow' does not exist");
  expect(await checked('none', { 'migrate-from-a.md': '# A page' })).toContain('migrate-from-a.md has no sample');
});

test('a sample of a package that is not installed now is left out; of one that nothing installs it is a mistake', async () => {
  const absent = block("import { a } from 'no-such-package';\na();", ' [no-such-package]');
  const home = join(target, 'samples-of-the-tests/home');
  mkdirSync(home, { recursive: true });
  writeFileSync(join(home, 'package.json'), '{ "dependencies": { "no-such-package": "1.0.0" } }');
  expect(await checked('absent', { 'migrate-from-a.md': absent + right }, [home])).toBe('compiles');
  expect(await checked('unknown', { 'migrate-from-a.md': absent + right })).toContain('which nothing installs');
});
