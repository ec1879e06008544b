import { Auth0Client } from '@auth0/auth0-spa-js';

export const create = async (cfg) =>
  new Auth0Client({
    domain: cfg.opHost,
    issuer: cfg.issuer,
    clientId: cfg.clientId,
    useRefreshTokens: true,
    cacheLocation: cfg.isShared ? 'localstorage' : 'memory',
    authorizationParams: { redirect_uri: cfg.redirectUri, scope: 'openid profile email offline_access' },
  });
export const login = (c) => c.loginWithRedirect();
export const handleCallback = (c) => c.handleRedirectCallback();
export const getToken = (c) => c.getTokenSilently();
export const getUser = (c) => c.getUser();
