// What the build makes of wasm-bindgen's glue: a function that gives instances.

/**
 * wasm-bindgen writes a module with one instance in it, which cannot be replaced. Here it becomes the body of a function:
 * every call has an instance and a scope of its own, so that one that trapped can be left behind. wasm-bindgen's own loader
 * goes; with it goes its `new URL(..., import.meta.url)`, which bundlers would take for an asset to copy.
 *
 * @param {string} source the glue of `wasm-pack build --target web`
 */
export function instantiable(source) {
  const [body, loader, ...others] = source.split(/^async function __wbg_load\(/m);
  const exports = body.match(/^export /gm)?.length;
  if (exports !== 1 || loader === undefined || others.length > 0 || !body.includes('\nexport class Core ')) {
    throw new Error('wasm-bindgen writes its glue in another way now: adapt instantiable()');
  }
  return `export async function instantiate(module, trapped) {
${body.replace('\nexport class', '\nclass')}
// Whatever leaves the core as an exception was not meant to: a trap, or an exception of the browser in the middle of it.
const guarded = (entry) => (...values) => {
    try {
        return entry(...values);
    } catch (error) {
        trapped(error);
        throw error;
    }
};
const { exports } = await WebAssembly.instantiate(module, __wbg_get_imports());
wasm = {};
for (const name in exports) wasm[name] = typeof exports[name] === 'function' ? guarded(exports[name]) : exports[name];
wasm.__wbindgen_start();
return Core;
}
`;
}
