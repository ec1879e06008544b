// How many bytes each function of a module has, by its name in Rust.
import { importedFunctions, Reader, sectionIds, sectionsOf } from './binary.mjs';

/** Of the section with names: that of functions. */
const FUNCTION_NAMES = 1;

/**
 * @param {Buffer} bytes a module that still has names
 * @returns {Record<string, number>} sorted by name; instances of one generic function count together
 */
export function functionSizes(bytes) {
  const sections = sectionsOf(bytes);
  const names = namesOf(sections);
  const code = new Reader(sections.find(({ id }) => id === sectionIds.code).body);
  const lengths = code.list(() => {
    const length = code.number();
    code.skip(length);
    return length;
  });
  // Names have the imports in front, too.
  const first = importedFunctions(sections);
  const sizes = new Map();
  for (const [at, length] of lengths.entries()) {
    const name = plain(names.get(first + at) ?? '(without a name)');
    sizes.set(name, (sizes.get(name) ?? 0) + length);
  }
  return Object.fromEntries([...sizes].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function namesOf(sections) {
  const names = new Map();
  for (const { id, body } of sections) {
    const section = new Reader(body);
    if (id !== sectionIds.custom || section.text() !== 'name') continue;
    while (!section.ended) {
      const kind = section.byte();
      const end = section.number() + section.at;
      if (kind === FUNCTION_NAMES) section.list(() => names.set(section.number(), section.text()));
      section.at = end;
    }
  }
  return names;
}

/** What no name may be longer than: those of generic code have hundreds of letters. */
const MOST = 100;

/** Without the hashes of crates, and the numbers by which binaryen tells instances apart or names what it made itself. */
function plain(name) {
  const short = name.replace(/\[[0-9a-f]+\]/g, '').replace(/_\d+$/, '');
  if (/^\d+$/.test(short)) return '(made by wasm-opt)';
  return short.length > MOST ? `${short.slice(0, MOST - 1)}…` : short;
}
