// A page that does nothing by itself: a test calls `auth0` as an app would.
import * as sdk from '@auth0/auth0-spa-js';

const { domain, clientId, audience } = await (await fetch('/config.json')).json();
// A test may have set other options before the page was loaded.
const { authorizationParams, ...changes } = window.changes ?? {};
const options = {
  domain,
  clientId,
  authorizationParams: { redirect_uri: `${location.origin}/bare.html`, audience, ...authorizationParams },
  ...changes,
};
Object.assign(window, { sdk, options, auth0: new sdk.Auth0Client(options) });
document.querySelector('#status').textContent = 'ready';
