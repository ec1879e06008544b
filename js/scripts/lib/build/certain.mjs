// What is certain in every browser that can run this package, told to the optimiser: js-sys looks for the global object by four names, keeps
// it, and looks for `queueMicrotask`; and it has other ways where there is none.

/** The questions, as wasm-bindgen's imports without their hashes; and the answers, in the text format. */
const answers = {
  __wbg_static_accessor_SELF: '(i32.const 0)',
  __wbg_static_accessor_WINDOW: '(i32.const 0)',
  __wbg_static_accessor_GLOBAL: '(i32.const 0)',
  // It is the one function that is looked for, and is one.
  __wbg_queueMicrotask: undefined,
  __wbg___wbindgen_is_function: '(i32.const 1)',
};

/** What no answer is looked into: without reference types, it is the number that wasm-bindgen has for `undefined`. */
const nothing = { externref: '(ref.null noextern)', i32: '(i32.const 128)' };

/** An import that gives something: `queueMicrotask` itself, which has the name of the question, gives nothing. */
const asking =
  /^ \(import "[^"]*" "(\w+)_[0-9a-f]{16}" \(func (\$(?:\S+|"[^"]*"))((?: \(param [^)]*\))* \(result (\w+)\))\)\)\n/gm;
/** How `globalThis` is had, by the one name that is left; and what looks for it. */
const accessor = /^ \(import "[^"]*" "__wbg_static_accessor_GLOBAL_THIS_[0-9a-f]{16}" \(func (\$"[^"]*") /m;
const lookingFor = /^ \(func \$"js_sys\[[0-9a-f]{16}\]::global" \(result i32\)\n[\s\S]*?^ \)\n/m;

/**
 * @param {string} wat a module in the text format
 * @returns {string} the same with its answers
 */
export function certain(wat) {
  const functions = [];
  const answered = wat.replace(asking, (whole, question, name, type, result) => {
    if (!(question in answers)) return whole;
    functions.push(` (func ${name}${type} ${answers[question] ?? nothing[result]})\n`);
    return '';
  });
  const [, get] = accessor.exec(wat) ?? [];
  if (functions.length !== Object.keys(answers).length || !get || !lookingFor.test(wat))
    throw new Error('js-sys asks for other things of a browser now: adapt certain()');
  const [found] = lookingFor.exec(answered)[0].split('\n');
  return answered.replace(lookingFor, () => `${found} (call ${get}))\n`).replace(/\)\s*$/, `${functions.join('')})\n`);
}
