import { parsed } from './app-state.js';
import type { hints } from './hints.js';
import { ownPath } from './location.js';

/** The stable name of an error. */
export type ErrorCode = keyof typeof hints;

/** What the client was doing when it failed. */
export type Phase =
  | 'create'
  | 'start'
  | 'login'
  | 'callback'
  | 'token'
  | 'monitoring'
  | 'adoption'
  | 'userinfo'
  | 'fetch'
  | 'revocation'
  | 'logout'
  | 'diagnosis';

/** What is wrong with one field of a request, as ReachFive tells it. */
export interface FieldError {
  field?: string;
  message?: string;
  code?: string;
}

/** Members of {@link ProofkeyError} that only some errors have. */
export interface ErrorDetails {
  /** `error` of an OAuth error response (RFC 6749 sections 4.1.2.1 and 5.2). */
  error?: string;
  /** `error_description` of that response: text for developers, never markup. */
  errorDescription?: string;
  /** `error_uri` of that response. */
  errorUri?: string;
  /** `error_id` of that response: under which ReachFive finds it in its log. */
  errorId?: string;
  /** `error_user_msg` of that response: ReachFive's text for the user. Text, never markup. */
  errorUserMsg?: string;
  /** `error_message_key` of that response: the name of ReachFive's text, for an app with texts of its own. */
  errorMessageKey?: string;
  /** `error_details` of a ReachFive endpoint's answer: what is wrong with each field. */
  errorDetails?: readonly FieldError[];
  /** HTTP status of the answer. */
  status?: number;
  /** The URL that was asked. */
  endpoint?: string;
  /** The `Retry-After` header of the answer, if the server lets a page read it. */
  retryAfter?: string;
  /** How many seconds the server's clock is ahead of this device's. */
  skewSeconds?: number;
  /** The option that is wrong. */
  option?: string;
  /** What should have been there. */
  expected?: string;
  /** What was there instead. */
  received?: string;
  /** Of `step_up_required`: the authentication context classes that would do, separated by spaces (RFC 9470 section 3). */
  acrValues?: string;
  /** Of `step_up_required`: how old the user's sign-in may be, in seconds. */
  maxAge?: number;
  /** What was given to `loginWithRedirect`, if the sign-in was begun in this tab. */
  appState?: unknown;
  /** Where the user was, if the sign-in was begun in this tab. */
  returnTo?: string;
}

const retryable: readonly ErrorCode[] = [
  'body_not_replayable',
  'core_load_failed',
  'lock_timeout',
  'network_error',
  'timeout',
];

/**
 * The one thing that is ever thrown. Switch on `code`; `hint` is for whoever reads the log. No token, code or verifier
 * is in any member.
 */
export class ProofkeyError extends Error implements ErrorDetails {
  override readonly name = 'ProofkeyError';
  declare readonly code: ErrorCode;
  declare readonly phase: Phase;
  /** Whether the same call may succeed a moment later. */
  declare readonly retryable: boolean;
  /** What to do about it. */
  declare readonly hint: string;
  /** Where the code is explained, in the npm package. */
  declare readonly docs: string;
  declare readonly error?: string;
  declare readonly errorDescription?: string;
  declare readonly errorUri?: string;
  declare readonly errorId?: string;
  declare readonly errorUserMsg?: string;
  declare readonly errorMessageKey?: string;
  declare readonly errorDetails?: readonly FieldError[];
  declare readonly status?: number;
  declare readonly endpoint?: string;
  declare readonly retryAfter?: string;
  declare readonly skewSeconds?: number;
  declare readonly option?: string;
  declare readonly expected?: string;
  declare readonly received?: string;
  declare readonly acrValues?: string;
  declare readonly maxAge?: number;
  declare readonly appState?: unknown;
  declare readonly returnTo?: string;

  constructor(code: ErrorCode, phase: Phase, hint: string, details: ErrorDetails = {}, cause?: unknown) {
    super(`${code}: ${hint}`, cause === undefined ? undefined : { cause });
    const { status = 0 } = details;
    const isRetryable = retryable.includes(code) || status === 429 || status >= 500;
    const docs = `proofkey/ERRORS.md#${code}`;
    Object.assign(this, { code, phase, retryable: isRetryable, hint, docs }, details);
  }
}

/** What the core rejects with: `code`, and members in the spelling of the wire. */
interface Rejection {
  code: ErrorCode;
  appState?: unknown;
  returnTo?: unknown;
  cause?: unknown;
  [member: string]: unknown;
}

/** Of an error whose hint is out of reach: offline, or not loaded yet. The code says enough then. */
const noHint = 'See ERRORS.md.';

/** What an error is made of. */
type Ingredients = [code: ErrorCode, phase: Phase, details?: ErrorDetails, cause?: unknown];

/** Makes the error of a code, with the hint that is loaded for it now. */
export async function errorOf(...[code, phase, details, cause]: Ingredients): Promise<ProofkeyError> {
  return new ProofkeyError(code, phase, await hintOf(code, details), details, cause);
}

/** The same for a call that throws at once: the error gets its hint a moment later. */
export function errorNow(...[code, phase, details, cause]: Ingredients): ProofkeyError {
  const error = new ProofkeyError(code, phase, noHint, details, cause);
  hintOf(code, details).then((hint) => Object.assign(error, { hint, message: `${code}: ${hint}` }));
  return error;
}

const hintOf = (code: ErrorCode, details?: ErrorDetails) =>
  import('./hints.js').then(
    (hints) => hints.hintOf(code, details?.error),
    () => noHint,
  );

/** What comes when it is first asked for, or `core_load_failed`. */
export async function loaded<Module>(phase: Phase, module: Promise<Module>): Promise<Module> {
  try {
    return await module;
  } catch (cause) {
    throw await errorOf('core_load_failed', phase, {}, cause);
  }
}

/** Makes the error of whatever was thrown or rejected with below the facade. */
export function wrapped(reason: unknown, phase: Phase): Promise<ProofkeyError> | ProofkeyError {
  return reason instanceof ProofkeyError ? reason : errorOf(...ingredientsOf(reason, phase));
}

/** The same for a call that throws at once. */
export function wrappedNow(reason: unknown, phase: Phase): ProofkeyError {
  return reason instanceof ProofkeyError ? reason : errorNow(...ingredientsOf(reason, phase));
}

function ingredientsOf(reason: unknown, phase: Phase): Ingredients {
  const { code, appState, returnTo, cause, ...members } = (reason ?? {}) as Partial<Rejection>;
  if (typeof code !== 'string' || reason instanceof Error) return ['internal_error', phase, {}, reason];
  // error_description, retry_after, ... as JavaScript spells them.
  const spelled = Object.entries(members).map(([name, value]) => [
    name.replace(/_./g, ([, c = '']) => c.toUpperCase()),
    value,
  ]);
  const details: ErrorDetails = Object.fromEntries(spelled);
  if (appState !== undefined) details.appState = parsed(appState);
  if (returnTo !== undefined) details.returnTo = ownPath(returnTo) ?? '/';
  return [code, phase, details, cause];
}
