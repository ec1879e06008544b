import { BrowserCacheLocation, ProtocolMode, PublicClientApplication } from '@azure/msal-browser';

const scopes = ['openid', 'profile', 'email', 'offline_access'];
export async function create(cfg) {
  const pca = new PublicClientApplication({
    auth: {
      clientId: cfg.clientId,
      authority: cfg.issuer,
      knownAuthorities: [cfg.opHost],
      redirectUri: cfg.redirectUri,
    },
    cache: { cacheLocation: cfg.isShared ? BrowserCacheLocation.LocalStorage : BrowserCacheLocation.SessionStorage },
    system: { protocolMode: ProtocolMode.OIDC },
  });
  await pca.initialize();
  const a = pca.getAllAccounts()[0];
  if (a) pca.setActiveAccount(a);
  return pca;
}
/** Without `redirectStartPage` it goes on to the URL with `?go=login`, one page load later. */
export const login = (c) => c.loginRedirect({ scopes, redirectStartPage: location.origin + location.pathname });
export async function handleCallback(c) {
  c.setActiveAccount((await c.handleRedirectPromise()).account);
}
export const getToken = async (c) =>
  (await c.acquireTokenSilent({ scopes, account: c.getActiveAccount() })).accessToken;
export const getUser = async (c) => c.getActiveAccount()?.idTokenClaims;
