// What `npm run check -- --only samples` takes for a sample, and that one which is wrong does not pass.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { samplesOf } from '../../js/scripts/lib/audit/sample-blocks.mjs';
import { checkSamples } from '../../js/scripts/lib/audit/samples.mjs';
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
  const found = samplesOf(text).map(({ language, needs, text }) => ({ language, needs, text }));
  expect(found).toEqual([
    { language: 'ts', needs: undefined, text: "import { a } from 'proofkey';\na();\n" },
    { language: 'ts', needs: 'old', text: "import { old } from 'old';\n   old();\n" },
    { language: 'ts', needs: undefined, text: "import { b } from 'proofkey';\n" },
    { language: 'js', needs: undefined, text: 'no();\n' },
  ]);
});

test('one that declares a name once more is a sample of its own', () => {
  const text = [block('const auth = 1;'), block('use(auth);'), block('const auth = 2;')].join('\n');
  expect(samplesOf(text).map(({ text }) => text)).toEqual(['const auth = 1;\nuse(auth);\n', 'const auth = 2;\n']);
});

/** What the check says of such a page. */
async function checked(name, text) {
  const place = join(target, 'samples-of-the-tests', name);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'page.md'), text);
  return checkSamples({ home: place, pages: ['page.md'], folder: join(place, 'samples') }).then(
    () => 'compiles',
    ({ message, tail = '' }) => `${message}\n${tail}`,
  );
}

const right = block(
  "import { createClient } from 'proofkey';\ncreateClient({ issuer: '', clientId: '', redirectUri: '' });",
);

test('a call that is not there fails the check', async () => {
  const wrong =
    "import { UserManager } from 'proofkey/compat/oidc-client';\nUserManager.prototype.querySessionStatus();";
  expect(await checked('right', right)).toBe('compiles');
  expect(await checked('wrong', block(wrong))).toContain("'querySessionStatus' does not exist");
});

test('so does one of another library; and what nothing installs or tests', async () => {
  const other = "import { UserManager } from 'oidc-client-ts';\nUserManager.prototype.signInNow();";
  expect(await checked('other', block(other, ' [oidc-client-ts]'))).toContain("'signInNow' does not exist");
  expect(await checked('unknown', block('a();', ' [no-such-package]'))).toContain('which nothing installs');
  expect(await checked('language', '```cobol\nSTOP RUN.\n```\n')).toContain('a block of cobol: nothing tests it');
  expect(await checked('command', '```sh\nnpm run no-such-script\n```\n')).toContain('nobody knows whether this works');
});

test('a component whose template does not compile fails the check', async () => {
  expect(await checked('vue', '```vue\n<template><p v-if></p></template>\n```\n')).toContain('v-if');
});
