import type { Ask, Configuration, FromWorker, Notice, Question, Reason } from './messages.js';

/** How long the worker may take to start, in milliseconds: it has the core to load. */
const STARTING = 30_000;
/** How often it is asked whether it lives, while it has something to answer, in milliseconds; and how often it may stay silent. */
const PULSE = 3000;
const MOST_SILENT = 2;

const { apply } = Reflect;
/** As it was before any other script could replace it: the `this` of a replacement would be the event, which leads to the worker. */
const data = globalThis.MessageEvent && Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data')?.get;
const dataOf = (event: MessageEvent): unknown => (data ? apply(data, event, []) : event.data);

/** What is told of a worker that is no more, with all that it was at. */
const ended = { code: 'core_load_failed' };

/** A client at its end of the connection. */
export interface Listener {
  /** Keeps a transaction. */
  keep(key: string, text: string): void;
  /** Gives a token's name, or nothing. */
  answer(ask: Ask): Promise<string | undefined>;
  /** The worker is no more. */
  ended(): void;
}

interface Call {
  resolve(value: unknown): void;
  reject(reason: unknown): void;
}

/** The page's end of a vault. What comes from the worker is data, and no more. */
export class Connection {
  /** Rejects with an `Error` if the worker cannot be started, with a plain reason if it refuses the options. */
  readonly started: Promise<void>;
  readonly #post: (message: object, transfer: Transferable[]) => void;
  readonly #terminate: () => void;
  readonly #gone: () => void;
  readonly #calls = new Map<number, Call>();
  readonly #listeners = new Set<Listener>();
  /** Why asks came to nothing. */
  readonly #failures = new Map<number, unknown>();
  #start: Call | undefined;
  #last = 0;
  #isAlive = true;
  #pulse: ReturnType<typeof setTimeout> | undefined;
  #silent = 0;

  /** @param gone is called when the worker has ended, however that came about */
  constructor(worker: Worker, configuration: Configuration, gone: () => void) {
    this.#gone = gone;
    // Bound now, for the same reason as above.
    this.#post = worker.postMessage.bind(worker);
    this.#terminate = worker.terminate.bind(worker);
    this.started = new Promise<unknown>((resolve, reject) => {
      this.#start = { resolve, reject };
    }) as Promise<void>;
    setTimeout(() => this.#start && this.end('timeout'), STARTING);
    worker.addEventListener('message', (event) => this.#hear(dataOf(event) as FromWorker));
    worker.addEventListener('messageerror', () => this.end());
    worker.addEventListener('error', ({ message }) => this.end(message));
    this.#post(configuration, []);
  }

  get isAlive() {
    return this.#isAlive;
  }

  /** The last one that listens is asked. Gives the function that ends it; with the last one the worker ends. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.end();
    };
  }

  /** The number of the next call. */
  get next() {
    return this.#last + 1;
  }

  /** Rejects with a plain reason, as the core does. */
  call(question: Question, transfer: Transferable[] = []): Promise<unknown> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve, reject) => {
      if (!this.#isAlive) return reject(ended);
      this.#calls.set(id, { resolve, reject });
      this.#post({ ...question, id }, transfer);
      this.#pulse ??= setTimeout(() => this.#beat(), PULSE);
    });
  }

  tell(notice: Notice) {
    if (this.#isAlive) this.#post(notice, []);
  }

  /** Ends the worker, and with it the session and whatever is under way. */
  end(why?: string) {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.#terminate();
    this.#gone();
    this.#start?.reject(new Error(`The worker of the vault did not start: ${why ?? 'it ended'}`));
    for (const { reject } of this.#calls.values()) reject(ended);
    this.#calls.clear();
    for (const listener of [...this.#listeners]) listener.ended();
  }

  /** No browser tells that a worker has ended by itself, or was ended for its memory. */
  #beat() {
    this.#pulse = undefined;
    if (this.#calls.size === 0) {
      this.#silent = 0;
    } else if (this.#silent < MOST_SILENT) {
      this.#silent += 1;
      this.tell({ type: 'ping' });
      this.#pulse = setTimeout(() => this.#beat(), PULSE);
    } else {
      this.end();
    }
  }

  #hear(message: FromWorker) {
    switch (message?.type) {
      case 'pong':
        this.#silent = 0;
        break;
      case 'ready':
        this.#start?.resolve(undefined);
        this.#start = undefined;
        break;
      case 'refused':
        this.#start?.reject(message.reason);
        this.#start = undefined;
        break;
      case 'done':
        this.#take(message.id)?.resolve(message.value);
        break;
      case 'failed':
        this.#take(message.id)?.reject(this.#reasonOf(message.reason));
        break;
      case 'keep':
        for (const listener of this.#listeners) listener.keep(message.key, message.text);
        break;
      case 'ask':
        void this.#answer(message);
    }
  }

  #take(id: number): Call | undefined {
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    return call;
  }

  async #answer(asked: Ask) {
    const { ask } = asked;
    try {
      const token = await [...this.#listeners].at(-1)?.answer(asked);
      this.tell({ type: 'answer', ask, token, isGiven: true });
    } catch (reason) {
      this.#failures.set(ask, reason);
      this.tell({ type: 'answer', ask, isGiven: false });
    }
  }

  /** What the page itself has failed at is told as it was. */
  #reasonOf({ ask, cause, ...members }: Reason): unknown {
    if (ask !== undefined) return this.#failures.get(ask);
    const { ask: within } = (cause ?? {}) as Partial<Reason>;
    return { ...members, cause: within === undefined ? cause : this.#failures.get(within) };
  }
}
