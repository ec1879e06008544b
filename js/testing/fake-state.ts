import type { SessionView } from '../src/core.js';
import type { ProofkeyError } from '../src/errors.js';
import type { Change, IdTokenClaims, Snapshot, UserClaims } from '../src/types.js';

/** The state of a fake client. */
export interface FakeState<Claims extends UserClaims = UserClaims> {
  /** Who is signed in. Default: nobody. */
  user?: Claims | undefined;
  /** Claims of the ID Token beside the user's. Default: those that every ID Token has, for an hour from now on. */
  claims?: Partial<IdTokenClaims>;
  /** Whether the start of the app has not ended: `checkSession` and `handleRedirectCallback` wait for that. Default: false. */
  isLoading?: boolean;
  /** Whether the session could not be refreshed: `getAccessToken` rejects with `network_error`. Default: false. */
  isStale?: boolean;
  /** What the start has failed with: `checkSession` or `handleRedirectCallback` rejects with it. Default: it has not. */
  error?: ProofkeyError | undefined;
  /** What `getAccessToken` gives to a user who is signed in. Default: `fake-access-token`. */
  accessToken?: string;
  /** The granted scope. Default: `openid`. */
  scope?: string;
  /** When the access token expires, in seconds since the epoch. Default: an hour after the client was created. */
  expiresAt?: number;
}

/** The session of that state, as the core would show it. @param now seconds since the epoch */
export function viewOf<Claims extends UserClaims>(state: FakeState<Claims>, now: number): SessionView | undefined {
  if (!state.user) return undefined;
  const protocol = { iss: 'https://op.example', aud: 'fake-client', iat: now, exp: now + 3600 };
  return {
    claims: JSON.stringify({ ...protocol, ...state.user, ...state.claims }),
    id_token_signature_verified: true,
    scope: state.scope ?? 'openid',
    expires_at: state.expiresAt ?? now + 3600,
  };
}

/** Why a real client would go over to that state. */
export function reasonOf(before: Snapshot, { user, isStale }: FakeState): Change['reason'] {
  if (!user) return 'signed_out';
  if (isStale) return 'error';
  return before.isAuthenticated && before.user?.sub === user.sub ? 'refreshed' : 'signed_in';
}
