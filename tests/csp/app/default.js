import { createClient, ProofkeyError } from '/proofkey/dist/index.js';

run(createClient, ProofkeyError);
