// An app that does nothing by itself: a test calls `auth` as an app would.
import { createClient, ProofkeyError } from '/proofkey/dist/index.js';

const config = await (await fetch('/config.json')).json();
const options = { ...config, redirectUri: `${location.origin}/callback` };

Object.assign(window, { createClient, ProofkeyError, options, auth: createClient(options) });
document.querySelector('#status').textContent = 'ready';
