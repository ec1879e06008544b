// An app with its session in a vault; a test calls `auth` as an app would.
import { createClient, ProofkeyError } from '/proofkey/dist/vault.js';

const config = await (await fetch('/config.json')).json();
// A test may have set other options before the page was loaded.
const { workerUrl = '/proofkey/dist/vault-worker.js', isModule = false, ...changes } = window.changes ?? {};
const worker = isModule ? () => new Worker(workerUrl, { type: 'module' }) : workerUrl;
const options = { ...config, redirectUri: `${location.origin}/callback`, worker, ...changes };

Object.assign(window, { createClient, ProofkeyError, options, auth: createClient(options) });
document.querySelector('#status').textContent = 'ready';
