// The core in two parts, where it is not cut further (`most` and `extended` of js/scripts/lib/build/split.mjs). The entries' own parts are
// joined in parts.ts, with which this shares nothing: what two chunks share is a third one to wait for.
import type { StartCore } from './core.js';
import type { ErrorCode } from './errors.js';

type Instantiate = typeof import('proofkey-core-glue').instantiate;
type ExportsWith = Parameters<Instantiate>[0];

/** @param join fetches that part; a failure is forgotten, so that the next call tries again */
export function inTwoParts(instantiate: Instantiate, exportsWith: ExportsWith, join: ExportsWith): StartCore {
  return async (trapped) => {
    let exports: Record<string, unknown> = {};
    const Core = await instantiate(async (imports) => {
      exports = await exportsWith(imports);
      return exports;
    }, trapped);
    let joined: Promise<unknown> | undefined;
    let isThere = false;
    const complete = async () => {
      const table = exports._ as WebAssembly.Table;
      // What the second part imports is exported by its name, or in the table.
      const a = new Proxy(exports, { get: (_, name: string) => exports[name] ?? table.get(Number(name)) });
      try {
        await join({ a } as WebAssembly.Imports);
        isThere = true;
      } catch (cause) {
        joined = undefined;
        throw { code: 'core_load_failed' satisfies ErrorCode, cause };
      }
    };
    return class extends Core {
      override run(flow: string, input: string, mayWait: boolean): unknown {
        if (isThere || flow !== 'extended') return super.run(flow, input, mayWait);
        joined ??= complete();
        if (mayWait) return joined.then(() => super.run(flow, input, mayWait));
        joined.catch(() => {});
        throw { code: 'not_ready' satisfies ErrorCode };
      }
    };
  };
}
