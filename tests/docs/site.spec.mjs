// The site on a phone: every page fits, and can be found.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { target } from '../../js/scripts/lib/paths.mjs';
import { test as base, expect } from '../support/fixtures.mjs';
import { startSite } from '../support/site.mjs';

const folder = join(target, 'docs');
const pages = readdirSync(folder, { recursive: true }).filter(
  (file) => file.endsWith('.html') && !/^(reference|404)/.test(file),
);

const test = base.extend({
  docs: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what a fixture needs from here
    async ({}, use) => {
      const site = await startSite({ mounts: { '/': `${folder}/` } });
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],
});

test.use({ viewport: { width: 375, height: 667 } });

for (const name of pages) {
  test(`${name} fits on a phone`, async ({ page, docs }) => {
    const problems = [];
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${docs.url}/${name}`);
    await expect(page.locator('h1').first()).toBeVisible();
    // What is wide, a table or a sample, scrolls by itself.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
    expect(problems).toEqual([]);
  });
}

test('every page is in the menu', async ({ page, docs }) => {
  await page.goto(`${docs.url}/start.html`);
  const linked = await page.locator('.VPSidebar a').evaluateAll((links) => links.map((link) => link.pathname.slice(1)));
  expect(pages.filter((name) => name !== 'index.html' && !linked.includes(name))).toEqual([]);
});

test('a search finds the page of an error', async ({ page, docs }) => {
  await page.goto(`${docs.url}/start.html`);
  await page.getByRole('button', { name: 'Search' }).click();
  await page.locator('.VPLocalSearchBox input').fill('clock_skew');
  await expect(page.locator('.VPLocalSearchBox .result').first()).toBeVisible();
});
