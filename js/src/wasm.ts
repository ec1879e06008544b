// The core as WebAssembly, inside an ES module: no bundler, server or MIME type is asked.
import bytes from 'proofkey-core-bytes';
import { compiled } from './compiled.js';
import type { StartCore } from './core.js';

export async function loadCore(): Promise<StartCore> {
  const compressed = Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0));
  const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return compiled(await new Response(stream).arrayBuffer());
}
