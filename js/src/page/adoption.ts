import type { TokenSet, UserClaims } from '../types.js';
import type { Page } from './page.js';

/** Makes a session of tokens that another library obtained. */
export async function adoptTokens<Claims extends UserClaims>(
  { session }: Page<Claims>,
  tokens: TokenSet,
  epoch: number,
) {
  await session.signIn('adoption', epoch, (core) => {
    const { accessToken, idToken, refreshToken, expiresIn, scope } = tokens ?? {};
    // As a token endpoint would have written them.
    const known = { access_token: accessToken, id_token: idToken, refresh_token: refreshToken };
    return core.run('adopt', JSON.stringify({ ...known, expires_in: expiresIn, scope, token_type: 'Bearer' }));
  });
}
