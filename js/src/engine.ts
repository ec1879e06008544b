import type { Engine } from './options.js';

/** The shortest module that there is: magic number and version. */
const shortest = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

let runsWasm: boolean | undefined;

/**
 * Whether the core is to run as WebAssembly. Where the browser has none, or a Content-Security-Policy refuses it, that is found out
 * before anything is loaded, once for each page: a refusal is reported each time.
 */
export function isWasm(engine: Engine | undefined): boolean {
  if (engine === 'wasm' || engine === 'javascript') return engine === 'wasm';
  try {
    // WebKit lets a page compile what its policy forbids, and refuses the instance.
    runsWasm ??= Boolean(new WebAssembly.Instance(new WebAssembly.Module(shortest)));
  } catch {
    runsWasm = false;
  }
  return runsWasm;
}

/** The same, for a core that comes compressed. */
export const isInlinedWasm = (engine: Engine | undefined) =>
  isWasm(engine) && (engine === 'wasm' || typeof DecompressionStream !== 'undefined');
