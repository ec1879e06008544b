/**
 * The same client with the wasm as a file of its own: for those who want to serve, cache and review it as such.
 *
 * @module proofkey/slim
 */
import { type ClientConstructor, clientFor } from './client.js';
import type { StartCore } from './core.js';
import { isWasm } from './engine.js';
import { Page } from './page/page.js';
import type { Wasm } from './parts.js';
import { inParts } from './parts.js';
import type { Client, ClientOptions, UserClaims } from './types.js';

export { type ErrorCode, type ErrorDetails, type FieldError, type Phase, ProofkeyError } from './errors.js';
export type * from './types.js';

/** Where a file of wasm comes from: its URL, its response, its bytes, or the compiled module. */
export type CoreSource = string | URL | Response | Wasm;

/** The same, or what gives it once it is needed. */
type Source = CoreSource | (() => CoreSource | Promise<CoreSource>);

let sources: { core: Source; session: Source | undefined; extended: Source | undefined } | undefined;

/**
 * Says where the core comes from. To be called once, before the first client is created.
 *
 * @param core `proofkey/core.wasm`; or `proofkey/login.wasm`, the part of it that a first login runs
 * @param session `proofkey/session.wasm`, the second part: read when somebody has signed in, or a session is looked for
 * @param extended `proofkey/extended.wasm`, the third: read for `dpop`, `pushedAuthorizationRequests`, `query.jwt`, `resource`,
 * `audience` and `authorizationDetails`
 */
export function init(core: Source, session?: Source, extended?: Source): void {
  sources = { core, session, extended };
}

async function loadCore(): Promise<StartCore> {
  if (!sources) throw new TypeError('call init() with the URL of proofkey/core.wasm first');
  const { core, ...rest } = sources;
  const parts = Object.entries(rest).map(([name, source]) => async () => {
    if (source === undefined) throw new TypeError(`init() needs the URL of proofkey/${name}.wasm, too`);
    return wasmOf(source);
  });
  return inParts(await wasmOf(core), parts);
}

async function wasmOf(source: Source): Promise<Wasm> {
  let wasm = typeof source === 'function' ? await source() : source;
  if (typeof wasm === 'string' || wasm instanceof URL) wasm = await fetch(wasm);
  if (!(wasm instanceof Response)) return wasm;
  if (!wasm.ok) throw new TypeError(`${wasm.url} answered with status ${wasm.status}`);
  // Not compileStreaming: it asks for a MIME type that many static servers do not send.
  return wasm.arrayBuffer();
}

const Slim: ClientConstructor = clientFor(
  async (made) => new Page(made, isWasm(made.options.engine) ? loadCore : (await import('./fallback.js')).loadCore),
);

/** As `createClient` of `proofkey`; {@link init} tells it where the core is. */
export function createClient<Claims extends UserClaims = UserClaims>(options: ClientOptions): Client<Claims> {
  return new Slim<Claims>(options);
}
