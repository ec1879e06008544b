import type { Core, CoreClass, Flows, Host, StartCore } from '../src/core.js';
import { loadCore } from '../src/whole.js';
import type { Rejection } from './errors.js';

/** What runs all calls of this process, until it breaks. */
interface Instance {
  readonly Core: CoreClass;
  isBroken: boolean;
  /** The outcome of a call, or a rejection when the core breaks: what is under way then would never be settled. */
  settled<T>(call: Promise<T>): Promise<T>;
}

let compiled: Promise<StartCore> | undefined;
let current: Promise<Instance> | undefined;

/**
 * Runs the flows of one call. Each call has a core of its own, which is as much as its options, and the host that holds its session: no two
 * of them can mix. They share one instance of WebAssembly; one that broke is left behind.
 */
export async function withCore<T>(
  options: string,
  host: Host,
  use: (core: Pick<Core, 'run'>) => Promise<T>,
): Promise<T> {
  current ??= start();
  const instance = await current;
  const core = new instance.Core(options, '', host);
  try {
    const run: Core['run'] = async (flow, input) => core.run(flow, input, true) as Flows[typeof flow];
    return await instance.settled(use({ run }));
  } finally {
    if (!instance.isBroken) core.free();
  }
}

async function start(): Promise<Instance> {
  const underWay = new Set<(error: unknown) => void>();
  try {
    compiled ??= loadCore();
    const begin = await compiled;
    const Core = await begin((error) => {
      if (!instance.isBroken) current = undefined;
      instance.isBroken = true;
      for (const reject of underWay) reject(error);
    });
    const instance: Instance = {
      Core,
      isBroken: false,
      settled: (call) =>
        new Promise((resolve, reject) => {
          underWay.add(reject);
          call.then(resolve, reject).finally(() => underWay.delete(reject));
        }),
    };
    return instance;
  } catch (cause) {
    // Forgotten, so that the next call tries again.
    compiled = undefined;
    current = undefined;
    throw { code: 'core_load_failed', cause } satisfies Rejection;
  }
}
