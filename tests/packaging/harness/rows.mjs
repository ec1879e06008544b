// The rows of the table: each mode of each tool, tried.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { logs } from '../../../js/scripts/lib/paths.mjs';
import { say } from '../../../js/scripts/lib/run.mjs';
import { installApp, installedVersion } from './app.mjs';
import { marksOf } from './marks.mjs';
import { launch, signInAt } from './sign-in.mjs';
import { benchOf, toolOf } from './tool.mjs';
import { weigh } from './weigh.mjs';

/**
 * @typedef {object} Row
 * @property {string} title @property {string} version @property {string} mode @property {string} note
 * @property {string} [failure] why, in a line; the log has the rest
 * @property {number} seconds without the installation of the app
 * @property {{ eager: number, lazy: number }} [bytes] of gzip that the app loads because of the package: at its start, and for a client
 */

/**
 * @param {string[]} names of tools
 * @param {string} tarball
 * @param {{ weighs?: boolean }} [options] whether builds are measured, too
 * @returns {Promise<Row[]>}
 */
export async function tryAll(names, tarball, { weighs = true } = {}) {
  mkdirSync(logs, { recursive: true });
  const browser = await launch();
  const rows = [];
  try {
    for (const name of names) rows.push(...(await tryTool(browser, name, { tarball, weighs })));
  } finally {
    await browser.close();
  }
  return rows;
}

async function tryTool(browser, name, { tarball, weighs }) {
  const tool = await toolOf(name);
  const modes = [...Object.entries(tool.checks ?? {}), ...Object.entries(tool.modes ?? {})];
  const rows = [];
  for (const [mode, work] of modes) {
    // Each mode has the app as its user wrote it: what another one built is gone.
    const renew = () => installApp(name, { tarball, main: tool.main });
    const app = await renew();
    const row = `packaging-${name}-${mode}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
    const start = performance.now();
    const outcome = await attempt(row, () => tryMode(browser, { tool, mode, work, renew, app, row, weighs }));
    const seconds = (performance.now() - start) / 1000;
    say(`  ${tool.title}, ${mode}: ${outcome.failure ?? 'passed'}, ${seconds.toFixed(1)} s`);
    const version = tool.version ?? installedVersion(app, tool.package ?? name);
    rows.push({ title: tool.title, version, mode, note: tool.note ?? '', seconds, ...outcome });
  }
  return rows;
}

async function tryMode(browser, { tool, mode, work, renew, app, row, weighs }) {
  const { bench, output } = await benchOf({ app, row });
  if (tool.checks?.[mode]) {
    await work(bench);
    return expectNoWarnings(output(), tool);
  }
  const { together = {}, prefetched = {} } = tool;
  const marks = marksOf(join(app, 'node_modules/proofkey/dist'));
  const served = await work(bench);
  try {
    for (const engine of ['wasm', 'javascript']) {
      const given = { url: served.url, engine, marks, screenshot: join(logs, `${row}.png`), rendered: tool.rendered };
      const files = await signInAt(browser, given);
      expectParts(files, { engine, together: together[mode] ?? [], prefetched: prefetched[mode] ?? [] });
    }
  } finally {
    await served.close();
  }
  expectNoWarnings(output(), tool);
  if (!weighs || tool.weighed !== mode) return {};
  return { bytes: await weigh(browser, { bench, main: tool.main, renew, serve: work, marks }) };
}

/** One form of the core is loaded, and not the other; from a file of its own, but for the parts that a mode has in one file. */
function expectParts(files, { engine, together, prefetched }) {
  const having = (part) => files.filter((parts) => parts[part]).map(({ file }) => file);
  const entry = having('eager');
  expect(entry, `${engine}: the file with the entry`).toHaveLength(1);
  for (const [part, belongsTo] of [
    ['core', 'wasm'],
    ['fallback', 'javascript'],
  ]) {
    const found = having(part);
    if (together.includes(part)) expect(found, `${engine}: the ${part}, in the file of the entry`).toEqual(entry);
    else if (engine !== belongsTo && !prefetched.includes(part))
      expect(found, `${engine}: the ${part}, which is not needed`).toEqual([]);
    else {
      expect(found, `${engine}: the ${part}, in one file`).toHaveLength(1);
      expect(found, `${engine}: the ${part}, apart from the entry`).not.toEqual(entry);
    }
  }
}

/** A tool may have nothing to say about an app because of the package. */
function expectNoWarnings(printed, { warnings = [] }) {
  const lines = printed.split('\n').filter((line) => /warn(ing)?s?\b/i.test(line));
  expect(
    lines.filter((line) => !warnings.some((known) => known.test(line))),
    'warnings of the tool',
  ).toEqual([]);
}

/** Gives the failure instead of throwing it, once it is written down. */
async function attempt(row, action) {
  const log = join(logs, `${row}.log`);
  rmSync(log, { force: true });
  try {
    return (await action()) ?? {};
  } catch (error) {
    writeFileSync(log, `${error.stack}\n${error.tail ?? ''}\n`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours of Playwright's messages
    const [line] = error.message.replaceAll(/\x1b\[\d+m/g, '').split('\n');
    return { failure: `${line} (${log})` };
  }
}
