import type { SessionView } from '../core.js';
import { parse } from '../json.js';
import type { Change, IdTokenClaims, Snapshot, UserClaims } from '../types.js';

/** Claims that serve the protocol and say nothing of the user. */
const protocolClaims = 'iss aud exp iat nbf jti azp nonce auth_time at_hash c_hash s_hash acr amr sid'.split(' ');

/** What is shown of a session after a change for that reason. */
export function snapshotOf<Claims extends UserClaims>(
  { claims: text, ...view }: SessionView,
  reason: Change['reason'],
): Snapshot<Claims> {
  const claims: Claims & IdTokenClaims = parse(text);
  const user = Object.fromEntries(Object.entries(claims).filter(([name]) => !protocolClaims.includes(name)));
  return Object.freeze({
    isAuthenticated: true,
    isStale: reason === 'error',
    user: Object.freeze(user) as Claims,
    claims: Object.freeze(claims) as Claims & IdTokenClaims,
    idTokenSignatureVerified: view.id_token_signature_verified,
    scope: view.scope,
    expiresAt: view.expires_at,
    authorizationDetails: view.authorization_details,
  });
}
