// Cuts the core in three: what a first login runs, what comes later, and what only some options ask for. They are one instance: a part
// that comes later has no memory and no table of its own. It fills the slots of the first one's table that were left empty, and takes what
// it calls from other slots: an entry of the table is smaller than an export. Nothing calls into a later part but by its slots, as
// Rust calls what it knows by a pointer: how a flow begins, and what a `dyn Flow` does.
import { createHash } from 'node:crypto';
import { StepError } from '../step-error.mjs';

/**
 * Part -> the modules of `src/flow` that are in it, whole; those of `src/protocol` with the same name are theirs alone. What two of them call
 * is in the one above, which is loaded before the other.
 */
const later = {
  session: ['access_token', 'later', 'logout', 'stored_session', 'userinfo'],
  extended: ['dpop', 'extended', 'jarm', 'pushed', 'target'],
};
const partNames = Object.keys(later);

/** They have no function that a pointer leads to, only such as the others call. */
const optional = new Set(['dpop', 'jarm', 'pushed', 'target']);

/** Closures are called by their exports; that they are in the table as well is of use to wasm-bindgen's tools alone. */
const closures = /^\$"wasm_bindgen::convert::closures::/;

// The text format, as wasm-dis writes it: each member of the module begins on a line of its own, one space in.
const name = String.raw`\$(?:"[^"]*"|[^\s()]+)`;
const names = new RegExp(name, 'g');
const head = new RegExp(String.raw`^ \((\w+)(?: "[^"]*" "[^"]*" \(\w+)?(?: (${name}))?`);
const call = new RegExp(String.raw`\((?:return_call|call|ref\.func) (${name})`, 'g');
const use = new RegExp(String.raw`\((?:global\.[gs]et|table\.\w+|call_indirect) (${name})`, 'g');
const slotsOf = new RegExp(String.raw`(?:\(table ${name}\) )?\(i32\.const (\d+)\) (?:func )?(.*)\)`);
const memoryOf = new RegExp(String.raw`^ \(export "(.*)" \(memory (${name})\)\)`, 'm');
const signature = new RegExp(String.raw`\(func ${name}((?: \((?:param|result)(?: [^()]*)?\))*)`);

/**
 * @param {string} wat the module in the text format, with the names of its functions
 * @param {boolean} [lendsGlobals] whether a module may have another one's global that changes: in the first WebAssembly, none may
 * @returns {Record<string, string>} its parts, in the same format. `most` is the first two as one, for a file that is not cut further; the
 * third goes with it as well.
 */
export function split(wat, lendsGlobals = true) {
  const module = read(wat);
  const { members, functions, memory, table, base, slots } = module;
  const partOf = partsOf(module);
  const shared = sharedBy(module, partOf);
  const stack = stackOf(module, partOf);
  const all = [...slots, ...shared.filter((name) => !slots.includes(name))];
  const size = base + all.length;
  // A name that no other build has: parts of two builds cannot meet, however a server and its caches mix them up. Where functions stand for
  // the global, wasm2js makes names of JavaScript of it.
  const hash = createHash('sha256').update(plain(wat));
  const build = `_${hash.digest(lendsGlobals ? 'base64url' : 'hex').slice(0, 8)}`;
  const lent = stackLent(stack, build, lendsGlobals);
  // What the parts write anew.
  const isTable = (kind, name) => kind === 'elem' || (kind === 'table' && name === table);
  const filled = (isHere) =>
    runs(all, isHere).map(
      ({ at, names }) => `(elem (table ${table}) (i32.const ${base + at}) func ${names.join(' ')})`,
    );
  const firstPart = (isAway) =>
    whole([
      ...members.filter(({ kind, name }) => !(kind === 'func' && isAway(name)) && !isTable(kind, name)).map(textOf),
      `(table ${table} ${size} ${size} funcref)`,
      ...filled((name) => name && !isAway(name)),
      `(export "_" (table ${table}))`,
      ...lent.exports,
    ]);
  const laterPart = (part) => {
    const isHere = (name) => partOf.get(name) === part;
    const called = new Set([...functions.keys()].filter(isHere).flatMap((name) => functions.get(name).callees));
    return whole([
      ...members.filter(({ kind }) => kind === 'type').map(textOf),
      `(import "a" "${memory.exported}" (memory ${memory.name} 1))`,
      `(import "a" "_" (table ${table} ${size} funcref))`,
      ...lent.imports,
      ...shared
        .filter((name) => called.has(name) && !isHere(name))
        .map((name) => `(import "a" "${base + all.indexOf(name)}" (func ${name}${functions.get(name).signature}))`),
      ...members
        .filter(({ kind, name }) => kind === 'func' && isHere(name))
        .map((member) => lent.borrowed(textOf(member))),
      ...filled(isHere),
    ]);
  };
  const parts = {
    login: firstPart((name) => partOf.has(name)),
    ...Object.fromEntries(partNames.map((part) => [part, laterPart(part)])),
    most: firstPart((name) => partOf.get(name) === 'extended'),
  };
  return parts;
}

/** How the later parts come by the stack pointer. Where no module may have another one's global that changes, functions read and write it. */
function stackLent(stack, build, isGlobal) {
  if (isGlobal) {
    return {
      exports: [`(export "${build}" (global ${stack}))`],
      imports: [`(import "a" "${build}" (global ${stack} (mut i32)))`],
      borrowed: (text) => text,
    };
  }
  const [read, write] = ['(func $read-stack', '(func $write-stack'];
  return {
    exports: [
      `${read} (export "${build}") (result i32) (global.get ${stack}))`,
      `${write} (export "${build}_") (param i32) (global.set ${stack} (local.get 0)))`,
    ],
    imports: [`(import "a" "${build}" ${read} (result i32)))`, `(import "a" "${build}_" ${write} (param i32)))`],
    borrowed: (text) =>
      text
        .replaceAll(`(global.get ${stack})`, '(call $read-stack)')
        .replaceAll(`(global.set ${stack}`, '(call $write-stack'),
  };
}

/** The members of a module; its functions, with what they call; what is exported, and what is in the table. */
function read(wat) {
  const members = wat
    .replace(/^( ;;.*|\))\n/gm, '')
    .split(/(?=^ \()/m)
    .slice(1)
    .map((text) => ({ kind: head.exec(text)[1], name: head.exec(text)[2], text }));
  const functions = new Map();
  for (const { kind, name, text } of members) {
    if (kind !== 'func' && kind !== 'import') continue;
    const [, types] = signature.exec(text) ?? [];
    if (types === undefined) throw changed(`has the ${kind} ${name}, which is no function`);
    functions.set(name, { text, signature: types.replace(/\(param \$\S+ /g, '(param '), callees: found(text, call) });
  }
  const segments = members.filter(({ kind }) => kind === 'elem');
  const [, base, slots] = slotsOf.exec(segments[0]?.text) ?? [];
  if (segments.length !== 1 || !slots) throw changed('does not fill its table by one segment');
  const [, exported, memory] = memoryOf.exec(wat) ?? [];
  if (!memory) throw changed('exports no memory');
  return {
    members,
    functions,
    exports: members.filter(({ kind }) => kind === 'export').flatMap(({ text }) => text.match(names) ?? []),
    memory: { exported, name: memory },
    table: members.find(({ kind }) => kind === 'table').name,
    base: Number(base),
    slots: slots.match(names).map((slot) => (closures.test(plain(slot)) ? undefined : slot)),
  };
}

/** The functions that nothing leads to but the slots of the flows that come later, and the part of each. */
function partsOf({ functions, exports, slots }) {
  const roots = slots.filter((slot) => slot && ownerOf(slot));
  const owners = Object.values(later).flat();
  const missing = owners.filter((owner) => !optional.has(owner) && !roots.some((slot) => ownerOf(slot) === owner));
  if (missing.length > 0) throw changed(`has no function of ${missing.join(', ')} in its table`);
  const first = reached(functions, [...exports, ...slots.filter((slot) => !roots.includes(slot))]);
  const stray = roots.filter((root) => first.has(root));
  if (stray.length > 0) {
    throw new StepError(`what a first login runs calls ${stray.map(plain).join(', ')}, which comes later`, {
      fix: 'reach it by a pointer alone, as src/flow/later.rs does, or leave its module out of `later` in split.mjs',
    });
  }
  const partOf = new Map();
  for (const part of partNames) {
    const own = reached(
      functions,
      roots.filter((root) => later[part].includes(ownerOf(root))),
    );
    for (const name of own) if (!first.has(name) && !partOf.has(name)) partOf.set(name, part);
  }
  return partOf;
}

/** What functions of a later part call in another one, in the order of the module. */
function sharedBy({ functions }, partOf) {
  const called = new Set(
    [...partOf].flatMap(([name, part]) => functions.get(name).callees.filter((callee) => partOf.get(callee) !== part)),
  );
  return [...functions.keys()].filter((name) => called.has(name));
}

/** The one global that the later parts may use: the second table, of JavaScript's values, they leave to functions of the first one. */
function stackOf({ functions, table }, partOf) {
  const used = unique([...partOf.keys()].flatMap((name) => found(functions.get(name).text, use))).filter(
    (name) => name !== table,
  );
  if (used.length === 1) return used[0];
  throw changed(`uses ${used.join(', ') || 'no stack'} where the stack pointer alone was used, in what comes later`);
}

/** All functions that one of these leads to. */
function reached(functions, roots) {
  const all = new Set(roots.filter((name) => functions.has(name)));
  for (const name of all) for (const callee of functions.get(name).callees) all.add(callee);
  return all;
}

/** The unbroken runs of what is to be in a part's table, and where each begins. */
function runs(all, isHere) {
  const runs = [];
  for (const [at, name] of all.entries()) {
    if (!isHere(name)) continue;
    const last = runs.at(-1);
    if (last && last.at + last.names.length === at) last.names.push(name);
    else runs.push({ at, names: [name] });
  }
  return runs;
}

/** The module in which a function is that comes later by itself: it is there, or drops what is. */
function ownerOf(name) {
  const [, owner] =
    /^\$"?(?:core::ptr::drop_in_place::)?<*proofkey::(?:flow|protocol)::(\w+)::/.exec(plain(name)) ?? [];
  return Object.values(later).flat().includes(owner) ? owner : undefined;
}

/** Without the hashes of crates, which are others in another folder. */
const plain = (text) => text.replace(/\[[0-9a-f]{16}\]/g, '');
const found = (text, pattern) => unique(Array.from(text.matchAll(pattern), ([, name]) => name));
const textOf = ({ text }) => text.trimEnd();
const unique = (values) => [...new Set(values)];
const whole = (members) => `(module\n${members.join('\n')})\n`;

const changed = (what) =>
  new StepError(`the core ${what}`, {
    fix: 'adapt js/scripts/lib/build/split.mjs to what rustc and wasm-bindgen write now',
  });
