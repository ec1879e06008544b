// The worker of `proofkey/vault`: one file, which may be started as a module or as a classic worker, from wherever a bundler or a server
// puts it. Beside it lies the core for browsers without WebAssembly.
import { isInlinedWasm } from './engine.js';
import { serve } from './vault/serve.js';
import * as whole from './whole.js';

async function loadCore(fallback: string) {
  const core: typeof whole = await import(/* webpackIgnore: true */ /* @vite-ignore */ fallback);
  return core.loadCore();
}

// Whatever else imports it, a server for example, is served nothing.
if ('WorkerGlobalScope' in globalThis) {
  const fallback = new URL('proofkey-fallback.js', location.href).href;
  serve(({ engine }) => (isInlinedWasm(engine) ? whole.loadCore() : loadCore(fallback)));
}
