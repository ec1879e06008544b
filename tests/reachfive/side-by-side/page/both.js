// An app on its way from one library to the other: both are in the page, and nothing runs by itself.
import { createClient as createIdentityCore } from '@reachfive/identity-core';
import { createClient, ProofkeyError } from 'proofkey';
import { reachfive } from 'proofkey/presets';

const { clientId, refreshToken } = window.options;
const home = `${location.origin}/both/`;
const redirectUri = `${home}callback`;

window.app = {
  ProofkeyError,
  redirectUri,
  identityCore: createIdentityCore({ domain: 'tenant.example', clientId }),
  login: () =>
    window.app.identityCore.loginWithSocialProvider('google', { redirectUri, requireRefreshToken: refreshToken }),
  proofkey: createClient(
    reachfive({
      domain: 'tenant.example',
      clientId,
      redirectUri,
      postLogoutRedirectUri: home,
      idTokenSignedResponseAlg: clientId === 'spa-hs256' ? 'HS256' : 'RS256',
    }),
  ),
};
