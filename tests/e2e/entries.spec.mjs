import { expect, signInAs, test } from '../support/fixtures.mjs';

for (const entry of ['script', 'slim', 'eager']) {
  test(`the ${entry} page signs in`, async ({ page, site }) => {
    const problems = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(`${site.app}/${entry}.html`);
    await expect(page.locator('#user')).toHaveText('nobody');
    await page.locator('#sign-in').click();
    await signInAs(page);
    await expect(page.locator('#user')).toHaveText('Alice Liddell');
    expect(page.url()).toBe(`${site.app}/${entry}.html`);
    expect(problems).toEqual([]);
  });
}

test('of the eager page nothing of the package comes later than its client', async ({ page, site }) => {
  await page.goto(`${site.app}/eager.html`);
  await expect(page.locator('#user')).toHaveText('nobody');
  const known = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  await page.locator('#sign-in').click();
  await signInAs(page);
  await expect(page.locator('#user')).toHaveText('Alice Liddell');
  const inCallback = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name));
  const ours = (names) => names.filter((name) => name.includes('/proofkey/')).sort();
  expect(ours(known).some((name) => /\/wasm-\w+\.js$/.test(name))).toBe(true);
  expect(ours(inCallback)).toEqual(ours(known));
  // Each is imported at once by a file that came before it, none by the client's code.
  const graph = await page.evaluate(async (names) => {
    const texts = await Promise.all(names.map(async (name) => (await fetch(name)).text()));
    return texts.flatMap((text) => [...text.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g)].map(([, file]) => file));
  }, ours(known));
  for (const name of ours(known)) {
    const file = name.split('/').at(-1);
    expect(file === 'eager.js' || graph.includes(file), file).toBe(true);
  }
});
