// The core as WebAssembly, all of it: for a file that cannot be split.
import bytes from 'proofkey-core-bytes';
import { instantiate } from 'proofkey-core-glue';
import type { StartCore } from './core.js';
import { unpacked } from './unpacked.js';

export async function loadCore(): Promise<StartCore> {
  const module = await unpacked(bytes);
  return (trapped) => instantiate(async (imports) => (await WebAssembly.instantiate(module, imports)).exports, trapped);
}
