// All cases of a file: what runs natively, and everything else through the public API
// in real browsers.

import { readFileSync } from 'node:fs';
import { judge } from './judge.mjs';
import { assertionOf, partsOf } from './phrases.mjs';
import { Run } from './run.mjs';
import authzRequest from './scenarios/authz-request.mjs';
import browser from './scenarios/browser.mjs';
import dpop from './scenarios/dpop.mjs';
import jarm from './scenarios/jarm.mjs';
import official from './scenarios/official.mjs';
import own from './scenarios/own.mjs';
import par from './scenarios/par.mjs';
import pkce from './scenarios/pkce.mjs';
import popup from './scenarios/popup.mjs';
import redirect from './scenarios/redirect.mjs';
import resource from './scenarios/resource.mjs';
import session from './scenarios/session.mjs';
import sessionManagement from './scenarios/session-management.mjs';
import target from './scenarios/target.mjs';
import token from './scenarios/token.mjs';
import tokensAndKeys from './scenarios/tokens-and-keys.mjs';
import { arranges } from './vector.mjs';
import { World } from './world.mjs';

/** Longest time that one case may take, in seconds. */
const LIMIT = 60;

/**
 * What a case plays and says that no other one does.
 *
 * @typedef {object} Scenario
 * @property {(run: Run) => Promise<void>} [play] instead of login, callback and what the vector's place asks for
 * @property {false} [rejects] the verdict "reject" means that something is ignored: there is no error to look at
 * @property {number} [ownRequests] how many token requests the play itself makes; default 1
 * @property {Record<string, (run: Run) => unknown>} [expect] a part of `expect` -> its assertion
 */

/** @type {Record<string, Scenario>} */
const scenarios = {
  ...pkce,
  ...authzRequest,
  ...redirect,
  ...token,
  ...tokensAndKeys,
  ...resource,
  ...target,
  ...session,
  ...sessionManagement,
  ...browser,
  ...popup,
  ...dpop,
  ...par,
  ...jarm,
  ...own,
  ...official,
};

/** Whether a case is played natively. */
export const isNative = ({ vector }) => vector?.set?.verifier !== undefined;

const idByGiven = new Map(
  JSON.parse(readFileSync(new URL('./cases.json', import.meta.url), 'utf8')).map(({ id, given }) => [given, id]),
);

/** The scenario of a case: in another file, it may have another id. */
const scenarioOf = ({ id, given }) => scenarios[id] ?? scenarios[idByGiven.get(given)];

/**
 * Plays the cases, each in a document of its own with empty storages.
 *
 * @param {object[]} cases
 * @param {{ workers?: number, lenient?: boolean, done?: () => void, packageFolder?: string, engine?: string }} [options] `lenient`: words of
 * `expect` that the runner does not know are told, and the verdict alone is judged; `packageFolder`: another package; `engine`: what runs the core
 * @returns {Promise<Map<string, { pass: boolean, detail: string }>>}
 */
export async function play(cases, { workers = 2, lenient = false, done = () => {}, ...settings } = {}) {
  const results = new Map();
  const queue = [...cases];
  const worker = async () => {
    const world = await World.start(settings);
    try {
      for (let next = queue.shift(); next; next = queue.shift()) {
        results.set(next.id, await playOne(world, next, lenient));
        done();
      }
    } finally {
      await world.stop();
    }
  };
  await Promise.all(Array.from({ length: workers }, worker));
  return results;
}

async function playOne(world, testcase, lenient) {
  let timer;
  const run = { close: async () => {} };
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not settled after ${LIMIT} s`)), LIMIT * 1000);
  });
  try {
    const detail = await Promise.race([whole(run, world, testcase, lenient), late]);
    return { pass: true, detail };
  } catch (error) {
    await world.dropTab();
    return {
      pass: false,
      detail: String(error.message ?? error)
        .split('\n')
        .slice(0, 12)
        .join(' '),
    };
  } finally {
    clearTimeout(timer);
    await run.close().catch(() => {});
  }
}

/** Plays one case and asserts its verdict and every part of its `expect`; gives what was seen. */
async function whole(holder, world, testcase, lenient) {
  const scenario = scenarioOf(testcase) ?? {};
  if (!testcase.vector && !scenarioOf(testcase) && !arranges(testcase)) {
    throw new Error('it has no vector, and its given is prose that the runner has no play for');
  }
  const run = new Run(world, testcase);
  holder.close = () => run.close();
  run.scenario = scenario;
  const checks = partsOf(testcase.expect).map((part) => [part, scenario.expect?.[part] ?? assertionOf(part)]);
  const unknown = checks.filter(([, check]) => !check).map(([part]) => part);
  if (unknown.length > 0 && !lenient) throw new Error(`nothing asserts: ${unknown.join('; ')}`);
  await run.open();
  await (scenario.play ? scenario.play(run) : run.play());
  if (scenario.rejects !== false) await judge(run);
  for (const [, check] of checks) await check?.(run);
  const seen = run.outcome?.error ? `refused: ${run.outcome.error.code}` : 'as expected';
  return unknown.length > 0 ? `${seen}; judged by its verdict, not understood: ${unknown.join('; ')}` : seen;
}
