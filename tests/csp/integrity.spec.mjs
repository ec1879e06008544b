// Subresource Integrity with the hashes of the package: they let its files through, and nothing else.
import { readFileSync } from 'node:fs';
import { expect, signInRefreshAndOut, test } from './fixtures-page.mjs';

const integrity = JSON.parse(readFileSync(new URL('../../target/npm/integrity.json', import.meta.url)));

/** Serves a file with something more at its end. */
async function tampered(page, file, more) {
  await page.route(`**/proofkey/dist/${file}`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: Buffer.concat([await response.body(), more]) });
  });
}

for (const entry of ['script', 'slim']) {
  test(`the hash in integrity.json lets the file of ${entry} through`, async ({ page, serve }) => {
    await serve({ entry, integrity });
    await signInRefreshAndOut(page);
  });
}

test('the browser refuses a script file in which a byte was changed', async ({ page, serve }) => {
  await tampered(page, 'proofkey.js', Buffer.from('\n'));
  await serve({ entry: 'script', integrity });
  await page.waitForLoadState();
  expect(await page.evaluate(() => typeof window.proofkey)).toBe('undefined');
});

test('slim ends in core_load_failed when a byte of core.wasm was changed, where its fetch names the hash', async ({
  page,
  serve,
}) => {
  // A custom section without content: the module is as valid as it was.
  const section = Buffer.from([0, 1, 0]);
  await tampered(page, 'core.wasm', section);
  await serve({ entry: 'slim' });
  await expect(page.locator('#user')).toHaveText('nobody');
  await serve({ entry: 'slim', integrity });
  await expect(page.locator('#user')).toHaveText('core_load_failed');
});

/** Trusts what has the page's nonce, and what that imports; knows no WebAssembly. */
const strict = ({ nonce }) => `script-src 'nonce-${nonce}' 'strict-dynamic'`;

test('the hash of proofkey-fallback.js, in an import map, lets the core without WebAssembly through', async ({
  page,
  serve,
}) => {
  await serve({ entry: 'script', policy: strict, integrity });
  await signInRefreshAndOut(page, ['script-src wasm-eval']);
});

test('the script file ends in core_load_failed when a byte of proofkey-fallback.js was changed, where an import map has its hash', async ({
  page,
  serve,
}) => {
  await tampered(page, 'proofkey-fallback.js', Buffer.from('\n'));
  await serve({ entry: 'script', policy: strict });
  await expect(page.locator('#user')).toHaveText('nobody');
  await serve({ entry: 'script', policy: strict, integrity });
  await expect(page.locator('#user')).toHaveText('core_load_failed');
});
