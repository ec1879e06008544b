// Chromium, driven by Playwright, which also knows how to talk to one that is years old; chromedriver takes its own version only.
import { chromium } from '@playwright/test';
import config from '../playwright.config.mjs';

export async function startChromium() {
  const browser = await chromium.launch(config.use.launchOptions);
  const page = await browser.newPage();
  // What Playwright looks at before it acts needs newer ones (Element.checkVisibility, Chromium 105).
  const force = true;
  let seen = page;
  const click = (css, timeout = 0) =>
    seen
      .locator(css)
      .first()
      .click({ force, noWaitAfter: seen !== page, timeout });
  return {
    open: (address) => seen.goto(address),
    click: (css) => click(css),
    /** What is there, or fails. */
    clickNow: (css) => click(css, 5000),
    type: (css, text) => seen.locator(css).fill(text, { force }),
    text: async (css) => (await seen.locator(css).allTextContents())[0],
    async toPopup() {
      const [, popup] = page.context().pages();
      seen = popup ?? (await page.waitForEvent('popup'));
    },
    async toPage() {
      seen = page;
    },
    async closePopup() {
      await seen.close();
      seen = page;
    },
    windows: async () => page.context().pages().length,
    close: () => browser.close(),
  };
}
