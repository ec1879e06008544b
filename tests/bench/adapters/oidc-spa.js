import { createOidc } from 'oidc-spa/core';
import { oidcEarlyInit } from 'oidc-spa/entrypoint';
export async function create(cfg) {
  const { shouldLoadApp } = oidcEarlyInit({ BASE_URL: cfg.base });
  if (!shouldLoadApp) return new Promise(() => {});
  return createOidc({
    issuerUri: cfg.issuer,
    clientId: cfg.clientId,
    scopes: ['profile', 'email', 'offline_access'],
    BASE_URL: cfg.base,
  });
}
export const login = (c) => c.login({ doesCurrentHrefRequiresAuth: false });
export const handleCallback = async (c) => {
  if (!c.isUserLoggedIn) throw c.initializationError ?? new Error('not logged in');
};
export const getToken = async (c) => (await c.getTokens()).accessToken;
export const getUser = async (c) => c.getDecodedIdToken();
