// Set-up: brings what is missing, and says what to use. Every script calls it first; when all is there it takes a
// moment and no network. As a command: node js/scripts/setup.mjs [npm] [rust] [wasm-tools] [browser] [firefox] [webkit] [fuzz] [advisories]
import { join } from 'node:path';
import { withLock } from './lib/lock.mjs';
import { cache, isMain } from './lib/paths.mjs';
import { sweep } from './lib/processes.mjs';
import { main, StepError, say, together } from './lib/run.mjs';
import { aptInstall } from './lib/steps/apt.mjs';
import * as browser from './lib/steps/browser.mjs';
import { cargoTools } from './lib/steps/cargo-tools.mjs';
import * as firefox from './lib/steps/firefox.mjs';
import * as fuzz from './lib/steps/fuzz.mjs';
import * as npm from './lib/steps/npm.mjs';
import * as rust from './lib/steps/rust.mjs';
import * as webkit from './lib/steps/webkit.mjs';

/** @typedef {'npm' | 'rust' | 'wasm-tools' | 'browser' | 'firefox' | 'webkit' | 'fuzz' | 'advisories'} Need */

/**
 * @typedef {object} SetUpEnv additions to the environment; give it to `run` for wasm builds, wasm tests and browser
 * tests. Native cargo calls (test, clippy, fmt) go without: they stay with the toolchain that the developer has chosen.
 * @property {string} [PATH] with wasm-pack, wasm-bindgen, geckodriver, cargo-fuzz and cargo-audit in front
 * @property {string} [RUSTUP_TOOLCHAIN] where the toolchain in use cannot build wasm32
 * @property {string} [CHROME] @property {string} [CHROMEDRIVER]
 * @property {string} [FIREFOX] @property {string} [GECKODRIVER]
 * @property {string} [WEBKITDRIVER] @property {string} [XVFB_RUN]
 */

/**
 * A need answers three questions: what to use if all is there (`probe`), which Debian packages would help (`packages`),
 * and what to use after the rest was done (`install`).
 */
const needs = {
  npm,
  rust,
  'wasm-tools': cargoTools('wasm-pack', 'wasm-bindgen-cli'),
  browser,
  firefox,
  webkit,
  fuzz,
  advisories: cargoTools('cargo-audit'),
};

/**
 * Brings the machine to where the needs are met.
 * @param {Need[]} [wanted] default: all
 * @returns {Promise<{ env: SetUpEnv }>}
 */
export async function setUp(wanted = Object.keys(needs)) {
  const unknown = wanted.filter((name) => !Object.hasOwn(needs, name));
  if (unknown.length > 0) {
    throw new StepError(`No such need: ${unknown.join(' ')}`, { fix: `choose among ${Object.keys(needs).join(' ')}` });
  }
  const before = await probeAll(wanted);
  if (before.missing.length === 0) return { env: before.env };
  const env = await withLock(cache, async () => {
    // Another set-up may have brought it while this one waited.
    const now = await probeAll(wanted);
    if (now.missing.length > 0) await installAll(now.missing);
    const { env, missing } = await probeAll(wanted);
    if (missing.length === 0) return env;
    throw new StepError(`Set-up went through, yet not all is there: ${missing.join(' ')}`, { fix: 'see target/logs' });
  });
  return { env };
}

/** @param {Need[]} wanted */
async function probeAll(wanted) {
  const found = await Promise.all(wanted.map((name) => needs[name].probe()));
  return { env: Object.assign({}, ...found), missing: wanted.filter((_, index) => !found[index]) };
}

/** @param {Need[]} missing */
async function installAll(missing) {
  sweep(join(cache, 'tmp'));
  say(`Set-up: ${missing.join(', ')} (once; logs in target/logs)`);
  const packages = [];
  // rustup first, then one call of apt for everything: it locks out a second one anyway.
  for (const name of missing) packages.push(...((await needs[name].packages?.()) ?? []));
  await aptInstall(packages);
  // The rest waits for the network or for one core most of the time.
  await together(missing.map((name) => needs[name].install));
}

if (isMain(import.meta.url)) {
  await main(async () => {
    const began = Date.now();
    const wanted = process.argv.slice(2);
    await setUp(wanted.length > 0 ? wanted : undefined);
    const names = wanted.length > 0 ? wanted : Object.keys(needs);
    console.log(`Set-up: ${names.join(', ')} ready (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  });
}
