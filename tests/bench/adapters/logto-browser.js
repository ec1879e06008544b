import LogtoClient from '@logto/browser';

export const create = async (cfg) =>
  Object.assign(new LogtoClient({ endpoint: cfg.op, appId: cfg.clientId, scopes: ['email'] }), { cfg });
export const login = (c) => c.signIn({ redirectUri: c.cfg.redirectUri });
export const handleCallback = (c) => c.handleSignInCallback(location.href);
export const getToken = (c) => c.getAccessToken();
export const getUser = (c) => c.getIdTokenClaims();
