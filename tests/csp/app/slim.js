import { createClient, init, ProofkeyError } from '/proofkey/dist/slim.js';

const { integrity } = document.documentElement.dataset;
init(() => fetch('/proofkey/dist/core.wasm', { integrity }));
run(createClient, ProofkeyError);
