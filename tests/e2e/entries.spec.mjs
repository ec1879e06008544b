import { expect, signInAs, test } from '../support/fixtures.mjs';

for (const entry of ['script', 'slim']) {
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
