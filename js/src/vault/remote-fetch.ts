import type { Connection } from './connection.js';
import type { ReceivedResponse, SentRequest } from './messages.js';

/** Tells the worker of bodies that nobody can read any more. */
const unread = globalThis.FinalizationRegistry && new FinalizationRegistry<() => void>((drop) => drop());

/**
 * Has the worker send a request of the app.
 *
 * @param begun is told the number of the request, by which the worker asks for its token
 * @throws in plain, as the core does
 */
export async function remoteFetch(
  connection: Connection,
  request: Request,
  begun: (id: number) => void,
): Promise<Response> {
  const { signal } = request;
  const sent = await sentRequest(request);
  signal.throwIfAborted();
  const id = connection.next;
  begun(id);
  const drop = () => connection.tell({ type: 'abort', of: id });
  const answer = connection.call({ type: 'fetch', request: sent }, sent.body ? [sent.body] : []);
  const head = (await unlessAborted(signal, answer, drop)) as ReceivedResponse;
  const pull = () => connection.call({ type: 'pull', of: id }) as Promise<Uint8Array | undefined>;
  return responseOf(head, head.hasBody ? bodyOf(pull, drop, signal) : null, signal);
}

/** @throws `network_error` in plain if the app's own stream breaks */
async function sentRequest(request: Request): Promise<SentRequest> {
  const { url, method, mode, credentials, cache, redirect, referrer, referrerPolicy, integrity, keepalive } = request;
  const headers = [...request.headers];
  let body: ArrayBuffer | undefined;
  if (!['GET', 'HEAD'].includes(method)) {
    body = await request.arrayBuffer().catch((cause) => {
      request.signal.throwIfAborted();
      throw { code: 'network_error', cause };
    });
  }
  return {
    ...{ url, method, headers, body, mode, credentials, cache, redirect, referrerPolicy, integrity, keepalive },
    referrer: referrer === 'about:client' ? undefined : referrer,
  };
}

function bodyOf(
  pull: () => Promise<Uint8Array | undefined>,
  drop: () => void,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const source: UnderlyingDefaultSource<Uint8Array> = {
    start(controller) {
      signal.addEventListener('abort', () => {
        drop();
        controller.error(signal.reason);
      });
    },
    async pull(controller) {
      let piece: Uint8Array | undefined;
      try {
        piece = await pull();
      } catch {
        // As browsers tell it.
        throw signal.aborted ? signal.reason : new TypeError('network error');
      }
      if (piece) controller.enqueue(piece);
      else controller.close();
    },
    cancel: drop,
  };
  // Not the stream, whose object in JavaScript may go while the browser still reads it.
  unread?.register(source, drop);
  // Nothing is asked for before somebody reads: the worker, and so the server, waits as long.
  return new ReadableStream(source, { highWaterMark: 0 });
}

/** As the browser's own would be: of what the constructor cannot take, there are members. */
function responseOf(head: ReceivedResponse, body: ReadableStream<Uint8Array> | null, signal: AbortSignal): Response {
  const { headers, hasBody: _, ...told } = head;
  const { status, statusText } = told;
  const isOrdinary = status >= 200 && status < 600;
  const response = new Response(body, isOrdinary ? { status, statusText, headers: headers as [string, string][] } : {});
  return dressed(response, isOrdinary ? told : { ...told, ok: false }, signal);
}

function dressed(response: Response, members: object, signal: AbortSignal): Response {
  const define = (name: string, value: unknown) => Object.defineProperty(response, name, { value });
  for (const [name, value] of Object.entries(members)) define(name, value);
  define('clone', () => dressed(Response.prototype.clone.call(response), members, signal));
  for (const name of readers) {
    const read = response[name] as (() => Promise<unknown>) | undefined;
    // Browsers tell of a stream that has ended early less than they know.
    const reading = () =>
      read?.call(response).catch((reason) => {
        throw signal.aborted ? signal.reason : reason;
      });
    if (read) define(name, reading);
  }
  return response;
}

const readers = ['arrayBuffer', 'blob', 'bytes', 'formData', 'json', 'text'] as const;

function unlessAborted<T>(signal: AbortSignal, work: Promise<T>, aborted: () => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      aborted();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
