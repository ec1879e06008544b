// An app with its session in a vault; a test calls `auth` as an app would.
import { createClient, ProofkeyError } from '/proofkey/dist/vault.js';

const config = await (await fetch('/config.json')).json();
// A test may have set other options before the page was loaded.
const {
  workerUrl = '/proofkey/dist/vault-worker.js',
  isModule = false,
  leaks = false,
  ...changes
} = window.changes ?? {};
const start = () => {
  const worker = new Worker(workerUrl, { type: isModule ? 'module' : 'classic' });
  // An app that is careless, or a script that was there before it: what the worker itself can be told is tried with it.
  if (leaks) window.leaked ??= worker;
  return worker;
};
const worker = isModule || leaks ? start : workerUrl;
const options = { ...config, redirectUri: `${location.origin}/callback`, worker, ...changes };

Object.assign(window, { createClient, ProofkeyError, options, auth: createClient(options) });
document.querySelector('#status').textContent = 'ready';
