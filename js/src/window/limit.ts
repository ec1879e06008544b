import type { ErrorCode } from '../errors.js';

const LONGEST_SECONDS = 86_400;

/** What may end a sign-in in another window before its answer comes. */
export interface Limits {
  readonly signal: AbortSignal | undefined;
  readonly timeoutSeconds: number;
  /** What the error of a time that ran out says beside its code. */
  readonly details?: object;
}

/** Has the attempt end early: by the app, by the time, or with the client. */
export function limit(attempt: AbortController, { signal, timeoutSeconds, details }: Limits, disposal: AbortSignal) {
  const end = (code: ErrorCode, details?: object) => attempt.abort({ code, ...details });
  const abort = () => end('aborted', { cause: signal?.reason });
  const dispose = () => end('client_disposed');
  const timer = setTimeout(end, timeoutSeconds * 1000, 'timeout', details);
  // While it is aborted these are gone by themselves.
  const until = { signal: attempt.signal };
  attempt.signal.addEventListener('abort', () => clearTimeout(timer));
  signal?.addEventListener('abort', abort, until);
  disposal.addEventListener('abort', dispose, until);
  if (signal?.aborted) abort();
  if (disposal.aborted) dispose();
  // A time that is too long for a browser's timer is none at all.
  if (!(timeoutSeconds > 0 && timeoutSeconds <= LONGEST_SECONDS)) end('config_error', { option: 'timeoutSeconds' });
}
