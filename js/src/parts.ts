// The core in the two parts that js/scripts/lib/build/split.mjs has made of it: they are one instance, and the other part may come later.
import { instantiate } from 'proofkey-core-glue';
import type { CoreClass, StartCore } from './core.js';
import { loaded } from './errors.js';

/** What WebAssembly makes an instance of. */
export type Wasm = BufferSource | WebAssembly.Module;

/** The flows that a first login runs; every other one waits for the other part. */
const early = ['handleCallback', 'handleWindow', 'link', 'login', 'metadata', 'window'];

/** How long a page is busy with a user who has just signed in, in milliseconds: what it shows them is asked for first. */
const SETTLED = 2000;

/**
 * Compiled asynchronously only: browsers refuse to compile a module of this size on the main thread.
 *
 * @param first may be the whole core, too
 * @param rest gives the other part; a failure is forgotten, so that the next call tries again
 */
export async function inParts(first: Wasm, rest: () => Promise<Wasm>): Promise<StartCore> {
  const module = first instanceof WebAssembly.Module ? first : await WebAssembly.compile(first);
  return async (trapped) => {
    let exports: WebAssembly.Exports = {};
    const Core = await instantiate(async (imports) => {
      exports = (await WebAssembly.instantiate(module, imports)).exports;
      return exports;
    }, trapped);
    const { _: table } = exports;
    // The whole core lends its table to nobody.
    if (!(table instanceof WebAssembly.Table)) return Core;
    // What the other part imports is exported by its name, or in the table.
    const a = new Proxy(exports, { get: (_, name: string) => exports[name] ?? table.get(Number(name)) });
    return completing(Core, async () => WebAssembly.instantiate(await rest(), { a }));
  };
}

function completing(Core: CoreClass, join: () => Promise<unknown>): CoreClass {
  let joined: Promise<unknown> | undefined;
  const complete = () => {
    joined ??= join().catch((reason) => {
      joined = undefined;
      throw reason;
    });
    return joined;
  };
  // Somebody has signed in, and will need it: fetched while it is certain that the server still has this version. WebKit does not tell
  // when a page is idle.
  const completeSoon = () =>
    setTimeout(() => (globalThis.requestIdleCallback ?? setTimeout)(() => complete().catch(() => {})), SETTLED);
  return class extends Core {
    override run(flow: string, input: string, mayWait: boolean): unknown {
      if (!early.includes(flow)) return loaded('start', complete()).then(() => super.run(flow, input, mayWait));
      const outcome = super.run(flow, input, mayWait);
      if (flow.startsWith('handle')) Promise.resolve(outcome).then(completeSoon, () => {});
      return outcome;
    }
  };
}
