// A switch over the codes is complete when the compiler says so.
import { type ErrorCode, type Phase, ProofkeyError } from 'proofkey';
import type { ProofkeyError as EagerError } from 'proofkey/eager';
import type { ProofkeyError as SlimError } from 'proofkey/slim';
import { equal } from './equal.js';

/** The compiler knows each phase: one that is left out makes `phase` more than never. */
export function said(error: ProofkeyError): string {
  switch (error.phase) {
    case 'create':
    case 'start':
      return 'the app';
    case 'login':
    case 'callback':
    case 'adoption':
      return 'the sign-in';
    case 'token':
    case 'userinfo':
    case 'monitoring':
    case 'fetch':
      return 'a request';
    case 'revocation':
    case 'logout':
      return 'the sign-out';
    case 'diagnosis':
      return 'the set-up';
    default:
      equal<typeof error.phase, never>(true);
      return error.phase;
  }
}

/** A code is one of a closed list: a text for each is complete, or does not compile. */
type Texts = Record<ErrorCode, string>;
// @ts-expect-error: one code of many
export const incomplete: Texts = { login_required: 'Please sign in' };
// @ts-expect-error: a code that does not exist
export const invented: Partial<Texts> = { not_a_code: '' };
export const some: Partial<Texts> = { login_required: 'Please sign in', session_expired: 'Please sign in again' };

equal<ErrorCode extends string ? (string extends ErrorCode ? 'open' : 'closed') : never, 'closed'>(true);
equal<typeof SlimError, typeof ProofkeyError>(true);
equal<typeof EagerError, typeof ProofkeyError>(true);
equal<ProofkeyError['code'], ErrorCode>(true);
equal<ProofkeyError['phase'], Phase>(true);
equal<ProofkeyError['retryable'], boolean>(true);
equal<ProofkeyError['appState'], unknown>(true);

declare const caught: unknown;
if (caught instanceof ProofkeyError && caught.code === 'authorization_error') {
  equal<typeof caught.error, string | undefined>(true);
  const isAnError: Error = caught;
  void isAnError;
  // @ts-expect-error: what was caught is not to be changed
  caught.code = 'timeout';
}
