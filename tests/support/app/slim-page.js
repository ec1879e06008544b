// A page that serves the wasm as a file of its own.
import { createClient, init } from '/proofkey/dist/slim.js';

init(new URL('/proofkey/dist/core.wasm', location.href));
const { issuer, clientId, scope } = await (await fetch('/config.json')).json();
const auth = createClient({ issuer, clientId, scope, redirectUri: `${location.origin}/slim.html` });
document.querySelector('#sign-in').onclick = () => auth.loginWithRedirect();
if (auth.isRedirectCallback()) await auth.handleRedirectCallback();
document.querySelector('#user').textContent = auth.getUser()?.name ?? 'nobody';
