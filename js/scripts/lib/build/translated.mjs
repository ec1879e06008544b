// What the build makes of wasm2js's output: a function that gives instances.

/**
 * wasm2js writes a module with one instance in it, memory and all. Here it becomes the body of a function, as `instantiable()` does
 * with the glue. Made short already here: what it was translated from is of no use in a source map.
 *
 * @param {string} source
 * @returns {Promise<string>} a module that exports `exportsWith(imports)`
 */
export async function instances(source) {
  const [, body] =
    /^import \* as a from 'a';\n([\s\S]*)\nvar retasmFunc = asmFunc\(\{\n {2}"a": a,\n\}\);\n/.exec(source) ?? [];
  if (body === undefined || /^(import|export)\b/m.test(body)) {
    throw new Error('wasm2js writes its module in another way now: adapt instances()');
  }
  const { transform } = await import('esbuild');
  const module = `export function exportsWith(imports) {\n${body}\nreturn asmFunc(imports);\n}\n`;
  return (await transform(module, { minify: true })).code;
}
