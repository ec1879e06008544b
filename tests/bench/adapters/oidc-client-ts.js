import { UserManager, WebStorageStateStore } from 'oidc-client-ts';

export const create = async (cfg) =>
  new UserManager({
    authority: cfg.issuer,
    client_id: cfg.clientId,
    redirect_uri: cfg.redirectUri,
    scope: cfg.scope,
    // Its timer would renew before the callers ask.
    automaticSilentRenew: false,
    userStore: new WebStorageStateStore({ store: cfg.isShared ? localStorage : sessionStorage }),
  });
export const login = (c) => c.signinRedirect();
export const handleCallback = (c) => c.signinRedirectCallback();
/** As its documentation has it: there is no single call. */
export async function getToken(c) {
  const u = await c.getUser();
  if (u && !u.expired) return u.access_token;
  return (await c.signinSilent()).access_token;
}
export const getUser = async (c) => (await c.getUser())?.profile;
