// How the parts of the package are known again in what a bundler made of them: by texts that only they have.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * `eager`: what is loaded with the entry. `core`: the bytes of the wasm, its first part or all of it, as text or as they are. `fallback`:
 * the same core as JavaScript, if the package has it.
 *
 * @param {string} dist of the package
 * @returns {{ eager: string, core: string[], wasm: string, fallback?: string }}
 */
export function marksOf(dist) {
  const files = readdirSync(dist).filter((file) => file.endsWith('.js'));
  const text = (file) => readFileSync(join(dist, file), 'utf8');
  const eager = new Set(['index.js']);
  for (const file of eager) {
    for (const [, next] of text(file).matchAll(/(?:from|import)"\.\/([^"]+)"/g)) eager.add(next);
  }
  // The script-tag file has all in it, the server's shares nothing, and the other entries share chunks with this one.
  const bundles = ['proofkey.js', 'server.js'];
  const others = files.filter((file) => !eager.has(file) && !bundles.includes(file)).map(text);
  const words = [...eager].flatMap((file) => text(file).match(/(?<=")[a-zA-Z_ ]{12,}(?=")/g) ?? []);
  return {
    eager: words.find((word) => !others.some((other) => other.includes(word))),
    core: files.filter((file) => /^(wasm-\w+|proofkey)\.js$/.test(file)).map((file) => longest(text(file))),
    wasm: '\0asm',
    fallback: files.filter((file) => file.startsWith('javascript-')).map((file) => longest(text(file)))[0],
  };
}

/** Of the longest run of base64, what stands in its middle. */
function longest(text) {
  const [run] = text.match(/[A-Za-z0-9+/]{200,}/g).sort((a, b) => b.length - a.length);
  return run.slice(100, 160);
}

/** Which parts are in that text. */
export function partsIn(text, { eager, core, wasm, fallback }) {
  const has = (mark) => mark !== undefined && text.includes(mark);
  return { eager: has(eager), core: core.some(has) || text.startsWith(wasm), fallback: has(fallback) };
}
