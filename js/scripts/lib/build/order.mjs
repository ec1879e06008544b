// Puts the functions of a module in the order that packs best. What packs looks for repetitions, 32 KB back at most, and adapts to
// what it has just seen: functions that are alike should be neighbours. Those of about the same length and with the same parameters
// mostly are. How coarse "about" had better be differs from module to module, so the packer itself is asked. A search that moved
// functions one by one, thousands of times, came to 0.1 % less than these few orders.
import { StepError } from '../step-error.mjs';
import { importedFunctions, moduleOf, number, Reader, sectionIds, sectionsOf } from './binary.mjs';

/** A length as it is; and in steps of a factor of 2, of its square root, of its cube root. */
const ranks = [(length) => length, ...[1, 2, 3].map((fine) => (length) => Math.round(Math.log2(length) * fine))];
const byTypeAndLength = (one, other) => one.type - other.type || one.length - other.length;
/** The orders that are tried. The first leaves functions where they are. */
const orders = [
  () => 0,
  byTypeAndLength,
  ...ranks.map((rank) => (one, other) => rank(one.length) - rank(other.length) || byTypeAndLength(one, other)),
];

/**
 * @param {Buffer} bytes a module
 * @param {(bytes: Buffer) => Promise<number>} packed how many bytes one has when it is packed
 * @returns {Promise<Buffer>} the same one, its functions in the best order
 */
export async function ordered(bytes, packed) {
  const module = read(bytes);
  let best;
  for (const order of orders) {
    const candidate = written(module, module.functions.toSorted(order));
    const size = await packed(candidate);
    if (!best || size < best.size) best = { candidate, size };
  }
  return best.candidate;
}

/**
 * A module and where it names functions: these places are lists of parts, in which a number is that of a function, which changes with
 * the order, and bytes are what stays.
 */
function read(bytes) {
  const sections = sectionsOf(bytes);
  const section = (id) => new Reader(sections.find((one) => one.id === id)?.body ?? number(0));
  if (sections.some(({ id }) => id === sectionIds.start)) throw unknown('a function that starts the module');
  const imported = importedFunctions(sections);
  const types = section(sectionIds.functions).list();
  const bodies = section(sectionIds.code).list(bodyOf);
  return {
    sections,
    imported,
    functions: bodies.map((body, at) => ({ ...body, type: types[at], index: imported + at })),
    exports: section(sectionIds.exports).list(exportOf),
    elements: section(sectionIds.elements).list(segmentOf),
  };
}

/** The module with its functions in this order. */
function written({ sections, imported, exports, elements }, order) {
  const places = new Map(order.map(({ index }, at) => [index, imported + at]));
  const bytes = (part) => (typeof part === 'number' ? number(places.get(part) ?? part) : part);
  const list = (entries) => Buffer.concat([number(entries.length), ...entries.flat()]);
  const bodyOf = ({ parts }) => {
    const body = Buffer.concat(parts.map(bytes));
    return [number(body.length), body];
  };
  const bodies = {
    [sectionIds.functions]: list(order.map(({ type }) => number(type))),
    [sectionIds.exports]: list(exports.map((parts) => parts.map(bytes))),
    [sectionIds.elements]: list(elements.map((parts) => parts.map(bytes))),
    [sectionIds.code]: list(order.map(bodyOf)),
  };
  return moduleOf(sections.map(({ id, body }) => ({ id, body: bodies[id] ?? body })));
}

function exportOf(reader) {
  const start = reader.at;
  reader.text();
  const kind = reader.byte();
  const head = reader.since(start);
  const index = reader.number();
  return kind === 0 ? [head, index] : [head, number(index)];
}

/** A part of what fills a table: flags, where it begins, and functions. */
function segmentOf(reader) {
  const start = reader.at;
  const flags = reader.number();
  if (flags !== 0 && flags !== 2) throw unknown(`elements with the flags ${flags}`);
  if (flags === 2) reader.number();
  const opcode = reader.byte();
  if (opcode !== 0x41) throw unknown(`elements that begin where ${hex(opcode)} says`);
  reader.skipNumbers(1);
  reader.skip(flags === 2 ? 2 : 1);
  const head = reader.since(start);
  const names = reader.list();
  return [head, number(names.length), ...names];
}

/** A function, with its length. */
function bodyOf(reader) {
  const length = reader.number();
  const end = reader.at + length;
  const parts = [];
  let start = reader.at;
  reader.list(() => reader.skipNumbers(2));
  while (reader.at < end) {
    const opcode = reader.byte();
    if (isCall(opcode)) {
      parts.push(reader.since(start), reader.number());
      start = reader.at;
    } else skipOperands(reader, opcode);
  }
  if (reader.at !== end) throw unknown('a function that is read beyond its end');
  return { length, parts: [...parts, reader.since(start)] };
}

/** call and return_call. `ref.func` is not among them: it would need a segment of its own kind. */
const isCall = (opcode) => opcode === 0x10 || opcode === 0x12;

/** What follows an opcode, as the specification has it: how many numbers, or a function that reads on. */
const operands = new Map([
  ...fill(0x00, 0x01, 0),
  ...fill(0x02, 0x04, 1),
  ...[0x05, 0x0b, 0x0f, 0x1a, 0x1b, 0xd1].map((opcode) => [opcode, 0]),
  ...fill(0x0c, 0x0d, 1),
  [0x0e, (reader) => reader.skipNumbers(reader.number() + 1)],
  [0x11, 2],
  [0x13, 2],
  [0x1c, (reader) => reader.list()],
  ...fill(0x20, 0x26, 1),
  ...fill(0x28, 0x3e, 2),
  ...fill(0x3f, 0x42, 1),
  [0x43, (reader) => reader.skip(4)],
  [0x44, (reader) => reader.skip(8)],
  ...fill(0x45, 0xc4, 0),
  [0xd0, 1],
  [0xfc, (reader) => skipOperands(reader, 0xfc00 + reader.number())],
  // Conversions that saturate; memory.init, data.drop, memory.copy, memory.fill; the same of tables.
  ...fill(0xfc00, 0xfc07, 0),
  ...[2, 1, 2, 1, 2, 1, 2, 1, 1, 1].map((count, at) => [0xfc08 + at, count]),
]);

function skipOperands(reader, opcode) {
  const read = operands.get(opcode);
  if (read === undefined) throw unknown(`the instruction ${hex(opcode)}`);
  if (typeof read === 'number') reader.skipNumbers(read);
  else read(reader);
}

/** @returns {[number, number][]} */
function fill(from, to, count) {
  return Array.from({ length: to - from + 1 }, (_, at) => [from + at, count]);
}

const hex = (opcode) => `0x${opcode.toString(16)}`;

const unknown = (what) =>
  new StepError(`the core has ${what}, which order.mjs does not know`, {
    fix: 'teach js/scripts/lib/build/order.mjs what follows it in the binary format, and whether it names functions',
  });
