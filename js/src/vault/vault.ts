import { nameOf } from '../channel.js';
import type { CompiledCore, StartCore } from '../core.js';
import { callbackIn } from '../location.js';
import type { SessionStore } from '../page/store.js';
import { Connection, type Listener } from './connection.js';
import type { Configuration } from './messages.js';
import type { VaultOptions } from './options.js';
import { remoteFetch } from './remote-fetch.js';
import { Transactions } from './transactions.js';

/** By what they were started with: clients of one page with the same options share their session, as everywhere. */
const connections = new Map<string, Connection>();

/** What the worker may ask of the client. */
export type Client = Pick<Listener, 'answer'>;

/** The vault as one client sees it: what stands in for the core and the store, both of which are in the worker. */
export class Vault {
  readonly #options: VaultOptions;
  readonly #configuration: Configuration;
  readonly #transactions: Transactions;
  #connection: Connection | undefined;
  client: Client | undefined;

  constructor(options: VaultOptions) {
    const { worker: _, exposeAccessToken = false, autoRefresh: __, ...others } = options;
    this.#options = options;
    this.#configuration = {
      type: 'configure',
      options: JSON.stringify(others),
      exposesAccessToken: exposeAccessToken,
      stepsUp: options.onStepUp !== undefined,
    };
    this.#transactions = new Transactions(nameOf(options));
  }

  /** What the page can do with the session. */
  readonly store: SessionStore & { readonly isShared: boolean } = {
    isShared: false,
    get: async () => ((await this.#connection?.call({ type: 'has' })) ? 'in the vault' : undefined),
    set() {},
    // With the worker it is gone, too.
    remove: async () => this.#connection?.call({ type: 'forget' }).catch(() => {}),
  };

  /** Loads nothing: the core is where the session is. */
  readonly loadCore = async (): Promise<StartCore> => async (trapped) => {
    const connection = this.#connect();
    let hasLeft = false;
    const leave = connection.listen({
      keep: (key, text) => this.#transactions.keep(key, text),
      answer: async (ask) => this.client?.answer(ask),
      ended: () => {
        if (!hasLeft) trapped({ code: 'core_load_failed' });
      },
    });
    await connection.started;
    this.#connection = connection;
    const run = (flow: string, input: string) => this.#run(connection, flow, input);
    return class implements CompiledCore {
      run(flow: string, input: string, mayWait: boolean) {
        if (!mayWait) throw { code: 'not_ready' };
        // The worker knows by itself what its options ask for.
        return flow === 'extended' ? run(...cut(input)) : run(flow, input);
      }

      free() {
        hasLeft = true;
        leave();
      }
    };
  };

  /** Whether the worker was started, and lives. */
  get isThere() {
    return this.#connection?.isAlive === true;
  }

  fetch(request: Request, begun: (id: number) => void): Promise<Response> {
    return remoteFetch(this.#connection as Connection, request, begun);
  }

  #connect(): Connection {
    const { worker } = this.#options;
    const key = JSON.stringify([typeof worker === 'function' ? '' : worker, this.#configuration]);
    let connection = connections.get(key);
    if (!connection) {
      // A classic worker: the file needs no module, and some browsers have no worker that is one.
      const started = typeof worker === 'function' ? worker() : new Worker(worker);
      connection = new Connection(started, this.#configuration, () => connections.delete(key));
      connections.set(key, connection);
    }
    return connection;
  }

  async #run(connection: Connection, flow: string, input: string): Promise<unknown> {
    const transactions = this.#transactions;
    switch (flow) {
      case 'handleCallback': {
        const { redirectUri, responseMode } = this.#options;
        const place = responseMode === 'fragment' ? 'hash' : 'search';
        const state = callbackIn(input, redirectUri, place)?.state;
        const transaction = state === undefined ? undefined : transactions.take(state);
        return connection.call({ type: 'run', flow, input, transaction });
      }
      case 'handleLogout':
        return { state_matches: transactions.endsLogout(input) };
      case 'login': {
        const begun = (await connection.call({ type: 'run', flow, input })) as { state: string };
        transactions.check(begun.state);
        return begun;
      }
      case 'logout':
      case 'revoke':
        transactions.clear();
    }
    return connection.call({ type: 'run', flow, input });
  }
}

function cut(input: string): [string, string] {
  const at = input.indexOf('\n');
  return [input.slice(0, at), input.slice(at + 1)];
}
