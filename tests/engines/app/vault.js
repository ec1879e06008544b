import { createClient } from '/proofkey/dist/vault.js';

const file = '/proofkey/dist/vault-worker.js';
// The page's policy wants to know who makes URLs of scripts.
const policy = globalThis.trustedTypes?.createPolicy('vault', { createScriptURL: (url) => url });

startPage((options) => createClient({ ...options, worker: () => new Worker(policy?.createScriptURL(file) ?? file) }));
