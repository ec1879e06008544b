import { type ErrorCode, type ErrorDetails, type Phase, ProofkeyError } from '../src/errors.js';

/**
 * The error of a code, as a client would throw it; a real `ProofkeyError`.
 *
 * @param details - Members that the error is to have beside its code: `error`, `status`, `appState` ...
 * @param phase - What the client was doing. Default: `token`.
 */
export function fakeError(code: ErrorCode, details: ErrorDetails = {}, phase: Phase = 'token'): ProofkeyError {
  return new ProofkeyError(code, phase, 'A test has made this error.', details);
}
