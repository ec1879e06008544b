// The worker's end: what it is told by the page, it does not believe.
import type { StartCore } from '../core.js';
import { ProofkeyError } from '../errors.js';
import type { ClientOptions } from '../options.js';
import { Asking } from './asking.js';
import { Keeper } from './keeper.js';
import type { Configuration, FromWorker, Question, Reason, ToWorker } from './messages.js';
import { Requests } from './requests.js';
import { keepInPage } from './storage.js';

/** A worker's own side of its messages, as the types of a page do not have it. */
interface Scope {
  postMessage(message: FromWorker, transfer?: Transferable[]): void;
}

/** Serves the page that started this worker. @param loadCoreFor loads the core for a client with these options */
export function serve(loadCoreFor: (options: ClientOptions) => Promise<StartCore>) {
  const scope = globalThis as unknown as Scope;
  const post = (message: FromWorker, transfer: Transferable[] = []) => scope.postMessage(message, transfer);
  let vault: ReturnType<typeof vaultOf> | undefined;
  addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
    if (data?.type !== 'configure') return void vault?.(data);
    if (vault) post({ type: 'refused', reason: { code: 'config_error', option: 'worker' } });
    else vault = vaultOf(data, loadCoreFor, post);
  });
}

/** Gives the function that hears the page. */
function vaultOf(
  { options: text, exposesAccessToken, stepsUp }: Configuration,
  loadCoreFor: (options: ClientOptions) => Promise<StartCore>,
  post: (message: FromWorker, transfer?: Transferable[]) => void,
) {
  const options: ClientOptions = JSON.parse(text);
  const keeper = new Keeper(options, exposesAccessToken === true, () => loadCoreFor(options));
  const asking = new Asking(post);
  const requests = new Requests(keeper, asking, stepsUp === true);
  keepInPage((key, text) => post({ type: 'keep', key, text }));
  keeper.start().then(
    () => post({ type: 'ready' }),
    (reason) => post({ type: 'refused', reason: told(reason) }),
  );

  async function answer(question: Question & { id: number }): Promise<unknown> {
    switch (question.type) {
      case 'run': {
        const { flow, input, transaction } = question;
        return keeper.run(`${flow}`, `${input}`, transaction);
      }
      case 'has':
        return keeper.hasSession();
      case 'forget':
        return keeper.forget();
      case 'fetch':
        return requests.send(question.id, question.request);
      case 'pull':
        return requests.pull(question.of);
    }
  }

  return async (message: Exclude<ToWorker, Configuration>) => {
    if (message?.type === 'ping') return post({ type: 'pong' });
    if (message?.type === 'abort') return requests.abort(message.of);
    if (message?.type === 'answer') return asking.answered(message);
    const { id } = message ?? {};
    try {
      const value = await answer(message);
      const isWhole = value instanceof Uint8Array && value.byteLength === value.buffer.byteLength;
      post({ type: 'done', id, value }, isWhole ? [value.buffer] : []);
    } catch (reason) {
      post({ type: 'failed', id, reason: told(reason) });
    }
  };
}

/** A reason as it may be copied, and shown: texts of other errors may have a token in them, so that only their names are told. */
function told(reason: unknown): Reason {
  const isTyped = reason instanceof ProofkeyError;
  const { code, cause, ...members } = (reason ?? {}) as Partial<Reason>;
  if (typeof code !== 'string' || (reason instanceof Error && !isTyped)) {
    return { code: 'internal_error', cause: nameOf(reason) };
  }
  const { name: _, phase: __, retryable: ___, hint: ____, docs: _____, ...details } = members;
  const known = cause ?? (isTyped ? reason.cause : undefined);
  const { ask } = (known ?? {}) as Partial<Reason>;
  return { code, ...details, ...(known !== undefined && { cause: ask === undefined ? nameOf(known) : { ask } }) };
}

const nameOf = (reason: unknown) => `${(reason as Partial<Error> | undefined)?.name ?? typeof reason}`;
