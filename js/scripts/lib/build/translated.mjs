// What the build makes of wasm2js's output: a function that gives instances.

/**
 * wasm2js writes a module with one instance in it, memory and all. Here it becomes the body of a function, as `instantiable()` does
 * with the glue.
 *
 * @param {string} source
 * @returns {string} a module that exports `exportsWith(imports)`
 */
export function instances(source) {
  const [, body] =
    /^import \* as a from 'a';\n([\s\S]*)\nvar retasmFunc = asmFunc\(\{\n {2}"a": a,\n\}\);\n/.exec(source) ?? [];
  if (body === undefined || /^(import|export)\b/m.test(body)) {
    throw new Error('wasm2js writes its module in another way now: adapt instances()');
  }
  return `export function exportsWith(imports) {\n${body}\nreturn asmFunc(imports);\n}\n`;
}
