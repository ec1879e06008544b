// What a tool's own module (tools/NAME/tool.mjs) is given to build and serve its app with.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logs } from '../../../js/scripts/lib/paths.mjs';
import { run, spawnService } from '../../../js/scripts/lib/run.mjs';
import { listen } from '../../../www-demo/server/listen.mjs';
import { startSite } from '../../support/site.mjs';

/**
 * What tool.mjs exports.
 *
 * @typedef {object} Tool
 * @property {string} title for the table
 * @property {string} [package] the npm package whose version is shown; default: the folder's name
 * @property {string} [version] of what is no npm package
 * @property {string} [note] why this version, if it is not the newest
 * @property {string} [main] where the app has `../app/main.js`
 * @property {Record<string, (bench: Bench) => Promise<Served>>} [modes] a name -> what builds and serves the app
 * @property {Record<string, (bench: Bench) => Promise<void>>} [checks] a name -> what runs the app where there is no browser, and
 * rejects if it does not do what it should
 * @property {string} [rendered] of a tool that renders on a server: what `#user` shows there, before any script has run
 * @property {Record<string, ('core' | 'fallback')[]>} [together] mode -> what is in the file of the entry, and not apart from it
 * @property {Record<string, ('core' | 'fallback')[]>} [prefetched] mode -> what the tool's server has every browser prefetch, also one
 * that has no use for it
 * @property {string} [weighed] the mode whose build is measured
 * @property {RegExp[]} [warnings] lines that the tool prints without our package as well
 */

/** @typedef {{ url: string, close(): Promise<unknown> }} Served */

/**
 * @typedef {object} Bench
 * @property {string} app the folder of the app
 * @property {number} port a free one
 * @property {NodeJS.ProcessEnv} env what the tool's processes are given beside the environment
 * @property {(command: string, args?: string[], options?: object) => Promise<void>} run a program of the app, to its end
 * @property {(command: string, args?: string[], options?: object) => Promise<Served>} start a server of the app, at `port`
 * @property {(folder?: string) => Promise<Served>} site a plain static server; default: of the whole app
 */

/** @param {string} name @returns {Promise<Tool>} */
export const toolOf = (name) => import(new URL(`../tools/${name}/tool.mjs`, import.meta.url));

/**
 * A bench for one row, and what was printed on it.
 *
 * @param {{ app: string, row: string }} given `row`: the name of its logs
 */
export async function benchOf({ app, row }) {
  const port = await freePort();
  const env = { BROWSER: 'none', CI: 'true', FORCE_COLOR: '0', NO_COLOR: '1' };
  const written = [];
  const options = (label) => {
    const log = `${row}-${written.length + 1}`;
    written.push(join(logs, `${log}.log`));
    return { cwd: app, env, label, log, quiet: true };
  };
  /** @type {Bench} */
  const bench = {
    app,
    port,
    env,
    run: (command, args = [], more = {}) =>
      run(programOf(app, command), args, { ...options(labelOf(row, command, args)), limit: 300, ...more }),
    async start(command, args = [], more = {}) {
      const url = `http://localhost:${port}`;
      const { stop } = await spawnService(programOf(app, command), args, {
        ...options(labelOf(row, command, args)),
        ready: () => answers(url),
        limit: 120,
        ...more,
      });
      return { url, close: stop };
    },
    site: (folder = '') => startSite({ mounts: { '/': `${join(app, folder)}/` } }),
  };
  const output = () => written.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'));
  return { bench, output: () => output().join('\n') };
}

const labelOf = (row, command, args) => `${row}: ${[command, ...args].join(' ')}`;

/** One of the app's own programs, or of the system. */
function programOf(app, command) {
  const own = join(app, 'node_modules/.bin', command);
  return existsSync(own) ? own : command;
}

async function freePort() {
  const { url, close } = await listen();
  await close();
  return Number(new URL(url).port);
}

const answers = (url) =>
  fetch(url, { headers: { accept: 'text/html' } }).then(
    ({ ok }) => ok,
    () => false,
  );
