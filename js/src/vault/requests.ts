import type { Owner } from '../fetch/owner.js';
import { ResourceAccess } from '../fetch/resource-access.js';
import type { ClientOptions, UserClaims } from '../types.js';
import type { Asking } from './asking.js';
import type { Keeper } from './keeper.js';
import type { ReceivedResponse, SentRequest } from './messages.js';

/** A request of the page, and the body of its response while the page reads it. */
interface Flight {
  readonly abort: AbortController;
  reader?: ReadableStreamDefaultReader<Uint8Array> | undefined;
}

/** The app's requests to its APIs: the token is put in here, and so is the list of whom it is for. */
export class Requests {
  readonly #resources: ResourceAccess<UserClaims>;
  readonly #flights = new Map<number, Flight>();

  constructor(keeper: Keeper, asking: Asking, stepsUp: boolean) {
    const { fetch } = globalThis;
    const options: ClientOptions = {
      ...keeper.options,
      ...(stepsUp && { onStepUp: (challenge) => asking.ask('stepUp', challenge, 0) }),
    };
    const owner: Owner<UserClaims> = {
      options,
      fetch,
      snapshots: {
        get now() {
          return { claims: keeper.sub === undefined ? undefined : { sub: keeper.sub } };
        },
        // No request has this number.
        epoch: 0,
      },
      session: {
        // The page looks at that: it is told of sign-ins and sign-outs in the order of its calls.
        forOneUser: (_phase, _epoch, work) => work(),
        getAccessToken: async (options, request = 0) => keeper.tokenOf(await asking.ask('token', options, request)),
      },
      call: (_phase, use) => keeper.call(use),
      begin: () => () => {},
    };
    this.#resources = new ResourceAccess(owner);
  }

  async send(id: number, { url, headers, body, referrer, ...init }: SentRequest): Promise<ReceivedResponse> {
    const abort = new AbortController();
    const flight: Flight = { abort };
    this.#flights.set(id, flight);
    try {
      const request = new Request(url, {
        ...init,
        ...(body && { body }),
        ...(referrer !== undefined && { referrer }),
        headers: headers as [string, string][],
        signal: abort.signal,
      });
      const response = await this.#resources.fetch({ request, isStreamed: false }, id);
      const { status, statusText, redirected, type } = response;
      // Some browsers give these a body, which is empty, and takes none in a response that is made of it.
      if (![204, 205, 304].includes(status)) flight.reader = response.body?.getReader();
      const hasBody = flight.reader !== undefined;
      return { status, statusText, redirected, type, url: response.url, headers: [...response.headers], hasBody };
    } finally {
      if (!flight.reader) this.#flights.delete(id);
    }
  }

  /** The next piece of a body; nothing at its end. */
  async pull(id: number): Promise<Uint8Array | undefined> {
    const reader = this.#flights.get(id)?.reader;
    if (!reader) throw { code: 'aborted' };
    const { value } = await reader.read();
    if (!value) this.#flights.delete(id);
    return value;
  }

  abort(id: number) {
    this.#flights.get(id)?.abort.abort();
    this.#flights.delete(id);
  }
}
