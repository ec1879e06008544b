import { parsed } from './app-state.js';
import type { hints } from './hints.js';
import { ownPath } from './location.js';

/** The stable name of an error. */
export type ErrorCode = keyof typeof hints;

/** What the client was doing when it failed. */
export type Phase = 'create' | 'start' | 'login' | 'callback' | 'token' | 'userinfo' | 'revocation' | 'logout';

/** Members of {@link ProofkeyError} that only some errors have. */
export interface ErrorDetails {
  /** `error` of an OAuth error response (RFC 6749 sections 4.1.2.1 and 5.2). */
  error?: string;
  /** `error_description` of that response: text for developers, never markup. */
  errorDescription?: string;
  /** `error_uri` of that response. */
  errorUri?: string;
  /** HTTP status of the answer. */
  status?: number;
  /** The URL that was asked. */
  endpoint?: string;
  /** The `Retry-After` header of the answer, if the server lets a page read it. */
  retryAfter?: string;
  /** The option that is wrong. */
  option?: string;
  /** What should have been there. */
  expected?: string;
  /** What was there instead. */
  received?: string;
  /** What was given to `loginWithRedirect`, if the sign-in was begun in this tab. */
  appState?: unknown;
  /** Where the user was, if the sign-in was begun in this tab. */
  returnTo?: string;
}

const retryable: readonly ErrorCode[] = ['core_load_failed', 'network_error', 'timeout'];

/**
 * The one thing that is ever thrown. Switch on `code`; `hint` is for whoever reads the log. No token, code or verifier
 * is in any member.
 */
export class ProofkeyError extends Error implements ErrorDetails {
  override readonly name = 'ProofkeyError';
  readonly code: ErrorCode;
  readonly phase: Phase;
  /** Whether the same call may succeed a moment later. */
  readonly retryable: boolean;
  /** What to do about it. */
  readonly hint: string;
  /** Where the code is explained, in the npm package. */
  readonly docs: string;
  declare readonly error?: string;
  declare readonly errorDescription?: string;
  declare readonly errorUri?: string;
  declare readonly status?: number;
  declare readonly endpoint?: string;
  declare readonly retryAfter?: string;
  declare readonly option?: string;
  declare readonly expected?: string;
  declare readonly received?: string;
  declare readonly appState?: unknown;
  declare readonly returnTo?: string;

  constructor(code: ErrorCode, phase: Phase, hint: string, details: ErrorDetails = {}, cause?: unknown) {
    super(`${code}: ${hint}`, cause === undefined ? undefined : { cause });
    this.code = code;
    this.phase = phase;
    this.hint = hint;
    this.docs = `proofkey/ERRORS.md#${code}`;
    const { status = 0 } = details;
    this.retryable = retryable.includes(code) || status === 429 || status >= 500;
    Object.assign(this, details);
  }
}

/** What the core rejects with: `code`, and members in the spelling of the wire. */
export interface Rejection {
  code: ErrorCode;
  error?: string;
  error_description?: string;
  error_uri?: string;
  status?: number;
  endpoint?: string;
  retry_after?: string;
  option?: string;
  expected?: string;
  received?: string;
  appState?: unknown;
  returnTo?: unknown;
  cause?: unknown;
}

/** Makes the error of a code, with the hint that is loaded for it now. */
export async function errorOf(code: ErrorCode, phase: Phase, details?: ErrorDetails, cause?: unknown) {
  // Offline the hints may be out of reach; the code says enough then.
  const hint = await import('./hints.js').then(
    ({ hints }) => hints[code],
    () => 'See the documentation of this code.',
  );
  return new ProofkeyError(code, phase, hint, details, cause);
}

/** Makes the error of whatever was thrown or rejected with below the facade. */
export function wrapped(reason: unknown, phase: Phase): Promise<ProofkeyError> | ProofkeyError {
  if (reason instanceof ProofkeyError) return reason;
  const { code, appState, returnTo, error_description, error_uri, retry_after, cause, ...rest } = (reason ??
    {}) as Partial<Rejection>;
  if (typeof code !== 'string' || reason instanceof Error) return errorOf('internal_error', phase, {}, reason);
  const details: ErrorDetails = rest;
  if (error_description !== undefined) details.errorDescription = error_description;
  if (error_uri !== undefined) details.errorUri = error_uri;
  if (retry_after !== undefined) details.retryAfter = retry_after;
  if (appState !== undefined) details.appState = parsed(appState);
  if (returnTo !== undefined) details.returnTo = ownPath(returnTo) ?? '/';
  return errorOf(code, phase, details, cause);
}
