import { ProofkeyError } from '../../src/index.js';
import { settingOf } from './names.js';

/** Members of {@link ErrorResponse}. */
export interface ErrorResponseArgs {
  error: string;
  error_description?: string | null | undefined;
  error_uri?: string | null | undefined;
  userState?: unknown;
}

/** The server has refused: what a `ProofkeyError` with an `error` of the server's becomes. That one is its `cause`. */
export class ErrorResponse extends Error {
  override readonly name = 'ErrorResponse';
  /** `error` of the OAuth error response (RFC 6749 sections 4.1.2.1 and 5.2). */
  readonly error: string;
  readonly error_description: string | null;
  readonly error_uri: string | null;
  /** What was given to the sign-in, if it was begun in this tab. */
  readonly state: unknown;

  constructor(args: ErrorResponseArgs, options?: ErrorOptions) {
    super(args.error_description || args.error, options);
    this.error = args.error;
    this.error_description = args.error_description ?? null;
    this.error_uri = args.error_uri ?? null;
    this.state = args.userState;
  }
}

/** Nobody has answered in time: what `timeout` of a `ProofkeyError` becomes. That one is its `cause`. */
export class ErrorTimeout extends Error {
  override readonly name = 'ErrorTimeout';
}

/** The error as an app of oidc-client-ts knows it; what that library has no class for stays a `ProofkeyError`. */
export function errorFrom(reason: unknown): unknown {
  if (!(reason instanceof ProofkeyError)) return reason;
  const { code, phase, error, errorDescription, errorUri, appState, option, received, message } = reason;
  if (error !== undefined) {
    const args = { error, error_description: errorDescription, error_uri: errorUri, userState: appState };
    return new ErrorResponse(args, { cause: reason });
  }
  if (code === 'timeout') return new ErrorTimeout(message, { cause: reason });
  const setting = code === 'config_error' && option !== undefined && settingOf(option);
  if (!setting) return reason;
  const ours = received === undefined ? option : `${option}, ${received}`;
  return new ProofkeyError(code, phase, `${setting} (${ours}): ${reason.hint}`, { option: setting }, reason);
}
