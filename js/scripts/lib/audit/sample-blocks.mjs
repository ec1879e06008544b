// The blocks of code in a page, and what there is to compile of each.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileScript, compileTemplate, parse } from 'vue/compiler-sfc';
import { root } from '../paths.mjs';

/**
 * @typedef {object} Sample
 * @property {string} language
 * @property {string} [needs] the npm package that it is about, if that is not Proofkey: ```ts [keycloak-js]
 * @property {string} [file] as its first line names it
 * @property {number} line of the page
 * @property {string} text
 */

/** A block of code, in a list as well. */
const fence = /^( *)```(\S*)(?: \[(.+)\])?\n([\s\S]*?)^\1```$/gm;

/**
 * One that imports nothing goes on where the one before it ended, unless it declares the same once more.
 *
 * @param {string} page its text
 * @returns {Sample[]}
 */
export function samplesOf(page) {
  const samples = [];
  for (const { 2: language, 3: needs, 4: text, index } of page.matchAll(fence)) {
    const [, file] = /^\/\/ ([\w./-]+)\.tsx?\b/.exec(text) ?? [];
    const before = samples.findLast((sample) => sample.language === language && sample.needs === needs);
    if (before && !file && goesOn(language, before.text, text)) before.text += text;
    else samples.push({ language, needs, file, line: page.slice(0, index).split('\n').length, text });
  }
  return samples;
}

function goesOn(language, before, text) {
  if (!/^[jt]sx?$/.test(language) || /^ *import /m.test(text)) return false;
  const declared = namesIn(before);
  return !namesIn(text).some((name) => declared.includes(name));
}

/** What is declared at the top, roughly: a name too many begins a new sample. */
const namesIn = (text) =>
  [...text.matchAll(/^(?:export )?(?:const|let|function|class) (\w+|[{[][^=]*[}\]])/gm)].flatMap(([, names]) =>
    names.match(/\w+/g),
  );

/**
 * What there is to compile; it throws if the block is not what it says.
 *
 * @param {Sample} sample
 * @returns {{ kind: 'strict' | 'loose', extension: string, text: string }[]}
 */
export function compiledOf({ language, text }) {
  if (language in languages) return languages[language](text);
  throw new Error(`a block of ${language || 'no language'}: nothing tests it`);
}

const languages = {
  ts: (text) => [{ kind: 'strict', extension: 'ts', text }],
  tsx: (text) => [{ kind: 'strict', extension: 'tsx', text }],
  js: (text) => [{ kind: 'loose', extension: 'ts', text }],
  jsx: (text) => [{ kind: 'loose', extension: 'tsx', text }],
  html: (text) => scriptsOf(text).map((script) => ({ kind: 'loose', extension: 'ts', text: script })),
  vue: component,
  sh: commands,
  json: (text) => nothing(JSON.parse(text)),
  // What a program prints, and what it is sent: no code.
  text: nothing,
  http: nothing,
};

function nothing() {
  return [];
}

const scriptsOf = (html) =>
  [...html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, text]) => text);

function component(text) {
  const { descriptor, errors } = parse(text);
  const { template, scriptSetup } = descriptor;
  const { bindings: bindingMetadata } = scriptSetup ? compileScript(descriptor, { id: 'sample' }) : {};
  const given = { id: 'sample', filename: 'sample.vue', compilerOptions: { bindingMetadata } };
  const compiled = template && compileTemplate({ source: template.content, ...given });
  const [problem] = [...errors, ...(compiled?.errors ?? [])];
  if (problem) throw new Error(problem.message ?? problem);
  if (!scriptSetup) return [];
  return [{ kind: scriptSetup.lang === 'ts' ? 'strict' : 'loose', extension: 'ts', text: scriptSetup.content }];
}

/** Commands of this repository, and those that another test runs or a reader alone can. */
function commands(text) {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const isKnown = (command) => {
    const [, script] = /^npm (?:run )?([\w:]+)/.exec(command) ?? [];
    const [, file] = /^(?:[A-Z_]+=\S+ )*node (\S+)$/.exec(command) ?? [];
    const isThere = script in scripts || (file !== undefined && existsSync(join(root, file)));
    return isThere || elsewhere.some((pattern) => pattern.test(command));
  };
  for (const line of text.split('\n')) {
    const command = line.replace(/(^|\s)#.*/, '').trim();
    if (command && !isKnown(command)) throw new Error(`nobody knows whether this works: ${command}`);
  }
  return [];
}

const elsewhere = [
  // Run as they stand by tests/docs/start.spec.mjs.
  /^npm (install proofkey|install|run dev|create vite@latest my-app -- --template react-ts)$/,
  /^cd my-app$/,
  // The crate, once it is published.
  /^cargo add proofkey$/,
];
