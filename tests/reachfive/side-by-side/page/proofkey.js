// An app on Proofkey: what its README says, and nothing else.
import { createClient } from 'proofkey';
import { reachfive, reachfiveParams } from 'proofkey/presets';
import { serve } from './serve.js';

const { clientId, discovery } = window.options;
const home = `${location.origin}/proofkey/`;
const auth = createClient(
  reachfive({
    domain: 'tenant.example',
    clientId,
    redirectUri: `${home}callback`,
    postLogoutRedirectUri: home,
    scope: 'openid profile email phone offline_access',
    idTokenSignedResponseAlg: clientId === 'spa-hs256' ? 'HS256' : 'RS256',
    discovery,
  }),
);

// Back from a logout.
if (location.href.startsWith(`${home}?`)) await auth.handleLogoutCallback();

serve({
  login: () => auth.loginWithRedirect({ authorizationParams: reachfiveParams({ provider: 'google' }) }),
  async callback() {
    if (!auth.isRedirectCallback()) return 'ignored';
    await auth.handleRedirectCallback();
  },
  refresh: () => auth.getAccessToken({ forceRefresh: true }),
  logout: () => auth.logout({ revokeTokens: true }),
  user: () => auth.getUser()?.sub,
});
