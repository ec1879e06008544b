// What a page and the worker of its vault say to each other. All of it is data, which the browser copies: no function, no object that lives.

/** What the page says first, and once: the options cannot be changed by whoever speaks to the worker later. */
export interface Configuration {
  readonly type: 'configure';
  /** The client's, as JSON text. */
  readonly options: string;
  readonly exposesAccessToken: boolean;
  /** Whether the page has an `onStepUp` to ask. */
  readonly stepsUp: boolean;
}

/** A request of the app to an API. */
export interface SentRequest
  extends Pick<
    Request,
    'url' | 'method' | 'mode' | 'credentials' | 'cache' | 'redirect' | 'referrerPolicy' | 'integrity' | 'keepalive'
  > {
  readonly headers: readonly (readonly [string, string])[];
  readonly body: ArrayBuffer | undefined;
  /** Nothing stands for the default, which is the worker's own address. */
  readonly referrer: string | undefined;
}

/** What came back, but for its body: that is pulled, piece by piece. */
export interface ReceivedResponse extends Pick<Response, 'status' | 'statusText' | 'url' | 'redirected' | 'type'> {
  readonly headers: readonly (readonly [string, string])[];
  readonly hasBody: boolean;
}

/** What the page asks, and is answered with `done` or `failed`. */
export type Question =
  /** A flow of the core; `transaction` is that of the sign-in that the URL of a callback ends, taken out of sessionStorage. */
  | { readonly type: 'run'; readonly flow: string; readonly input: string; readonly transaction?: string | undefined }
  /** Whether there is a session. */
  | { readonly type: 'has' }
  | { readonly type: 'forget' }
  | { readonly type: 'fetch'; readonly request: SentRequest }
  /** The next piece of that response's body, or nothing at its end. */
  | { readonly type: 'pull'; readonly of: number };

/** What the page says besides. */
export type Notice =
  /** Whether the worker lives: it answers `pong`. */
  | { readonly type: 'ping' }
  /** Of a request, or of a response whose body nobody wants. */
  | { readonly type: 'abort'; readonly of: number }
  /** The answer to an {@link Ask}: a token's name, or that it came to nothing. */
  | { readonly type: 'answer'; readonly ask: number; readonly token?: string | undefined; readonly isGiven: boolean };

/** What the worker needs of the page. */
export interface Ask {
  readonly type: 'ask';
  readonly ask: number;
  /** A token's name, with the options of `getAccessToken`; or that the user signs in as an API wants it. */
  readonly for: 'token' | 'stepUp';
  /** As JSON text. */
  readonly input: string;
  /** The request that it is for; 0 if it is for none alone. */
  readonly of: number;
}

/** Why something failed: `code` and the members of the error, as the core rejects. */
export interface Reason {
  readonly code: string;
  /** An {@link Ask} that came to nothing is the reason: the page knows why. */
  readonly ask?: number | undefined;
  readonly [member: string]: unknown;
}

/** What the worker says. */
export type FromWorker =
  | { readonly type: 'ready' | 'pong' }
  | { readonly type: 'refused'; readonly reason: Reason }
  | { readonly type: 'done'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly reason: Reason }
  /** A transaction that the page is to keep in sessionStorage. */
  | { readonly type: 'keep'; readonly key: string; readonly text: string }
  | Ask;

/** What the page says. */
export type ToWorker = Configuration | (Question & { readonly id: number }) | Notice;
