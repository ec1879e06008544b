// The access token has expired, and 100 callers want one at the same moment: in one tab, and in five.
import { setTimeout as sleep } from 'node:timers/promises';
import { anotherPage, signedInPage } from '../harness/visit.mjs';
import { APP } from '../harness/world.mjs';

/** oidc-spa renews no token that is younger than five. */
const TOKEN_SECONDS = 6;
const LATENCY_MS = 50;

/** @param {import('../harness/measure.mjs').Bench} bench */
export async function expired({ world, rows, attempt, progress }) {
  for (const row of rows.filter(({ tokenCall, isVariant }) => tokenCall && !isVariant)) {
    await attempt(row, 'expired', async () => ({
      oneTab: await burst(world, row, { tabs: 1, callers: 100 }),
      fiveTabs: await burst(world, row, { tabs: 5, callers: 20 }),
      isShared: Boolean(row.sharesTabs),
    }));
    progress(row.title);
  }
}

function burst(world, row, { tabs, callers }) {
  return world.visit(async (context) => {
    world.set({ conditions: { tokenSeconds: TOKEN_SECONDS } });
    const isShared = tabs > 1 && row.sharesTabs;
    if (isShared) await context.addCookies([{ name: 'shared', value: 'yes', url: APP }]);
    const pages = [await signedInPage(context, row.name)];
    let newest = Date.now();
    while (pages.length < tabs) {
      pages.push(await (isShared ? anotherPage : signedInPage)(context, row.name));
      newest = Date.now();
    }
    await sleep(newest + TOKEN_SECONDS * 1000 + 1200 - Date.now());
    const byTimers = refreshesIn(world.log).length;
    world.set({ conditions: { delayMs: LATENCY_MS } });
    const at = Date.now() + 300;
    const answers = await Promise.all(pages.map((page) => page.evaluate(askAtOnce, { at, callers })));
    await sleep(200);
    const refreshes = refreshesIn(world.log);
    return {
      requests: refreshes.length,
      refused: refreshes.filter(({ status }) => status >= 400).length,
      served: answers.reduce((count, { served }) => count + served, 0),
      callers: callers * tabs,
      // A library that renews by a timer may have had a fresh token.
      byTimers,
    };
  });
}

const refreshesIn = (log) => log.filter(({ grant }) => grant === 'refresh_token');

/** Runs in the page. Some libraries never answer a caller. */
async function askAtOnce({ at, callers }) {
  const { sdk, client } = window.bench;
  while (Date.now() < at) await new Promise((resolve) => setTimeout(resolve, 1));
  const never = new Promise((_, reject) => setTimeout(() => reject(new Error('no answer in 20 s')), 20_000));
  const ask = async () => Promise.race([sdk.getToken(client), never]);
  const answers = await Promise.allSettled(Array.from({ length: callers }, ask));
  return { served: answers.filter(({ status, value }) => status === 'fulfilled' && value).length };
}
