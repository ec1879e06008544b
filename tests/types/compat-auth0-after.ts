// The last sample of www-demo/docs/migrate-from-auth0-spa-js.md, line by line.
import { createClient } from 'proofkey';
import { auth0 } from 'proofkey/presets';

const auth = createClient(
  auth0({
    domain: 'acme.eu.auth0.com',
    clientId: 'abc',
    redirectUri: `${window.location.origin}/callback`,
    audience: 'https://api.example',
    scope: 'openid profile email offline_access',
  }),
);
if (auth.isRedirectCallback()) {
  const { appState, returnTo } = await auth.handleRedirectCallback();
  history.replaceState(appState, '', returnTo);
} else {
  await auth.checkSession();
}
const user = auth.getUser();
const unsubscribe = auth.subscribe((snapshot) => console.log(snapshot.isAuthenticated));
void [user, unsubscribe];
