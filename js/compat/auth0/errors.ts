// The errors of the original, each made of a ProofkeyError, which is its `cause`.
import { type ErrorCode, ProofkeyError } from '../../src/index.js';
import type { Kept } from './parameters.js';
import type { Any } from './types.js';

/** What all errors are: `error` is the server's, or the code of Proofkey's; `cause` is Proofkey's, with `phase`, `hint` and the rest. */
export class GenericError extends Error {
  constructor(
    readonly error: string,
    readonly error_description: string,
  ) {
    super(error_description);
  }
}

/** The server answered a sign-in by redirect with an error. */
export class AuthenticationError extends GenericError {
  constructor(
    error: string,
    error_description: string,
    readonly state: string,
    readonly appState: Any = null,
  ) {
    super(error, error_description);
  }
}

/** Nobody answered in time. */
export class TimeoutError extends GenericError {
  constructor() {
    super('timeout', 'Timeout');
  }
}

/** The user took too long in the popup, which is closed. */
export class PopupTimeoutError extends TimeoutError {
  constructor(readonly popup: Window) {
    super();
  }
}

/** The user closed the popup. */
export class PopupCancelledError extends GenericError {
  constructor(readonly popup: Window) {
    super('cancelled', 'Popup closed');
  }
}

/** The browser opened no popup. */
export class PopupOpenError extends GenericError {
  constructor() {
    super('popup_open', 'The browser opened no window: call it in the handler of a click');
  }
}

/** The server wants another factor before it renews a token. Begin a sign-in: `mfa_token` is in no error. */
export class MfaRequiredError extends GenericError {}

/** There is no refresh token to renew the access token with. */
export class MissingRefreshTokenError extends GenericError {
  constructor(
    readonly audience: string,
    readonly scope: string,
  ) {
    super('missing_refresh_token', `There is no refresh token (audience: '${audience}', scope: '${scope}')`);
  }
}

/** The session was granted less than the call asks for, and a refresh token gets no more. */
export class MissingScopesError extends GenericError {
  constructor(
    readonly audience: string,
    readonly scope: string,
  ) {
    super('missing_scopes', `The session lacks a scope (audience: '${audience}', missing scope: '${scope}')`);
  }
}

/** An option that Proofkey cannot do, or will not. */
export class InvalidConfigurationError extends GenericError {
  constructor(
    message: string,
    readonly suggestion: string,
  ) {
    super('config_error', `${message} ${suggestion}`);
  }
}

/** What a call was about. */
export interface Occasion {
  audience?: string | undefined;
  scope?: string;
  /** Of a sign-in by popup. */
  popup?: Window | null;
  /** Of a sign-in by redirect. */
  state?: string;
  /** Of a token that only a refresh token may renew. */
  needsRefreshToken?: boolean;
}

type Make = (error: ProofkeyError, occasion: Occasion) => GenericError;

const generic: Make = ({ code, error = code, errorDescription, hint }) =>
  new GenericError(error, errorDescription ?? hint);
const missingTransaction: Make = ({ hint }) => new GenericError('missing_transaction', hint);

/** Those that have a class or a name of their own, by Proofkey's code; all others are {@link generic}. */
const made: Partial<Record<ErrorCode, Make>> = {
  authorization_error(cause, { state }) {
    const { error = '', errorDescription = error, appState } = cause;
    if (state === undefined) return new GenericError(error, errorDescription);
    return new AuthenticationError(error, errorDescription, state, (appState as Kept | undefined)?.appState);
  },
  config_error: ({ option, received, hint }) =>
    new InvalidConfigurationError(`Not possible: ${[option, received].filter(Boolean).join(' ')}.`, hint),
  insufficient_scope: (_, { audience = 'default', scope = '' }) => new MissingScopesError(audience, scope),
  login_required(cause, occasion) {
    const { audience = 'default', scope = '', needsRefreshToken } = occasion;
    return needsRefreshToken ? new MissingRefreshTokenError(audience, scope) : generic(cause, occasion);
  },
  popup_blocked: () => new PopupOpenError(),
  popup_closed: (_, { popup }) => new PopupCancelledError(popup as Window),
  session_expired: ({ errorDescription, hint }) => new GenericError('invalid_grant', errorDescription ?? hint),
  // What the original learns from the server, after a frame that could not have worked.
  silent_unavailable: ({ hint }) => new GenericError('login_required', hint),
  state_not_found: missingTransaction,
  // Once the answer is there it is a request's time, no more the user's.
  timeout: ({ phase }, { popup }) => (popup && phase === 'login' ? new PopupTimeoutError(popup) : new TimeoutError()),
  token_error(cause, occasion) {
    const { error, error_description } = generic(cause, occasion);
    return new (error === 'mfa_required' ? MfaRequiredError : GenericError)(error, error_description);
  },
  transaction_expired: missingTransaction,
  transaction_invalid: missingTransaction,
  transaction_used: missingTransaction,
};

/** The original's error for one of Proofkey's. What the app's own `openUrl` threw stays what it is. */
export function auth0Error(reason: unknown, occasion: Occasion = {}): unknown {
  if (!(reason instanceof ProofkeyError)) return reason;
  if (reason.option === 'openUrl') return reason.cause;
  const error = (made[reason.code] ?? generic)(reason, occasion);
  error.cause = reason;
  return error;
}

/** The error for an option, or a parameter of a call, that there is no counterpart for. @param fix what to do instead */
export const refused = (option: string, fix: string) =>
  auth0Error(new ProofkeyError('config_error', 'create', fix, { option }));

/** The same outcome, or the original's error. */
export async function asAuth0<T>(work: Promise<T>, occasion?: Occasion): Promise<T> {
  try {
    return await work;
  } catch (reason) {
    throw auth0Error(reason, occasion);
  }
}
