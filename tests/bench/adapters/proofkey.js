import { createClient } from 'sdk-entry';

export const create = (cfg) =>
  createClient({
    issuer: cfg.issuer,
    clientId: cfg.clientId,
    redirectUri: cfg.redirectUri,
    scope: cfg.scope,
    store: cfg.isShared ? 'localStorage' : 'memory',
    ...(cfg.given.hasEndpoints && { discovery: false, metadata: metadataOf(cfg) }),
  });

/** As the server's discovery document has it, as far as a login needs it. */
const metadataOf = ({ issuer, op }) => ({
  issuer,
  authorization_endpoint: `${op}/auth`,
  token_endpoint: `${op}/token`,
  jwks_uri: `${op}/jwks`,
  authorization_response_iss_parameter_supported: true,
});

export const login = (client) => client.loginWithRedirect();
export const handleCallback = (client) => client.handleRedirectCallback();
export const restore = (client) => client.checkSession();
export const getToken = (client) => client.getAccessToken();
export const getUser = (client) => client.getUser();
/** Without a promise. */
export const read = (client) => client.getSnapshot();
export const authorizationUrl = (client) => client.authorizationUrl();
