// The binary format of WebAssembly, as far as the build reads and writes it itself: numbers are LEB128, texts have their length in
// front, and a module is eight bytes and its sections.
import { StepError } from '../step-error.mjs';

/** Numbers of sections, by what they hold. */
export const sectionIds = { custom: 0, imports: 2, functions: 3, exports: 7, start: 8, elements: 9, code: 10 };

export class Reader {
  /** @param {Buffer} bytes */
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  get ended() {
    return this.at >= this.bytes.length;
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

  /**
   * As many numbers, or what else is read so, as the number in front says.
   * @template T
   * @param {(reader: Reader) => T} [read]
   * @returns {T[]}
   */
  list(read = () => this.number()) {
    return Array.from({ length: this.number() }, () => read(this));
  }

  /** @param {number} count of bytes */
  skip(count) {
    this.at += count;
  }

  /** Numbers of any length: some are 64 bits wide. @param {number} count */
  skipNumbers(count) {
    for (let left = count; left > 0; left--) while (this.byte() & 128);
  }

  /** The bytes that were read since a place. @param {number} start */
  since(start) {
    return this.bytes.subarray(start, this.at);
  }
}

/** The sections of a module, in their order. @param {Buffer} bytes @returns {{ id: number, body: Buffer }[]} */
export function sectionsOf(bytes) {
  const reader = new Reader(bytes, 8);
  const sections = [];
  while (!reader.ended) {
    const id = reader.byte();
    const size = reader.number();
    sections.push({ id, body: bytes.subarray(reader.at, reader.at + size) });
    reader.at += size;
  }
  return sections;
}

/** How many of a module's imports are functions: those come first in its numbers of functions. @param {{ id: number, body: Buffer }[]} sections */
export function importedFunctions(sections) {
  const imports = sections.find(({ id }) => id === sectionIds.imports)?.body ?? number(0);
  return new Reader(imports).list(importOf).filter((kind) => kind === 0).length;
}

/** Reads an import; gives its kind: a function, a table, a memory, a global. */
function importOf(reader) {
  reader.text();
  reader.text();
  const kind = reader.byte();
  if (kind > 3) {
    throw new StepError(`the core has an import of kind ${kind}, which binary.mjs does not know`, {
      fix: 'teach js/scripts/lib/build/binary.mjs what follows it in the binary format',
    });
  }
  if (kind === 1) reader.byte();
  if (kind === 0) reader.number();
  else if (kind === 3) reader.skip(2);
  else if (reader.byte() & 1) reader.skipNumbers(2);
  else reader.number();
  return kind;
}

/** The module that has these sections. @param {{ id: number, body: Buffer }[]} sections */
export function moduleOf(sections) {
  const parts = sections.flatMap(({ id, body }) => [Buffer.from([id]), number(body.length), body]);
  return Buffer.concat([Buffer.from([0, 97, 115, 109, 1, 0, 0, 0]), ...parts]);
}

/** Without what is for other tools: names, producers, features. wasm-opt would write all the rest anew. @param {Buffer} bytes */
export const withoutCustom = (bytes) => moduleOf(sectionsOf(bytes).filter(({ id }) => id !== sectionIds.custom));

/** @param {number} value */
export function number(value) {
  const bytes = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest & 127) | 128);
    rest >>>= 7;
  }
  return Buffer.from([...bytes, rest]);
}

/** @param {string} value */
export function text(value) {
  return Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)]);
}
