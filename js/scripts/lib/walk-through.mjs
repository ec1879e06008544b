// A browser that clicks what a person would, and takes a screenshot after each step.
import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setUp } from '../setup.mjs';
import { root, target } from './paths.mjs';
import { onInterrupt } from './run.mjs';

/**
 * @typedef {(title: string, check: () => Promise<void>) => Promise<void>} Step runs and reports one step
 * @param {(page: import('@playwright/test').Page, step: Step) => Promise<void>} walk
 */
export async function walkThrough(walk) {
  const { env } = await setUp(['browser']);
  const { chromium } = await import('@playwright/test');
  const folder = join(target, 'walk');
  // Those of another walk would stand among the new ones.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: env.CHROME,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  onInterrupt(() => void browser.close());
  const page = await browser.newPage();
  let count = 0;
  const step = async (title, check) => {
    await check();
    count += 1;
    await page.screenshot({ path: join(folder, `${String(count).padStart(2, '0')}.png`), fullPage: true });
    console.log(`  ${title}`);
  };
  await walk(page, step).finally(() => browser.close());
  console.log(`\nThe walk passed; ${count} screenshots are in ${relative(root, folder)}`);
}
