// Chromium, driven by Playwright, which also knows how to talk to one that is years old; chromedriver takes its own version only.
import { chromium } from '@playwright/test';
import config from '../playwright.config.mjs';

export async function startChromium() {
  const browser = await chromium.launch(config.use.launchOptions);
  const page = await browser.newPage();
  // What Playwright looks at before it acts needs newer ones (Element.checkVisibility, Chromium 105).
  const force = true;
  return {
    open: (address) => page.goto(address),
    click: (css) => page.locator(css).first().click({ force }),
    type: (css, text) => page.locator(css).fill(text, { force }),
    text: async (css) => (await page.locator(css).allTextContents())[0],
    close: () => browser.close(),
  };
}
