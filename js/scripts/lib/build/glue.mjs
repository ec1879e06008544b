// What the build makes of wasm-bindgen's glue: a function that gives instances.

/** What no browser needs that can unpack the core, and a handle that the garbage collector frees along with its core. */
const superfluous = [
  [/^if \(!\('encodeInto' in cachedTextEncoder\)\) \{[\s\S]*?^\}\n/m, ''],
  [/^if \(Symbol\.dispose\) .*\n/m, ''],
  [/^const CoreFinalization = [\s\S]*?;\n/m, ''],
  [/^ *CoreFinalization\.register\(.*\);\n/m, ''],
  [/^ *CoreFinalization\.unregister\(.*\);\n/m, ''],
  [/\(typeof FinalizationRegistry === 'undefined'\)\n.*\n *: new/, 'new'],
  // A text is encoded by the browser at once, and never grown in place.
  [/ {4}if \(realloc === undefined\) \{\n([\s\S]*? {8}return ptr;\n) {4}\}[\s\S]*?^\}/m, '$1}'],
  // Memory that cannot be had ends the instance, and nothing has to be given back to it.
  [/^( +)try \{\n([\s\S]*?)^\1\} catch \(e\) \{\n(?: +if \(ptr\d\).*\n)+ +throw e;\n\1\}\n/gm, '$2'],
  // Safari's decoders give up after two gigabytes, which is more than a page decodes in its life; a fresh instance has a fresh one.
  [/^const MAX_SAFARI_DECODE_BYTES = .*\n.*\n/m, ''],
  [/ {4}numBytesDecoded \+= bytes\.length;\n[\s\S]*? {4}\}\n/, ''],
  [/^let wasmModule, wasmInstance, wasm;\nfunction __wbg_finalize_init\([\s\S]*?^\}/m, 'let wasm;'],
];

/** When a view of the memory is too old. wasm-bindgen asks whether its buffer is detached; one of plain JavaScript never is. */
const stale = [
  [
    /(cachedDataViewMemory0)\.buffer\.detached === true \|\| .*?!== wasm\.memory\.buffer\)/,
    '$1.buffer !== wasm.memory.buffer',
  ],
  [/(cachedUint8ArrayMemory0)\.byteLength === 0/, '$1.buffer !== wasm.memory.buffer'],
];

/**
 * wasm-bindgen writes a module with one instance in it, which cannot be replaced. Here it becomes the body of a function:
 * every call has an instance and a scope of its own, so that one that trapped can be left behind. wasm-bindgen's own loader
 * goes; with it goes its `new URL(..., import.meta.url)`, which bundlers would take for an asset to copy.
 *
 * @param {string} source the glue of `wasm-pack build --target web`
 */
export function instantiable(source) {
  const pieces = [...superfluous, ...stale];
  const [body, loader, ...others] = source.split(/^async function __wbg_load\(/m);
  const exports = body.match(/^export /gm)?.length;
  const isKnown = body.includes('\nexport class Core ') && pieces.every(([piece]) => piece.test(body));
  if (exports !== 1 || loader === undefined || others.length > 0 || !isKnown) {
    throw new Error('wasm-bindgen writes its glue in another way now: adapt instantiable()');
  }
  const trimmed = pieces.reduce((text, [piece, instead]) => text.replace(piece, instead), body);
  // There is nothing to start where there are no reference types.
  const start = body.includes('wasm.__wbindgen_start();') ? 'wasm.__wbindgen_start();\n' : '';
  return `export async function instantiate(exportsWith, trapped) {
${trimmed.replace('\nexport class', '\nclass')}
// Whatever leaves the core as an exception was not meant to: a trap, or an exception of the browser in the middle of it.
const guarded = (entry) => (...values) => {
    try {
        return entry(...values);
    } catch (error) {
        trapped(error);
        throw error;
    }
};
const exports = await exportsWith(__wbg_get_imports());
wasm = {};
for (const name in exports) wasm[name] = typeof exports[name] === 'function' ? guarded(exports[name]) : exports[name];
${start}return Core;
}
`;
}
