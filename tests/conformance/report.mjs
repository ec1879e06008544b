// Results: the array of --json, the table by rule, and the page for a security reviewer.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../js/scripts/lib/paths.mjs';
import { capture, StepError, say } from '../../js/scripts/lib/run.mjs';
import { codesOf } from './codes.mjs';
import { fapiSections } from './fapi-page.mjs';
import { isNative, play } from './suite.mjs';

const page = join(root, 'www-demo/docs/conformance.md');
const json = (file) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));

/** The rules, by their ids: `{ level, spec, rule }`. */
const rules = json('./rules.json');

/** The cases of this repository: those of the rules, our own, and the OpenID suite's under its names. */
export const read = () => ['./cases.json', './own-cases.json', './official-cases.json'].flatMap(json);

/**
 * Plays the cases.
 *
 * @param {object[]} cases
 * @param {{ file?: string, lenient?: boolean, engine?: string }} [options] `file`: where they come from, if not from here
 * @returns {Promise<{ id: string, area: string, rule: string, pass: boolean, detail: string }[]>}
 */
export async function results(cases, { file, lenient, engine } = {}) {
  const began = Date.now();
  let count = 0;
  const done = () => {
    count += 1;
    if (count % 50 === 0) say(`  ${count} of ${cases.length} cases, ${Math.round((Date.now() - began) / 1000)} s`);
  };
  // A verifier is no option of the API: tests/conformance.rs plays such cases.
  const native = cases.some(isNative) ? await playNatively(file) : new Map();
  const played = await play(
    cases.filter((known) => !isNative(known)),
    { lenient, done, engine },
  );
  say(`  ${cases.length} cases in ${Math.round((Date.now() - began) / 1000)} s`);
  return cases.map((known) => {
    const { id, area, rule } = known;
    const outcome = played.get(id) ?? native.get(id) ?? { pass: false, detail: 'it was not played' };
    return { id, area, rule, ...outcome };
  });
}

/** The cases that tests/conformance.rs plays. */
async function playNatively(file) {
  const env = file ? { PROOFKEY_CASES: file } : {};
  const { stdout, stderr } = await capture('cargo', ['test', '--quiet', '--test', 'conformance', '--', '--nocapture'], {
    cwd: root,
    env,
  });
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  if (lines.length === 0) throw new StepError('The native cases were not played', { tail: stderr, fix: 'cargo test' });
  return new Map(lines.map((line) => JSON.parse(line)).map(({ id, ...outcome }) => [id, outcome]));
}

/** Rule -> the results that belong to it. */
function byRule(outcome) {
  const ids = new Set([...Object.keys(rules), ...outcome.flatMap(rulesOf)]);
  return [...ids].map((id) => [id, outcome.filter((result) => rulesOf(result).includes(id))]);
}

const rulesOf = ({ rule }) => rule.split(',').map((id) => id.trim());

function verdictOf(found) {
  return found.every(({ pass }) => pass) ? 'holds' : 'DEVIATES';
}

/** The table by rule, with what deviates. */
export function table(outcome) {
  const line = (...cells) =>
    cells
      .map((cell, index) => String(cell).padEnd([7, 9, 10, 0][index]))
      .join(' ')
      .trimEnd();
  const played = byRule(outcome).filter(([, found]) => found.length > 0);
  const rows = played.map(([id, found]) =>
    line(id, found.filter(({ pass }) => pass).length, verdictOf(found), rules[id]?.rule ?? ''),
  );
  const others = outcome.filter(({ pass }) => !pass).map(({ id, detail }) => `${id}: ${detail}`);
  const count = (value) => outcome.filter(({ pass }) => pass === value).length;
  return [
    ...[line('rule', 'passed', 'verdict', 'what it asks'), ...rows, ''],
    ...[...others, '', `${count(true)} passed, ${count(false)} failed`],
  ].join('\n');
}

/** The rules that no case shows. */
function unproven(outcome) {
  return byRule(outcome)
    .filter(([id, found]) => rules[id] && !found.some(({ pass }) => pass))
    .map(([id]) => id);
}

/** Renews the page, or makes sure that it is current; and that every rule has a case. */
export async function pageOf(outcome, { write }) {
  const without = unproven(outcome);
  if (without.length > 0) {
    throw new StepError(`No passing case shows ${without.join(', ')}`, { fix: 'add one to own-cases.json' });
  }
  const text = markdown(outcome);
  if (write) writeFileSync(page, text);
  else if (!existsSync(page) || readFileSync(page, 'utf8') !== text) {
    throw new StepError('www-demo/docs/conformance.md is not what these results say', {
      fix: 'npm run test:conformance -- --write',
    });
  }
}

const levels = { must: 'must', should: 'should', defence: 'defence in depth' };

function markdown(outcome) {
  const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
  const row = (...cells) => `| ${cells.map(cell).join(' | ')} |`;
  const head = (...names) => [row(...names), `|${' --- |'.repeat(names.length)}`];
  const ruleRows = byRule(outcome)
    .filter(([id]) => rules[id])
    .map(([id, found]) => {
      const { level, spec, rule } = rules[id];
      const cases = found.filter(({ pass }) => pass).map((result) => result.id);
      const codes = codesOf(id).map((code) => `\`${code}\``);
      const verdict = verdictOf(found);
      return row(
        id,
        levels[level],
        spec,
        rule,
        codes.join(', '),
        cases.map((known) => `\`${known}\``).join(', '),
        verdict,
      );
    });
  const verdictRow = ({ id, rule, detail }) => row(`\`${id}\``, rule, detail);
  const official = new Map(json('./official-cases.json').map(({ id, given }) => [id, given]));
  const holds = new Set(byRule(outcome).flatMap(([id, found]) => (verdictOf(found) === 'holds' ? [id] : [])));
  const count = (value) => outcome.filter(({ pass }) => pass === value).length;
  return [
    '# Conformance',
    '',
    `Every rule on a browser client that Proofkey keeps, and the test that shows it. ${count(true)} cases pass, none`,
    'deviates. This page is written by `npm run test:conformance -- --write`; the same command',
    'without `--write` plays all cases and fails if one deviates or this page is not current.',
    '',
    'A case is played through the public API of the packed package, in Chromium, on `https://app.example`, against an',
    'authorization server at `https://op.example` that answers as the case says. Both are real servers of this machine, with',
    "TLS; no request is intercepted. The browser's clock is set. Where a case says *reject*, the error is a `ProofkeyError`",
    'whose code belongs to the rule, no token is stored or shown, no further endpoint is called, and the response cannot be',
    'used again. To see that a case can fail, `npm run test:conformance -- --broken` takes one check out of the source for each',
    'area and shows the cases that turn red.',
    '',
    '*must* and *should* are the words of the specification for a client; *defence in depth* is our own policy.',
    '',
    '## Rules',
    '',
    ...head('rule', 'level', 'specification', 'what it asks', 'error codes', 'cases', 'verdict'),
    ...ruleRows,
    '',
    '## Tests of the OpenID conformance suite for relying parties',
    '',
    'Replayed under their official names, against our own server: this is not a certification.',
    '',
    ...head('test', 'rule', 'outcome'),
    ...outcome.filter(({ id }) => official.has(id) && !id.startsWith('fapi2-')).map(verdictRow),
    '',
    ...fapiSections(outcome, { row, head, holds: (id) => holds.has(id), given: (id) => official.get(id) }),
  ].join('\n');
}
