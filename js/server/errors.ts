import { type ErrorCode, type ErrorDetails, type Phase, ProofkeyError } from '../src/errors.js';
import { parse } from '../src/json.js';
import { hintOf } from './hints.js';

/** What the core rejects with, and what is thrown below the client: `code`, and members in the spelling of the wire. */
export interface Rejection {
  readonly code: ErrorCode;
  readonly [member: string]: unknown;
}

/** What is wrong with an option. */
export const refused = (option: string, expected: string, phase: Phase = 'create') =>
  new ProofkeyError('config_error', phase, `The option ${option} must be ${expected}.`, { option });

/** Makes the error of whatever was thrown below the client. */
export function wrapped(reason: unknown, phase: Phase): ProofkeyError {
  if (reason instanceof ProofkeyError) return reason;
  const { code, appState, returnTo, cause, ...members } = (reason ?? {}) as Partial<Rejection>;
  if (typeof code !== 'string' || reason instanceof Error)
    return new ProofkeyError('internal_error', phase, hintOf('internal_error'), {}, reason);
  // error_description, retry_after, ... as JavaScript spells them.
  const spelled = Object.entries(members).map(([name, value]) => [
    name.replace(/_./g, ([, c = '']) => c.toUpperCase()),
    value,
  ]);
  const details: ErrorDetails = Object.fromEntries(spelled);
  if (appState !== undefined) details.appState = parsed(appState);
  if (typeof returnTo === 'string') details.returnTo = returnTo;
  return new ProofkeyError(code, phase, hintOf(code, details.error), details, cause);
}

/** `appState` travels as a text within the transaction, which was sealed. */
export const parsed = (appState: unknown): unknown => (typeof appState === 'string' ? parse(appState) : undefined);
