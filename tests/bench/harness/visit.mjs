// One user who comes for the first time: the page signs in at once, the server sends the user back, the page knows who it is.
import { setTimeout as sleep } from 'node:timers/promises';
import { APP } from './world.mjs';

/**
 * @typedef {object} SignIn
 * @property {number} redirect ms from the navigation to the one to the authorization endpoint
 * @property {number} callback ms from the request for the callback page to the user being known
 * @property {import('./authorization-server.mjs').Logged[]} log
 * @property {Set<string>} files of the bundle that were loaded
 */

/**
 * @param {import('./world.mjs').World} world
 * @param {string} name of the row
 * @param {{ cpu?: number, network?: object, conditions?: object }} [circumstances] `cpu`: how many times slower the page's is
 * @returns {Promise<SignIn>}
 */
export function signIn(world, name, { cpu = 1, ...circumstances } = {}) {
  return world.visit(async (context) => {
    const page = await context.newPage();
    const failures = [];
    page.on('pageerror', ({ message }) => failures.push(message));
    if (cpu > 1) {
      const devtools = await context.newCDPSession(page);
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: cpu });
    }
    world.set(circumstances);
    try {
      await begin(page, name, failures);
      const times = await page.evaluate(() => ({
        ...window.bench.times,
        redirect: JSON.parse(sessionStorage.benchRedirect).at,
      }));
      // What a library does behind the user's back, once it has told who it is, is seen as well.
      await sleep(30);
      return {
        redirect: times.redirect,
        callback: times.user - times.fetchStart,
        log: world.log.map((entry) => ({ ...entry })),
        files: new Set(world.served.map(({ file }) => file)),
      };
    } finally {
      world.set();
    }
  });
}

/** A page whose user is signed in. @param {import('@playwright/test').BrowserContext} context @param {string} name */
export async function signedInPage(context, name) {
  const page = await context.newPage();
  await begin(page, name);
  return page;
}

/** Another page of the same browser, which finds the session. @param {import('@playwright/test').BrowserContext} context */
export async function anotherPage(context, name) {
  const page = await context.newPage();
  await page.goto(`${APP}/app/${name}/`, { waitUntil: 'commit' });
  await settled(page, name);
  return page;
}

async function begin(page, name, failures) {
  await page.goto(`${APP}/app/${name}/?go=login`, { waitUntil: 'commit' });
  await settled(page, name, failures);
}

/** Asks again and again, since the page is left in between. */
async function settled(page, name, failures = []) {
  const giveUpAt = performance.now() + 20_000;
  for (;;) {
    const { isDone, failure } = await page
      .evaluate(() => ({ isDone: window.bench?.isDone, failure: window.bench?.failure }))
      .catch(() => ({}));
    if (isDone) return;
    const isLate = performance.now() > giveUpAt;
    if (failure || isLate) throw new Error([`${name}: ${failure ?? `stuck at ${page.url()}`}`, ...failures].join('\n'));
    await sleep(20);
  }
}
