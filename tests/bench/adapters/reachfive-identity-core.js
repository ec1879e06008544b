import { createClient } from '@reachfive/identity-core';

export const create = async (cfg) => ({
  cfg,
  r5: createClient({ domain: cfg.opHost, clientId: cfg.clientId }),
  tokens: null,
});
const keep = (c, r) => {
  c.tokens = { ...c.tokens, ...r, exp: Date.now() + r.expiresIn * 1000 };
};
/** The redirect that it has for a public client; none goes to a login page without naming a provider. */
export const login = (c) =>
  c.r5.loginWithSocialProvider('local', { redirectUri: c.cfg.redirectUri, responseType: 'code', scope: c.cfg.scope });
export const handleCallback = async (c) =>
  keep(
    c,
    await c.r5.exchangeAuthorizationCodeWithPkce({
      code: new URLSearchParams(location.search).get('code'),
      redirectUri: c.cfg.redirectUri,
    }),
  );
/** The app's own: the library keeps no tokens. */
export async function getToken(c) {
  if (c.tokens.exp > Date.now()) return c.tokens.accessToken;
  keep(c, await c.r5.refreshTokens({ refreshToken: c.tokens.refreshToken }));
  return c.tokens.accessToken;
}
export const getUser = async (c) => c.tokens.idTokenPayload;
