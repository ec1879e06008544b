// What the build makes of wasm2js's output: functions that give instances, and let a part that comes later join one.

/** How a view of the memory is made, and when it is made anew: wasm2js cannot let a memory grow that two modules use. */
const views = / var (HEAP\w+) = new (\w+)\(buffer\);\n/g;
const grown = '   buffer = newBuffer;\n';
/** The name of the build, under which the first part lends its stack. */
const build = / var (fimport\$\d+) = a\._[0-9a-f]{8}_?;\n/;
const growing = / function __wasm_memory_size\(\) \{[\s\S]*?\n return /;

/**
 * wasm2js writes a module with one instance in it, memory and all. Here it becomes the body of a function, as `instantiable()` does
 * with the glue. Made short already here: what it was translated from is of no use in a source map.
 *
 * @param {string} source
 * @returns {Promise<string>} a module that exports `exportsWith(imports)`. What comes later is told by `_views` of a memory that has grown.
 */
export function instances(source) {
  const body = bodyOf(source);
  const [, ...others] = body.split(grown);
  if (others.length !== 1) throw changed();
  const watched = body.replace(grown, `${grown}   for (const update of updates) update(buffer);\n`).replace(
    /\n return \{\n/,
    `
 var updates = [];
 return {
  "_views": function(update) {
   updates.push(update);
   update(buffer);
  },
`,
  );
  return short(watched);
}

/**
 * The same for a part that comes later: its memory and its table are the first one's.
 *
 * @param {string} source
 */
export function joining(source) {
  const body = bodyOf(source);
  const known = [...body.matchAll(views)];
  const [, lent] = build.exec(body) ?? [];
  if (known.length !== 8 || !lent || !body.includes(' memory.grow = __wasm_memory_grow;\n')) throw changed();
  const names = known.map(([, name]) => name);
  const update = known.map(([, name, kind]) => `${name} = new ${kind}(buffer);`).join(' ');
  const [first] = known;
  return short(
    body
      .replace(' memory.grow = __wasm_memory_grow;\n', '')
      .replace(growing, ' return ')
      .replace(first[0], ` var ${names.join(', ')};\n a._views((buffer) => { ${update} });\n`)
      .replace(views, '')
      .replace(build, (line) => `${line} if (!${lent}) throw new TypeError("parts of two builds");\n`),
  );
}

function bodyOf(source) {
  const [, body] =
    /^import \* as a from 'a';\n([\s\S]*?)\n(?:var memasmFunc = .*\n)?var retasmFunc = asmFunc\(\{\n {2}"a": a,\n/.exec(
      source,
    ) ?? [];
  if (body === undefined || /^(import|export)\b/m.test(body)) throw changed();
  return body;
}

async function short(body) {
  const { transform } = await import('esbuild');
  const module = `export function exportsWith(imports) {\n${body}\nreturn asmFunc(imports);\n}\n`;
  return (await transform(module, { minify: true })).code;
}

const changed = () => new Error('wasm2js writes its module in another way now: adapt translated.mjs');
