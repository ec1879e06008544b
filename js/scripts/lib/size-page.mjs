// www-demo/docs/size.md: where the bytes of a first login are. Made by `npm run size -- --write`.
import { modulesOf } from './growth.mjs';

/** How many functions are named. */
const LARGEST = 40;

/**
 * @param {object} measured
 * @param {object} measured.sizes what size.mjs measures, and `packed`: part of the core -> bytes of its module in gzip
 * @param {import('./growth.mjs').Functions} measured.functions
 * @param {Record<string, number>} measured.wasm part of the core -> bytes of its module
 */
export function sizePage({ sizes, functions, wasm }) {
  const { entries, firstLogin } = sizes;
  const parts = [
    ['JavaScript of the entry', entries.eager],
    ['the core, its glue and what a client does with it', entries.core],
    ['a first login, both', firstLogin],
    ['once somebody has signed in', entries.session],
  ];
  const loaded = parts.map(([name, { raw, gzip, brotli }]) => row(name, raw, gzip, brotli));
  const unpacked = Object.entries(wasm).map(
    ([part, bytes]) => `\`${part}.wasm\` has ${bytes} bytes, of which ${total(functions[part])} are code`,
  );
  return `# Where the bytes are

Made by \`npm run size -- --write\`: of the package as an app bundles it, and of the functions in its WebAssembly.

| what is loaded | raw | gzip | brotli |
| --- | ---: | ---: | ---: |
${loaded.join('\n')}

WebAssembly travels inside JavaScript, packed and in base64. Unpacked, ${unpacked.join('; ')}.

**How to read the tables.** Bytes are those of the compiled functions, neither packed nor with the texts that they use. What a function
weighs once it is packed cannot be told apart: it depends on what is alike beside it. The column for gzip is an estimate: the raw bytes,
by how much the whole file of that part shrinks. A module that repeats what others do weighs less, one with many constants more. The
compiler puts small functions into their callers, so a function may be larger than it looks in the sources, and one that is missing may
be everywhere.

${Object.keys(wasm)
  .map((part) => modules(part, functions[part], sizes.packed[part] / wasm[part]))
  .join('\n\n')}

## The largest functions

| part | function | bytes |
| --- | --- | ---: |
${largest(functions).join('\n')}

${prices}`;
}

/** Found once, by trying each alone, but for what is called an estimate. */
const prices = `## What less would cost

The goals are 36 KB of gzip for a first login, and 31 KB of brotli with \`proofkey/slim\`. They are not reached. What is left, each tried by
itself:

| instead of what is there | gzip | what it would cost |
| --- | ---: | --- |
| LZMA, with a decoder in the page | -3.3 KB | 10 to 20 ms at every start, to save 3 ms of transfer at 10 Mbit/s |
| promises continued by handlers, with no executor | -2.0 KB | wasm-bindgen-futures, one of the crates that this project is to be built on |
| the browser's \`JSON.parse\` | -1.8 KB, an estimate | the checks that only a reader of our own can make: members that come twice, depth, number of members, characters that are no Unicode |
| lol_alloc for talc | -0.5 KB | an allocator that hardly anybody looks after, in unsafe code |
| SHA-256 by WebCrypto | -0.4 KB, an estimate | URLs of sign-ins without a promise: links, and popups in the task of the click |
| closures for classes, shortened members in the JavaScript | -0.3 KB | code that can be read |

So the next 2 KB cost a start that is slower, or the executor. All of it together would be 8 KB, just what is missing; and two of these take away what
the size is paid for. Single changes of the Rust win 30 to 80 bytes each by now. Tried without any gain: other orders of passes of wasm-opt, a
search for the order of functions, more rounds of zopfli, inlining thresholds, a second pass over the parts.
`;

const titles = {
  login: 'What a first login runs',
  session: 'What comes later',
  extended: 'What only some options ask for',
};

function modules(part, functions, share) {
  const sums = Object.entries(modulesOf({ [part]: functions })).sort(bySize);
  const rows = sums.map(([name, bytes]) => row(code(name), bytes, `about ${Math.round((bytes * share) / 10) * 10}`));
  return `## ${titles[part]}, by module\n\n| module | raw | gzip |\n| --- | ---: | ---: |\n${rows.join('\n')}`;
}

function largest(functions) {
  return Object.entries(functions)
    .flatMap(([part, sizes]) => Object.entries(sizes).map(([name, bytes]) => [name, bytes, part]))
    .sort(bySize)
    .slice(0, LARGEST)
    .map(([name, bytes, part]) => row(part, code(name), bytes));
}

const bySize = ([one, less], [other, more]) => more - less || (one < other ? -1 : 1);
const total = (functions) => Object.values(functions).reduce((sum, bytes) => sum + bytes, 0);
const code = (name) => `\`${name.replaceAll('|', '\\|')}\``;
const row = (...cells) => `| ${cells.join(' | ')} |`;
