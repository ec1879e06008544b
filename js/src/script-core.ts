// The core as WebAssembly, for the file of the script tag: all in it but what only some options ask for.
import { instantiate } from 'proofkey-core-glue';
import bytes from 'proofkey-most-bytes';
import type { StartCore } from './core.js';
import { inTwoParts } from './two-parts.js';
import { unpacked } from './unpacked.js';

export async function loadCore(): Promise<StartCore> {
  const module = await unpacked(bytes);
  const started = async (module: WebAssembly.Module, imports: WebAssembly.Imports) =>
    (await WebAssembly.instantiate(module, imports)).exports;
  return inTwoParts(
    instantiate,
    (imports) => started(module, imports),
    async (imports) => started(await unpacked((await import('proofkey-extended-bytes')).default), imports),
  );
}
