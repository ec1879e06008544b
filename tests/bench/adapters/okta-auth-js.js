import { OktaAuth } from '@okta/okta-auth-js/core';

export const create = async (cfg) =>
  new OktaAuth({
    issuer: cfg.issuer,
    clientId: cfg.clientId,
    redirectUri: cfg.redirectUri,
    scopes: cfg.scope.split(' '),
    pkce: true,
    devMode: false,
    tokenManager: { storage: cfg.isShared ? 'localStorage' : 'sessionStorage', autoRenew: true },
  });
export const login = (c) => c.signInWithRedirect();
export async function handleCallback(c) {
  const { tokens } = await c.token.parseFromUrl();
  c.tokenManager.setTokens(tokens);
}
export const getToken = (c) => c.getOrRenewAccessToken();
export const getUser = async (c) => (await c.tokenManager.getTokens()).idToken?.claims;
