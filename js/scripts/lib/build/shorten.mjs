// Shortens the names under which a wasm module and its glue know each other. wasm-bindgen's are long and carry hashes, so
// that they do not compress; wasm-opt can rename exports, but imports of one module only, which is not wasm-bindgen's.

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const shortName = (index) => letters[index % 52] + (index < 52 ? '' : Math.floor(index / 52));
const importSection = 2;
const exportSection = 7;

/**
 * @param {Buffer} bytes the wasm module
 * @param {string} glue the JavaScript that wasm-bindgen wrote for it
 * @returns {{ wasm: Buffer, glue: string }}
 */
export function shorten(bytes, glue) {
  const module = new Reader(bytes, 8);
  const sections = [bytes.subarray(0, 8)];
  while (module.at < bytes.length) {
    const id = module.byte();
    const size = module.number();
    let body = bytes.subarray(module.at, module.at + size);
    const section = new Reader(body);
    if (id === importSection) {
      body = renamed(section, (index) => {
        const from = section.text();
        const name = section.text();
        glue = replaced(glue, new RegExp(`(?<=^\\s+)${name}(?=: )`, 'gm'), shortName(index), name);
        glue = glue.replaceAll(`"${from}": import`, '"a": import');
        const start = section.at;
        if (section.byte() !== 0) throw new Error(`the import ${name} is no function: teach shorten() about it`);
        section.number();
        return [text('a'), text(shortName(index)), body.subarray(start, section.at)];
      });
    } else if (id === exportSection) {
      body = renamed(section, (index) => {
        const name = section.text();
        // Some exports are for the eyes of other tools: the glue does not know them.
        glue = glue.replaceAll(new RegExp(`(?<=wasm\\.|wasmInstance\\.exports\\.)${name}\\b`, 'g'), shortName(index));
        const start = section.at;
        section.byte();
        section.number();
        return [text(shortName(index)), body.subarray(start, section.at)];
      });
    }
    sections.push(Buffer.from([id]), number(body.length), body);
    module.at += size;
  }
  return { wasm: Buffer.concat(sections), glue };
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

/** Reads the binary format of WebAssembly: numbers are LEB128, texts have their length in front. */
class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  byte() {
    return this.bytes[this.at++];
  }

  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return value >>> 0;
    }
  }

  text() {
    const length = this.number();
    this.at += length;
    return this.bytes.toString('utf8', this.at - length, this.at);
  }
}

function number(value) {
  const bytes = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  return Buffer.from([...bytes, rest]);
}

function text(value) {
  return Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)]);
}
