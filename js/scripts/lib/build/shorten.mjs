// Shortens the names under which a wasm module and its glue know each other. wasm-bindgen's are long and carry hashes, so
// that they do not compress; wasm-opt can rename exports, but imports of one module only, which is not wasm-bindgen's.
import { moduleOf, number, Reader, sectionIds, sectionsOf, text } from './binary.mjs';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const shortName = (index) => letters[index % 52] + (index < 52 ? '' : Math.floor(index / 52));

/** What the module does not import any more has its long name still. */
const unknown = /^ {8}__wb\w+: function\([^)]*\) \{\n[\s\S]*?^ {8}\},\n/gm;

/**
 * @param {Buffer} bytes the wasm module
 * @param {string} glue the JavaScript that wasm-bindgen wrote for it
 * @returns {{ wasm: Buffer, glue: string }}
 */
export function shorten(bytes, glue) {
  const sections = sectionsOf(bytes).map(({ id, body }) => {
    const section = new Reader(body);
    if (id === sectionIds.imports) {
      const imports = renamed(section, (index) => {
        const from = section.text();
        const name = section.text();
        glue = replaced(glue, new RegExp(`(?<=^\\s+)${name}(?=: )`, 'gm'), shortName(index), name);
        glue = glue.replaceAll(`"${from}": import`, '"a": import');
        const start = section.at;
        if (section.byte() !== 0) throw new Error(`the import ${name} is no function: teach shorten() about it`);
        section.number();
        return [text('a'), text(shortName(index)), section.since(start)];
      });
      return { id, body: imports };
    }
    if (id === sectionIds.exports) {
      const exports = renamed(section, (index) => {
        const name = section.text();
        // Some exports are for the eyes of other tools: the glue does not know them.
        glue = glue.replaceAll(new RegExp(`(?<=wasm\\.|wasmInstance\\.exports\\.)${name}\\b`, 'g'), shortName(index));
        const start = section.at;
        section.byte();
        section.number();
        return [text(shortName(index)), section.since(start)];
      });
      return { id, body: exports };
    }
    return { id, body };
  });
  return { wasm: moduleOf(sections), glue: glue.replace(unknown, '') };
}

/** Writes a section of counted entries anew. */
function renamed(section, entry) {
  const count = section.number();
  return Buffer.concat([number(count), ...Array.from({ length: count }, (_, index) => entry(index)).flat()]);
}

function replaced(glue, pattern, name, old) {
  const found = glue.match(pattern)?.length ?? 0;
  if (found !== 1)
    throw new Error(`the glue has the import ${old} ${found} times: wasm-bindgen writes it in another way now`);
  return glue.replace(pattern, name);
}
