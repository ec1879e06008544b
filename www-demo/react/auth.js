// The one client of the app, made outside of React: a router's loader, or a module that calls an API, may use it as well.
import { createClient } from 'proofkey';

const { VITE_ISSUER, VITE_CLIENT_ID, VITE_SCOPE, VITE_API } = import.meta.env;

export const auth = createClient({
  issuer: VITE_ISSUER,
  clientId: VITE_CLIENT_ID,
  scope: VITE_SCOPE,
  redirectUri: `${location.origin}/callback`,
  postLogoutRedirectUri: `${location.origin}/`,
  // The only one that `fetch` gives the access token to.
  resourceServers: VITE_API ? [VITE_API] : [],
  // Survives a reload, for this tab. Without it a reload asks the server again, which knows the user as a rule.
  store: 'sessionStorage',
});
