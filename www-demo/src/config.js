/** What this page is told by whoever serves it: `{ issuer, clientId, scope, api?, ... }`, so that it fits any provider. */
export async function loadConfig() {
  const response = await fetch('/config.json');
  if (!response.ok) throw new Error('There is no /config.json. Start the demo with “npm start”.');
  return response.json();
}

/** The options of createClient. */
export function optionsOf({ issuer, clientId, scope, api, redirectPath = '/callback', ...more }) {
  const { idTokenSignedResponseAlg, authorizationParams, tokenParams } = more;
  const options = {
    issuer,
    clientId,
    scope,
    redirectUri: `${location.origin}${redirectPath}`,
    postLogoutRedirectUri: `${location.origin}/`,
    // The only one that auth.fetch gives the access token to.
    resourceServers: api ? [api] : [],
  };
  if (idTokenSignedResponseAlg) options.idTokenSignedResponseAlg = idTokenSignedResponseAlg;
  if (authorizationParams) options.authorizationParams = authorizationParams;
  if (tokenParams) options.tokenParams = tokenParams;
  return options;
}
