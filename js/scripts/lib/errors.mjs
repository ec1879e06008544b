// The error catalogue: what pkg-template/errors.json tells of a code, with the hint that js/src/hints.ts gives at run time.
import { readdirSync, readFileSync } from 'node:fs';
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
  const [entries, hints] = [documented(), await hintsOf()];
  const known = JSON.parse(read('tests/conformance/rules.json'));
  const core = sources('src', '.rs').filter(([name]) => name !== 'error.rs');
  const facade = sources('js/src', '.ts').filter(([name]) => name !== 'hints.ts');
  const variants = [...read('src/error.rs').matchAll(/^ {4}(\w+) = "(\w+)",$/gm)].map(([, name, code]) => ({
    name,
    code,
  }));
  // Calls with a code are held against `ErrorCode` by the compiler; plain objects that are thrown are not.
  const thrown = textOf(facade).matchAll(/\bcode: '(\w+)'/g);
  const given = (code) => {
    const variant = variants.find((known) => known.code === code);
    const inCore = variant && new RegExp(`\\bError::${variant.name}\\b`).test(textOf(core));
    return inCore || textOf(facade).includes(`'${code}'`);
  };
  const codes = Object.keys(entries);
  return [
    ...differences('pkg-template/errors.json', codes, 'js/src/hints.ts', Object.keys(hints)),
    ...[...variants.map(({ code }) => code), ...Array.from(thrown, ([, code]) => code)]
      .filter((code) => !entries[code])
      .map((code) => `${code} is not in pkg-template/errors.json`),
    ...codes.filter((code) => !given(code)).map((code) => `${code} is documented, and nothing gives it`),
    ...codes.flatMap((code) => flaws(entries[code], hints[code], known).map((flaw) => `${code}: ${flaw}`)),
  ];
}

/** Names and texts below a folder. */
function sources(folder, ending) {
  const names = readdirSync(join(root, folder), { recursive: true }).filter((name) => name.endsWith(ending));
  return names.map((name) => [name, read(join(folder, name))]);
}

/** Without the lines that are comments: what is only spoken of is not given. */
const textOf = (files) => files.map(([, text]) => text.replace(/^\s*(\/\/|\/?\*).*$/gm, '')).join('');

function differences(one, ones, other, others) {
  const sorted = (name, list) => (isSorted(list) ? [] : [`${name} is not in alphabetical order`]);
  const only = (name, list, rest) =>
    list.filter((code) => !rest.includes(code)).map((code) => `${code} is in ${name} only`);
  return [...only(one, ones, others), ...only(other, others, ones), ...sorted(one, ones), ...sorted(other, others)];
}

function flaws({ when, cause, rules, ...rest }, hint, known) {
  const text = ([name, value]) => (typeof value === 'string' && /\S\.$/.test(value) ? [] : [`${name} is no sentence`]);
  return [
    ...Object.entries({ when, cause, hint }).flatMap(text),
    ...Object.keys(rest).map((name) => `${name} does not belong here`),
    ...(isSorted(rules) ? [] : ['rules are not in order']),
    ...rules.filter((id) => !Object.hasOwn(known, id)).map((id) => `there is no rule ${id}`),
  ];
}

const isSorted = (list) => list.every((entry, index) => index === 0 || list[index - 1] < entry);
