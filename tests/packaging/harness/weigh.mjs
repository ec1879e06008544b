// What a bundler makes an app load because of the package, before anybody has asked the package for anything.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect } from '@playwright/test';
import { loadedFrom, partsAt } from './sign-in.mjs';

/** The client is created when the page is asked to: what is loaded until then is eager. */
const withUs = `import { createClient } from 'proofkey';
window.begin = () => createClient({ issuer: location.origin, clientId: 'spa', redirectUri: location.origin + '/', discovery: false });
`;

/** The same without us. It imports something later, too: how a bundler does that is its own weight. */
const withoutUs = `window.begin = () => import('./later.js');
`;

/**
 * Gives the bytes of gzip that are loaded with the app and those that are loaded for a client, and makes sure that neither form of the core is among them and that it comes when a client is there.
 *
 * @param {import('@playwright/test').Browser} browser
 * @param {{ bench: import('./tool.mjs').Bench, main: string, renew: () => Promise<unknown>, serve: Function, marks: object }} given
 * `renew` makes the app anew: what a tool has kept of another build is no part of the measurement
 */
export async function weigh(browser, { bench, main, renew, serve, marks }) {
  const entry = join(bench.app, main);
  const weighed = async (source) => {
    await renew();
    writeFileSync(join(dirname(entry), 'later.js'), `export default 'later';\n`);
    writeFileSync(entry, source);
    const served = await serve(bench);
    return loadedAt(browser, served.url, marks).finally(() => served.close());
  };
  const ours = await weighed(withUs);
  expect(ours.parts, 'what is loaded with the app').toEqual({ eager: true, core: false, fallback: false });
  expect(ours.later, 'what is loaded for a client').toEqual({ eager: false, core: true, fallback: false });
  const others = await weighed(withoutUs);
  expect(others.parts).toEqual({ eager: false, core: false, fallback: false });
  return { eager: ours.bytes - others.bytes, lazy: ours.laterBytes };
}

async function loadedAt(browser, url, marks) {
  const { origin } = new URL(url);
  const page = await browser.newPage();
  const loaded = loadedFrom(page, origin);
  await page.goto(origin, { waitUntil: 'networkidle' });
  const eager = [...loaded];
  await page.evaluate('void begin()');
  await page.waitForLoadState('networkidle');
  const later = [...loaded].filter((file) => !eager.includes(file));
  const result = {
    bytes: await gzipped(eager),
    laterBytes: await gzipped(later),
    parts: await union(eager, marks),
    later: await union(later, marks),
  };
  await page.close();
  return result;
}

/** Files are compressed one by one, as a server sends them. */
async function gzipped(files) {
  const bytes = await Promise.all(
    files.map(async (file) => gzipSync(await (await fetch(file)).arrayBuffer(), { level: 9 }).length),
  );
  return bytes.reduce((sum, length) => sum + length, 0);
}

/** The parts that are in any of the files. */
async function union(files, marks) {
  const found = await Promise.all(files.map((file) => partsAt(file, marks)));
  const any = (part) => found.some((parts) => parts[part]);
  return { eager: any('eager'), core: any('core'), fallback: any('fallback') };
}
