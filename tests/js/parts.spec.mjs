// How the build cuts the core in three and orders its functions, on modules of a few lines.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import binaryen from 'binaryen';
import { ordered } from '../../js/scripts/lib/build/order.mjs';
import { split } from '../../js/scripts/lib/build/split.mjs';
import { instances, joining } from '../../js/scripts/lib/build/translated.mjs';
import { bin } from '../../js/scripts/lib/paths.mjs';

const { BulkMemory, MutableGlobals, ReferenceTypes } = binaryen.Features;

/** The bytes of a module in the text format. */
function assembled(text, features = BulkMemory | MutableGlobals | ReferenceTypes) {
  const module = binaryen.parseText(text);
  module.setFeatures(features);
  try {
    if (!module.validate()) throw new Error('the module is not valid');
    return Buffer.from(module.emitBinary());
  } finally {
    module.dispose();
  }
}

const started = (bytes, imports = {}) => new WebAssembly.Instance(new WebAssembly.Module(bytes), imports).exports;

// Types, lengths, a call, an import, the table and the exports all go by the number of a function.
const calculator = `(module
  (import "a" "twice" (func $twice (param i32) (result i32)))
  (memory 1)
  (table $slots 3 3 funcref)
  (elem (i32.const 1) func $negative $twice)
  (func $sum (export "sum") (param i32 i32) (result i32)
    (i32.store offset=8 (i32.const 300) (i32.add (local.get 0) (local.get 1)))
    (call $twice (call $half (i32.load offset=8 (i32.const 300)))))
  (func $negative (param i32) (result i32) (i32.sub (i32.const 0) (local.get 0)))
  (func $half (param i32) (result i32)
    (block $none (br_table $none $none (i32.eqz (local.get 0))))
    (i32.div_s (local.get 0) (i32.const 2)))
  (func (export "at") (param i32 i32) (result i32)
    (call_indirect $slots (param i32) (result i32) (local.get 1) (local.get 0)))
  (func (export "large") (result f64) (f64.const 1e300))
  (func (export "nothing")))`;

/** Tries every order; gives the ones that were made, and the one that was kept. */
async function tried(bytes, sizeOf) {
  const candidates = [];
  const kept = await ordered(bytes, async (candidate) => sizeOf(candidates.push(candidate)));
  return { candidates, kept };
}

test('a module does the same in every order of its functions', async () => {
  const bytes = assembled(calculator);
  const { candidates } = await tried(bytes, (nth) => nth);
  expect(new Set(candidates.map((candidate) => candidate.toString('hex'))).size).toBeGreaterThan(1);
  for (const candidate of candidates) {
    const { sum, at, large, nothing } = started(candidate, { a: { twice: (number) => number * 2 } });
    expect([sum(20, 22), at(1, 5), at(2, 5), large(), nothing()]).toEqual([42, -5, 10, 1e300, undefined]);
  }
});

test('the order is kept that packs best, and the one that is there if no other packs better', async () => {
  const bytes = assembled(calculator);
  const last = await tried(bytes, (nth) => -nth);
  expect(last.kept).toBe(last.candidates.at(-1));
  const none = await tried(bytes, () => 0);
  expect(none.kept.equals(bytes)).toBe(true);
});

test('an instruction that the order does not know ends the build with what to do', async () => {
  const bytes = assembled('(module (func $f (export "f") (result funcref) (ref.func $f)) (elem declare func $f))');
  await expect(ordered(bytes, async () => 0)).rejects.toMatchObject({ fix: expect.stringContaining('order.mjs') });
});

const session = ['access_token', 'later', 'logout', 'stored_session', 'userinfo'];
const extended = ['extended', 'proving', 'pushing', 'resource_proof', 'signed_response', 'targeting'];
/** The slot of what a login runs, behind those of the other parts. */
const LOGIN = 12;

/** A core as wasm-dis writes it: what each flow that comes later does is in the table, and calls what a login runs. */
function core({ login = '', isOld = false } = {}) {
  const later = [...session, ...extended];
  const nameOf = (owner) => `$"proofkey[0123456789abcdef]::flow::${owner}::step"`;
  const steps = later.map(
    (owner, at) =>
      ` (func ${nameOf(owner)} (param $0 i32) (result i32)\n  (global.set $stack (local.get $0))\n  (i32.add (i32.load (i32.const 70000)) (call $login (i32.const ${at})))\n )`,
  );
  const closure = '$"wasm_bindgen[fedcba9876543210]::convert::closures::_::invoke::<f64>"';
  // wasm2js writes the head of a module in another way if there is nothing to import.
  const imported = isOld ? ' (import "a" "a" (func $told (param i32)))\n' : '';
  return `(module
${imported} (memory $memory 2)
 (table $slots 14 14 funcref)
 (elem $elements ${isOld ? '' : '(table $slots) '}(i32.const 1) ${isOld ? '' : 'func '}${later.map(nameOf).join(' ')} $login ${closure})
 (global $stack (mut i32) (i32.const 0))
 (export "memory" (memory $memory))
 (export "step" (func $step))
 (export "grow" (func $grow))
 (func $login (param $0 i32) (result i32)
  ${isOld ? '(call $told (local.get $0))' : ''}${login}
  (i32.add (global.get $stack) (local.get $0))
 )
 (func ${closure} (param $0 i32) (result i32)
  (local.get $0)
 )
 (func $step (param $0 i32) (param $1 i32) (result i32)
  (call_indirect $slots (param i32) (result i32) (local.get $1) (local.get $0))
 )
 (func $grow (param $0 i32) (result i32)
  (i32.store (i32.const 70000) (local.get $0))
  (memory.grow (i32.const 1))
 )
${steps.join('\n')}
)
`;
}

/** What the glue gives to a later part: what the first one exports, and what is in its table. */
const beside = (login) => ({ a: { ...login, [LOGIN]: login._.get(LOGIN) } });

test('the parts that come later are called by their slots, and call the first one, with the same stack', () => {
  const parts = split(core());
  expect(Object.keys(parts)).toEqual(['login', 'session', 'extended', 'most']);
  const login = started(assembled(parts.login));
  expect(login.step(LOGIN, 5)).toBe(5);
  expect(() => login.step(3, 5)).toThrow(WebAssembly.RuntimeError);
  started(assembled(parts.session), beside(login));
  expect([1, 2, 3, 4, 5].map((slot) => login.step(slot, 10))).toEqual([10, 11, 12, 13, 14]);
  expect(() => login.step(6, 5)).toThrow(WebAssembly.RuntimeError);
  started(assembled(parts.extended), beside(login));
  expect([6, 7, 8, 9, 10, 11].map((slot) => login.step(slot, 20))).toEqual([25, 26, 27, 28, 29, 30]);
});

test('the first two are one for files that are not cut further, and the third joins that as well', () => {
  const parts = split(core());
  const most = started(assembled(parts.most));
  expect([1, 2, 3, 4, 5].map((slot) => most.step(slot, 10))).toEqual([10, 11, 12, 13, 14]);
  expect(() => most.step(6, 5)).toThrow(WebAssembly.RuntimeError);
  started(assembled(parts.extended), beside(most));
  expect(most.step(6, 20)).toBe(25);
});

/** What wasm2js makes of a part, as a module that is imported. */
async function translated(made, wat, name) {
  const file = test.info().outputPath(name);
  writeFileSync(`${file}.wasm`, assembled(wat, 0));
  execFileSync(bin('wasm2js'), [`${file}.wasm`, '--mvp-features', '-Oz', '-o', `${file}.js`]);
  const text = await made(readFileSync(`${file}.js`, 'utf8'));
  return import(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
}

test('as plain JavaScript the third part has the stack of the first, its table, and its memory once that has grown', async () => {
  const parts = split(core({ isOld: true }), false);
  const first = await translated(instances, parts.most, 'most');
  const second = await translated(joining, parts.extended, 'extended');
  const most = first.exportsWith({ a: { a() {} } });
  second.exportsWith(beside(most));
  expect([1, 6, 7].map((slot) => most.step(slot, 10))).toEqual([10, 15, 16]);
  expect(most.grow(1000)).toBe(2);
  expect([1, 6, 7].map((slot) => most.step(slot, 10))).toEqual([1010, 1015, 1016]);
  most.grow(2000);
  expect(most.step(6, 10)).toBe(2015);
});

test('as plain JavaScript, too, parts of two builds do not meet', async () => {
  const other = split(core({ isOld: true, login: '(drop (i32.const 1))' }), false).most;
  const { extended } = split(core({ isOld: true }), false);
  const most = (await translated(instances, other, 'most')).exportsWith({ a: { a() {} } });
  const second = await translated(joining, extended, 'extended');
  expect(() => second.exportsWith(beside(most))).toThrow('parts of two builds');
});

test('a closure, which JavaScript calls by its export, is in no slot', () => {
  const login = started(assembled(split(core()).login));
  expect(login._.get(LOGIN + 1)).toBeNull();
  expect(login._.get(LOGIN)).toBeInstanceOf(Function);
});

test('parts of two builds do not meet', () => {
  const other = started(assembled(split(core({ login: '(drop (i32.const 1))' })).login));
  const parts = split(core());
  for (const part of [parts.session, parts.extended]) {
    expect(() => started(assembled(part), beside(other))).toThrow(WebAssembly.LinkError);
  }
});

test('a first login that calls what comes later by its name ends the build', () => {
  const login = '(drop (call $"proofkey[0123456789abcdef]::flow::logout::step" (i32.const 1)))';
  expect(() => split(core({ login }))).toThrow('what a first login runs calls $"proofkey::flow::logout::step"');
});
