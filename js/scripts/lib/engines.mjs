// The three engines that a user may have: what each needs of set-up, and how a program reaches it.
import { StepError } from './step-error.mjs';

/**
 * @typedef {object} Engine
 * @property {import('../setup.mjs').Need} need
 * @property {(env: import('../setup.mjs').SetUpEnv) => string[]} wasmPack what tells `wasm-pack test` to use it
 */

/** @type {Record<string, Engine>} */
export const engines = {
  chromium: { need: 'browser', wasmPack: ({ CHROMEDRIVER }) => ['--chrome', '--chromedriver', CHROMEDRIVER] },
  firefox: { need: 'firefox', wasmPack: ({ GECKODRIVER }) => ['--firefox', '--geckodriver', GECKODRIVER] },
  // wasm-pack knows WebKit's driver by its name on a Mac; both speak the same protocol.
  webkit: { need: 'webkit', wasmPack: ({ WEBKITDRIVER }) => ['--safari', '--safaridriver', WEBKITDRIVER] },
};

/** The engines of a list with commas; all without one. @param {string} [list] */
export function enginesOf(list) {
  const names = list?.split(',') ?? Object.keys(engines);
  const unknown = names.filter((name) => !Object.hasOwn(engines, name));
  if (unknown.length === 0) return names;
  throw new StepError(`There is no browser ${unknown.join(' ')}`, {
    fix: `choose among ${Object.keys(engines).join(',')}`,
  });
}

/** Command and arguments, with a screen where the engine has no mode without one. */
export function onScreen(names, { XVFB_RUN }, command, args) {
  // -a: another run may have a screen of its own.
  return names.includes('webkit') ? [XVFB_RUN, ['-a', command, ...args]] : [command, args];
}
