// The same client with the wasm as a file of its own: for those who want to serve, cache and review it as such.
import { type ClientConstructor, clientFor } from './client.js';
import { compiled } from './compiled.js';
import type { StartCore } from './core.js';
import { isWasm } from './engine.js';
import { Page } from './page/page.js';
import type { Client, ClientOptions, UserClaims } from './types.js';

export { type ErrorCode, type ErrorDetails, type FieldError, type Phase, ProofkeyError } from './errors.js';
export type * from './types.js';

/** Where the core comes from: the URL of `proofkey/core.wasm`, its response, its bytes, or the compiled module. */
export type CoreSource = string | URL | Response | BufferSource | WebAssembly.Module;

let source: CoreSource | (() => CoreSource | Promise<CoreSource>) | undefined;

/** Says where the core comes from. To be called once, before the first client is created. */
export function init(core: CoreSource | (() => CoreSource | Promise<CoreSource>)): void {
  source = core;
}

async function loadCore(): Promise<StartCore> {
  if (source === undefined) throw new TypeError('call init() with the URL of proofkey/core.wasm first');
  let core = typeof source === 'function' ? await source() : source;
  if (typeof core === 'string' || core instanceof URL) core = await fetch(core);
  // Not compileStreaming: it asks for a MIME type that many static servers do not send.
  if (core instanceof Response) {
    if (!core.ok) throw new TypeError(`${core.url} answered with status ${core.status}`);
    core = await core.arrayBuffer();
  }
  return compiled(core);
}

const Slim: ClientConstructor = clientFor(
  async (made) => new Page(made, isWasm(made.options.engine) ? loadCore : (await import('./fallback.js')).loadCore),
);

/** As `createClient` of `proofkey`; {@link init} tells it where the core is. */
export function createClient<Claims extends UserClaims = UserClaims>(options: ClientOptions): Client<Claims> {
  return new Slim<Claims>(options);
}
