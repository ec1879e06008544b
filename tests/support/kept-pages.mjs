// A browser that keeps pages as they were for Back (its back/forward cache), which Playwright starts Chromium without.
import { chromium } from '@playwright/test';
import { expect } from './fixtures.mjs';

/** A page of such a browser, in the place of the test's own: it notes whether it was restored, and not loaded again. */
export const keptPage = async ({ launchOptions }, use) => {
  const browser = await chromium.launch({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  const page = await browser.newPage();
  await page.addInitScript(() => {
    addEventListener('pageshow', ({ persisted }) => {
      window.restored = persisted;
    });
  });
  await use(page);
  await browser.close();
};

/** Goes back as a user does, to the page of that URL; it must be the one that was left, and not another one that was loaded. */
export async function goBackTo(page, url, steps = 1) {
  await page.evaluate((steps) => void setTimeout(() => history.go(-steps)), steps);
  // A page that is restored does not load, so there is nothing to wait for but the page; one that is just going cannot be asked.
  await expect.poll(() => page.evaluate(() => [location.href, window.restored]).catch(() => {})).toEqual([url, true]);
}
