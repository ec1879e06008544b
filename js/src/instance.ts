import type { Core, Host, StartCore } from './core.js';
import { errorOf } from './errors.js';
import type { ClientOptions } from './types.js';

/** The core of one client. */
export interface Instance {
  readonly core: Core;
  /** Rejects when the core breaks: a call that is under way then would never be settled. */
  readonly trap: Promise<never>;
}

/**
 * Starts the core for a client. `gone` is called when it did not start, or breaks later: the next call is to start another
 * one. The session is not in the core, and goes on.
 */
export async function startInstance(
  loadCore: () => Promise<StartCore>,
  { fetch: _, ...options }: ClientOptions,
  host: Host,
  gone: () => void,
): Promise<Instance> {
  let fail: (error: unknown) => void = () => {};
  const trap = new Promise<never>((_, reject) => {
    fail = reject;
  });
  // Whoever has a call under way is told; it may be that nobody has.
  trap.catch(() => {});
  try {
    const start = await loadCore();
    const Core = await start((error) => {
      gone();
      fail(error);
    });
    return { core: new Core(JSON.stringify({ ...options, page: location.href }), host), trap };
  } catch (reason) {
    // The core's own refusal of the options is a plain object, and will not be another one the next time.
    if (!(reason instanceof Error)) throw reason;
    gone();
    throw await errorOf('core_load_failed', 'start', {}, reason);
  }
}
