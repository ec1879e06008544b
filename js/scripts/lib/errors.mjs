// The error catalogue: what pkg-template/errors.json tells of a code, with the hint that js/src/hints.ts gives at run time.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';

/** @typedef {{ when: string, cause: string, hint: string, rules: string[] }} Entry of one code, in the exported order */

const read = (path) => readFileSync(join(root, path), 'utf8');
const documented = () => JSON.parse(read('pkg-template/errors.json'));

/** The hints stay in the source: they are loaded when something failed, and the rest of the catalogue never is. */
async function hintsOf() {
  const { transform } = await import('esbuild');
  const { code } = await transform(read('js/src/hints.ts'), { loader: 'ts' });
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)).hints;
}

/** @returns {Promise<Record<string, Entry>>} */
export async function catalogue() {
  const hints = await hintsOf();
  const entries = Object.entries(documented());
  return Object.fromEntries(
    entries.map(([code, { when, cause, rules }]) => [code, { when, cause, hint: hints[code], rules }]),
  );
}

/** ERRORS.md: one heading for each code, so that `ProofkeyError.docs` has a place to point to. */
export function errorPage(entries) {
  const section = ([code, { when, cause, hint, rules }]) => [
    `## ${code}`,
    `**When:** ${when}`,
    `**Likely cause:** ${cause}`,
    `**What to do:** ${hint}`,
    ...(rules.length > 0 ? [`**Rules:** ${rules.join(', ')}`] : []),
  ];
  const head = [
    '# Error codes',
    'Every failure is a `ProofkeyError`; its `code` is one of these, and its `hint` says what to do. The same table for programs is `proofkey/errors.json`. Rules are the ids of the conformance rules that a code belongs to.',
  ];
  return `${[...head, ...Object.entries(entries).flatMap(section)].join('\n\n')}\n`;
}

/** Where the core, the facade and the catalogue part ways; empty if nowhere. */
export async function disagreements() {
  const entries = documented();
  const inCore = [...read('src/error.rs').matchAll(/^ {4}\w+ = "(\w+)",$/gm)].map(([, code]) => code);
  const facade = readdirSync(join(root, 'js/src'))
    .filter((name) => name.endsWith('.ts') && name !== 'hints.ts')
    .map((name) => read(`js/src/${name}`))
    .join('');
  // Calls with a code are held against `ErrorCode` by the compiler; plain objects that are thrown are not.
  const thrown = [...facade.matchAll(/\bcode: '(\w+)'/g)].map(([, code]) => code);
  const isUsed = (code) => inCore.includes(code) || facade.includes(`'${code}'`);

  return [
    ...differences('pkg-template/errors.json', Object.keys(entries), 'js/src/hints.ts', Object.keys(await hintsOf())),
    ...[...inCore, ...thrown]
      .filter((code) => !entries[code])
      .map((code) => `${code} is not in pkg-template/errors.json`),
    ...Object.keys(entries)
      .filter((code) => !isUsed(code))
      .map((code) => `${code} is documented, and nothing gives it`),
    ...Object.entries(entries).flatMap(([code, entry]) => flaws(entry).map((flaw) => `${code}: ${flaw}`)),
  ];
}

function differences(one, ones, other, others) {
  const sorted = (name, list) => (isSorted(list) ? [] : [`${name} is not in alphabetical order`]);
  const only = (name, list, rest) =>
    list.filter((code) => !rest.includes(code)).map((code) => `${code} is in ${name} only`);
  return [...only(one, ones, others), ...only(other, others, ones), ...sorted(one, ones), ...sorted(other, others)];
}

function flaws({ when, cause, rules, ...rest }) {
  const text = ([name, value]) => (typeof value === 'string' && /\S\.$/.test(value) ? [] : [`${name} is no sentence`]);
  return [
    ...Object.entries({ when, cause }).flatMap(text),
    ...Object.keys(rest).map((name) => `${name} does not belong here`),
    ...(isSorted(rules) ? [] : ['rules are not in order']),
    ...rules.filter((id) => !isRule(id)).map((id) => `there is no rule ${id}`),
  ];
}

const isSorted = (list) => list.every((entry, index) => index === 0 || list[index - 1] < entry);

/** The conformance suite knows the rules by their ids. */
function isRule(id) {
  const path = 'tests/conformance/rules.json';
  return existsSync(join(root, path)) ? Object.hasOwn(JSON.parse(read(path)), id) : /^[A-Z]{2}-\d\d$/.test(id);
}
