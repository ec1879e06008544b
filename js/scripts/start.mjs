// The demo: package, authorization server, API and page, by one command.
//
//   npm start                                          everything here, on this machine
//   npm start -- --issuer URL --client-id ID           the same page against another provider; also --scope, --alg
//   npm start -- --walk                                a scripted browser walks through it, and takes screenshots
import { mkdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { install } from './demo.mjs';
import { root, target } from './lib/paths.mjs';
import { main, onInterrupt } from './lib/run.mjs';
import { setUp } from './setup.mjs';

const { values } = parseArgs({
  options: {
    walk: { type: 'boolean', default: false },
    port: { type: 'string', default: '5173' },
    issuer: { type: 'string' },
    'client-id': { type: 'string' },
    scope: { type: 'string' },
    alg: { type: 'string' },
  },
});

await main(async () => {
  await install();
  const { startDemo, startEverything } = await import('../../www-demo/server/serve.mjs');
  const appPort = Number(values.port);
  const { issuer, scope, alg } = values;
  const more = alg && { idTokenSignedResponseAlg: alg };
  const demo = issuer
    ? await startDemo({ port: appPort, issuer, clientId: values['client-id'], scope, more })
    : await startEverything({ appPort });
  onInterrupt(() => demo.close());
  if (values.walk) {
    const { env } = await setUp(['browser']);
    await walkThrough(demo, env.CHROME).finally(() => demo.close());
    return;
  }
  console.log(`\nThe demo is at ${demo.url}`);
  if (!issuer) console.log('Sign in as alice with the password wonderland. Ctrl-C ends everything.');
  await new Promise(() => {});
});

/** A browser that clicks what a person would: the twelve steps, refresh, sign-out; a screenshot after each. */
async function walkThrough(demo, executablePath) {
  const { chromium } = await import('@playwright/test');
  const { refreshAndLeave, walk } = await import('../../tests/support/walk.mjs');
  const folder = join(target, 'walk');
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
  onInterrupt(() => void browser.close());
  const page = await browser.newPage();
  let count = 0;
  const step = async (title, check) => {
    await check();
    count += 1;
    await page.screenshot({ path: join(folder, `${String(count).padStart(2, '0')}.png`), fullPage: true });
    console.log(`  ${title}`);
  };
  await walk(page, demo, step)
    .then(() => refreshAndLeave(page, demo, step))
    .finally(() => browser.close());
  console.log(`\nThe walk passed; ${count} screenshots are in ${relative(root, folder)}`);
}
