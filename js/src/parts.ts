// The core in the parts that js/scripts/lib/build/split.mjs has made of it: they are one instance, and the others may come later.
import { instantiate } from 'proofkey-core-glue';
import type { CoreClass, StartCore } from './core.js';
import { loaded } from './errors.js';

/** What WebAssembly makes an instance of. */
export type Wasm = BufferSource | WebAssembly.Module;

/** The flows that a first login runs; every other one waits for the second part, and those that only options ask for wait for the third. */
const early = ['handleCallback', 'handleWindow', 'link', 'login', 'metadata', 'window'];

/** How long a page is busy with a user who has just signed in, in milliseconds: what it shows them is asked for first. */
const SETTLED = 2000;

/**
 * Compiled asynchronously only: browsers refuse to compile a module of this size on the main thread.
 *
 * @param first may be the whole core, too
 * @param rest gives each of the other parts; a failure is forgotten, so that the next call tries again
 */
export async function inParts(first: Wasm, rest: (() => Promise<Wasm>)[]): Promise<StartCore> {
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
    return completing(
      Core,
      rest.map((part) => async () => WebAssembly.instantiate(await part(), { a })),
    );
  };
}

function completing(Core: CoreClass, joins: (() => Promise<unknown>)[]): CoreClass {
  const joined: Promise<unknown>[] = [];
  let there = 0;
  /** Each part calls into those before it. */
  const complete = (count: number) => {
    let all: Promise<unknown> = Promise.resolve();
    for (const [at, join] of joins.slice(0, count).entries()) {
      const before = all;
      joined[at] ??= before.then(join).then(
        () => {
          there = at + 1;
        },
        (reason) => {
          delete joined[at];
          throw reason;
        },
      );
      all = joined[at];
    }
    return all;
  };
  // Somebody has signed in, and will need it: fetched while it is certain that the server still has this version. WebKit does not tell
  // when a page is idle.
  const completeSoon = () =>
    setTimeout(() => (globalThis.requestIdleCallback ?? setTimeout)(() => complete(1).catch(() => {})), SETTLED);
  return class extends Core {
    override run(flow: string, input: string, mayWait: boolean): unknown {
      const parts = flow === 'extended' ? 2 : 1;
      if (!early.includes(flow) && there < parts) {
        const whole = complete(parts);
        if (mayWait) return loaded('start', whole).then(() => super.run(flow, input, mayWait));
        whole.catch(() => {});
        throw { code: 'not_ready' };
      }
      const outcome = super.run(flow, input, mayWait);
      if (flow.startsWith('handle')) Promise.resolve(outcome).then(completeSoon, () => {});
      return outcome;
    }
  };
}
