import { instantiate } from 'proofkey-core-glue';
import type { StartCore } from './core.js';

/** The core of a module. Compiled asynchronously only: browsers refuse to compile one of this size on the main thread. */
export async function compiled(source: BufferSource | WebAssembly.Module): Promise<StartCore> {
  const module = source instanceof WebAssembly.Module ? source : await WebAssembly.compile(source);
  return (trapped) => instantiate(async (imports) => (await WebAssembly.instantiate(module, imports)).exports, trapped);
}
