// A page that serves the wasm as files of their own, in its two parts.
import { createClient, init, ProofkeyError } from '/proofkey/dist/slim.js';

const core = (name) => new URL(`/proofkey/dist/${name}.wasm`, location.href);
init(core('login'), window.onlyLogin ? undefined : core('session'));
const { issuer, clientId, scope } = await (await fetch('/config.json')).json();
const auth = createClient({ issuer, clientId, scope, redirectUri: `${location.origin}/slim.html` });
Object.assign(window, { auth, ProofkeyError });
document.querySelector('#sign-in').onclick = () => auth.loginWithRedirect();
if (auth.isRedirectCallback()) await auth.handleRedirectCallback();
document.querySelector('#user').textContent = auth.getUser()?.name ?? 'nobody';
