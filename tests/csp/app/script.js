run(proofkey.createClient, proofkey.ProofkeyError);
