// What is certain in every browser, told to the optimiser: on a module that asks as js-sys does.
import { expect, test } from '@playwright/test';
import binaryen from 'binaryen';
import { certain } from '../../js/scripts/lib/build/certain.mjs';

const hash = '0123456789abcdef';
const questions = {
  ...{ __wbg_static_accessor_GLOBAL_THIS: '(result i32)', __wbg_static_accessor_SELF: '(result i32)' },
  ...{ __wbg_static_accessor_WINDOW: '(result i32)', __wbg_static_accessor_GLOBAL: '(result i32)' },
  __wbg_queueMicrotask: '(param externref) (result externref)',
  __wbg___wbindgen_is_function: '(param externref) (result i32)',
};

/** Looks for the global object until a name gives one, and for the function; asks nothing of the names that are left out. */
function asking(...without) {
  const asked = Object.entries(questions).filter(([name]) => !without.includes(name));
  const imports = asked.map(([name, type]) => ` (import "./core_bg.js" "${name}_${hash}" (func $"${name}" ${type}))\n`);
  const names = ['SELF', 'WINDOW', 'GLOBAL_THIS', 'GLOBAL'].map((name) => `__wbg_static_accessor_${name}`);
  const calls = names.filter((name) => !without.includes(name)).map((name) => `(call $"${name}")`);
  return `(module
${imports.join('')} (import "./core_bg.js" "__wbg_queueMicrotask_fedcba9876543210" (func $queue (param externref)))
 (export "global" (func $"js_sys[${hash}]::global"))
 (func $"js_sys[${hash}]::global" (result i32)
  ${calls.reduce((rest, call) => `(i32.or ${call} ${rest})`, '(i32.const 0)')}
 )
)
`;
}

/** The module as the optimiser leaves it. */
function optimised(text) {
  const module = binaryen.parseText(text);
  try {
    module.setFeatures(binaryen.Features.ReferenceTypes);
    expect(module.validate()).toBe(1);
    module.optimize();
    return module.emitText();
  } finally {
    module.dispose();
  }
}

test('the one name that is certain is asked for, and no other', () => {
  const text = optimised(certain(asking()));
  const imported = Array.from(text.matchAll(/\(import "[^"]*" "(\w+)"/g), ([, name]) => name);
  expect(imported).toEqual([`__wbg_static_accessor_GLOBAL_THIS_${hash}`]);
});

test('a module that asks in another way is refused', () => {
  for (const name of Object.keys(questions)) {
    expect(() => certain(asking(name))).toThrow('js-sys asks for other things of a browser now: adapt certain()');
  }
});
