// The page where another site begins a sign-in.
import { createClient } from '/proofkey/dist/index.js';
import { handleInitiateLogin } from '/proofkey/dist/initiate-login.js';

const config = await (await fetch('/config.json')).json();
const auth = createClient({ ...config, redirectUri: `${location.origin}/callback` });
const outcome = document.querySelector('#outcome');
try {
  await handleInitiateLogin([auth]);
} catch ({ code, phase, received }) {
  outcome.textContent = JSON.stringify({ code, phase, received });
}
