import { nameOf } from '../channel.js';
import type { CompiledCore, Core, Flows, StartCore } from '../core.js';
import { errorOf } from '../errors.js';
import type { ClientOptions } from '../types.js';
import type { PageHost } from './host.js';

/** By what loads it, for all clients of the page. */
const compiled = new Map<() => Promise<StartCore>, Promise<StartCore>>();

/** Compiles the core once however often it is asked; a failure is forgotten, so that the next call tries again. */
function compiledBy(loadCore: () => Promise<StartCore>): Promise<StartCore> {
  const start =
    compiled.get(loadCore) ??
    loadCore().catch((reason) => {
      compiled.delete(loadCore);
      throw reason;
    });
  compiled.set(loadCore, start);
  return start;
}

/** The core of one client. */
export interface Instance {
  readonly core: Core;
  /** The outcome of a call, or a rejection when the core breaks: what is under way then would never be settled. */
  settled<T>(call: Promise<T>): Promise<T>;
}

/**
 * Starts the core for a client. `gone` is called when it did not start, or breaks later: the next call is to start another
 * one. The session is not in the core, and goes on.
 */
export async function startInstance(
  loadCore: () => Promise<StartCore>,
  {
    // What is the page's own business. Functions are in no JSON anyway.
    store: _,
    clockOffsetSeconds: __,
    autoRefresh: ___,
    engine: ____,
    resourceServers: _____,
    ...options
  }: ClientOptions,
  host: PageHost,
  gone: () => void,
): Promise<Instance> {
  // Not Promise.race against one long promise: that would keep something of every call for as long as the page lives.
  const underWay = new Set<(error: unknown) => void>();
  const settled = <T>(call: Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      underWay.add(reject);
      call.then(resolve, reject).finally(() => underWay.delete(reject));
    });
  let isBroken = false;
  // Before the options are judged, which are right for the address that the page should have.
  if (!isSecureContext) throw { code: 'insecure_origin' };
  try {
    const start = await compiledBy(loadCore);
    const Core = await start((error) => {
      // What was under way in it may make it break once more, when it has a successor.
      if (!isBroken) {
        gone();
        host.unlock();
      }
      isBroken = true;
      for (const reject of underWay) reject(error);
    });
    const core = new Core(JSON.stringify({ ...options, page: location.href }), `${nameOf(options)}:tx:`, host);
    return { core: callable(core, extendedBy(options)), settled };
  } catch (reason) {
    // The core's own refusal of the options is a plain object, and will not be another one the next time.
    if (!(reason instanceof Error)) throw reason;
    gone();
    throw await errorOf('core_load_failed', 'start', {}, reason);
  }
}

/** Whether the flows are to be wrapped into what OpenID Connect's own does not know (`src/flow/extended`). */
const extendedBy = ({ dpop = 'off', pushedAuthorizationRequests, responseMode, resource }: Partial<ClientOptions>) =>
  dpop !== 'off' || pushedAuthorizationRequests || responseMode === 'query.jwt' || resource;

/** Options of a call that only the extended flows know. */
const extending = ['resource', 'audience', 'authorizationDetails'];

/** The compiled core with the types of its flows. */
function callable(core: CompiledCore, isExtended: unknown): Core {
  const run = (flow: string, input: string, mayWait: boolean) =>
    isExtended ? core.run('extended', `${flow}\n${input}`, mayWait) : core.run(flow, input, mayWait);
  /** Whatever has failed is tried again so, if that may help: nothing is stored by then. What the server takes alone, its metadata has told. */
  const extend = (reason: unknown, helped = '') => {
    const { code, option = '' } = reason as { code?: string; option?: string };
    if (isExtended || (code !== helped && !extending.includes(option))) throw reason;
    isExtended = true;
  };
  return {
    async run(flow, input) {
      try {
        return (await run(flow, input, true)) as Flows[typeof flow];
      } catch (reason) {
        extend(reason, 'par_required');
        return this.run(flow, input);
      }
    },
    now(flow, input) {
      try {
        return run(flow, input, false) as Flows[typeof flow];
      } catch (reason) {
        extend(reason);
        return this.now(flow, input);
      }
    },
    free: () => core.free(),
  };
}
