// The sizes of functions: read from a module, and compared with those that were written down.
import { expect, test } from '@playwright/test';
import binaryen from 'binaryen';
import { functionSizes } from '../../js/scripts/lib/build/functions.mjs';
import { grown, moduleOf } from '../../js/scripts/lib/growth.mjs';

/** The bytes of a module in the text format, with the names of its functions. */
function named(text) {
  const module = binaryen.parseText(text);
  binaryen.setDebugInfo(true);
  try {
    return Buffer.from(module.emitBinary());
  } finally {
    binaryen.setDebugInfo(false);
    module.dispose();
  }
}

test('the size of a function is that of its body, and its name has no hash of a crate', () => {
  const sizes = functionSizes(
    named(`(module
      (import "a" "b" (func $"other[0123456789abcdef]::imported"))
      (func $"proofkey[0123456789abcdef]::flow::begin" (call $"other[0123456789abcdef]::imported"))
      (func $"proofkey[0123456789abcdef]::flow::empty")
      (func $"proofkey[0123456789abcdef]::flow::empty_1"))`),
  );
  // No locals and the end are two bytes, a call is two more.
  expect(sizes).toEqual({ 'proofkey::flow::begin': 4, 'proofkey::flow::empty': 4 });
});

test('functions that grew, appeared or vanished are named, the largest difference first, and smaller ones are not', () => {
  const before = { login: { 'proofkey::a::grew': 10, 'proofkey::a::shrank': 50, 'proofkey::b::gone': 30 } };
  const now = { login: { 'proofkey::a::grew': 12, 'proofkey::a::shrank': 20 }, session: { 'proofkey::c::new': 7 } };
  expect(grown(before, now)).toEqual([
    'functions that grew, appeared or vanished, bytes before and now:',
    '    30 ->      0  login: proofkey::b::gone',
    '     0 ->      7  session: proofkey::c::new',
    '    10 ->     12  login: proofkey::a::grew',
    'modules whose sums changed, bytes before and now:',
    '    30 ->      0  b',
    '    60 ->     32  a',
    '     0 ->      7  c',
  ]);
  expect(grown(now, now)).toEqual([]);
});

test('a function that moved from one part to the other is named in both', () => {
  const f = { 'proofkey::a::f': 5 };
  expect(grown({ login: f, session: {} }, { login: {}, session: f })).toEqual([
    'functions that grew, appeared or vanished, bytes before and now:',
    '     5 ->      0  login: proofkey::a::f',
    '     0 ->      5  session: proofkey::a::f',
  ]);
});

test('of many differences the largest fifteen are named', () => {
  const many = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`proofkey::a::f${at}`, 100 - at]));
  const lines = grown({}, { login: many });
  expect(lines.slice(1, 17)).toEqual([
    ...Array.from({ length: 15 }, (_, at) => `     0 -> ${String(100 - at).padStart(6)}  login: proofkey::a::f${at}`),
    '  and 5 smaller changes',
  ]);
});

test('the module of a function is that of its type, or the crate', () => {
  expect(
    [
      '<proofkey::flow::login::Login as proofkey::flow::Flow>::step',
      'proofkey::base64url::decode',
      'core::ptr::drop_in_place::<proofkey::session::Session>',
      '<[u8]>::eq_ignore_ascii_case_simple',
      '<alloc::string::String>::push',
      'sha2::sha256::compress256',
      'memcmp',
    ].map(moduleOf),
  ).toEqual([
    'flow::login',
    'base64url',
    'session',
    'the standard library',
    'the standard library',
    'sha2',
    'what tools made',
  ]);
});
