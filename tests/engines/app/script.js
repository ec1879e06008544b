startPage(proofkey.createClient);
