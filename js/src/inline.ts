// The lazy chunk of the default entry: the page's part of a client, and the core inside an ES module, so that no bundler,
// server or MIME type is asked.
import bytes from 'proofkey-core-bytes';
import { instantiate } from 'proofkey-core-glue';
import { memoised } from './core.js';

export { Page } from './page/page.js';

export const loadCore = memoised(async () => {
  const compressed = Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0));
  const stream = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('gzip'));
  // Asynchronously only: browsers refuse to compile modules of this size on the main thread.
  const module = await WebAssembly.compile(await new Response(stream).arrayBuffer());
  return (trapped) => instantiate(module, trapped);
});
