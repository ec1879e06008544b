import { OidcClient } from '@axa-fr/oidc-client';

export const create = async (cfg) =>
  OidcClient.getOrCreate(() => fetch)({
    client_id: cfg.clientId,
    redirect_uri: cfg.redirectUri,
    scope: cfg.scope,
    authority: cfg.issuer,
    monitor_session: false,
    storage: cfg.isShared ? localStorage : sessionStorage,
  });
export const login = (c) => c.loginAsync();
export const handleCallback = (c) => c.loginCallbackAsync();
export const restore = (c) => c.tryKeepExistingSessionAsync();
export const getToken = async (c) => {
  const r = await c.getValidTokenAsync();
  if (!r.isTokensValid) throw new Error('invalid');
  return r.tokens.accessToken;
};
export const getUser = async (c) => c.tokens?.idTokenPayload;
