// The one client of the app: components have it from `useProofkey()`, everything else may import it from here.
import { createClient } from 'proofkey';

const { VITE_ISSUER, VITE_CLIENT_ID, VITE_SCOPE } = import.meta.env;

export const auth = createClient({
  issuer: VITE_ISSUER,
  clientId: VITE_CLIENT_ID,
  scope: VITE_SCOPE,
  redirectUri: `${location.origin}/callback`,
  postLogoutRedirectUri: `${location.origin}/`,
  // Survives a reload, for this tab. Without it a reload asks the server again, which knows the user as a rule.
  store: 'sessionStorage',
});
