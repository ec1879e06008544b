// A page whose core comes with its client.
import { createClient } from '/proofkey/dist/eager.js';

const { issuer, clientId, scope } = await (await fetch('/config.json')).json();
const auth = createClient({ issuer, clientId, scope, redirectUri: `${location.origin}/eager.html` });
document.querySelector('#sign-in').onclick = () => auth.loginWithRedirect();
if (auth.isRedirectCallback()) await auth.handleRedirectCallback();
document.querySelector('#user').textContent = auth.getUser()?.name ?? 'nobody';
